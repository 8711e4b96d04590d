"""`langnghe demo`: some 40 sample cases, made by people who talk to the real handlers over the last
weeks, and start codes to look at them as an official."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from bot.app import digits, utc_now
from bot.commands.agency_words import usable_agency
from bot.commands.announce import code_address, new_code
from bot.commands.demo_people import Stage
from bot.commands.demo_play import Play, Scene
from bot.commands.demo_stories import PATHS, Story, stories
from bot.commands.opened import opened
from bot.commands.plainly import Refusal, say
from bot.settings import Settings, secret_key
from cases.agency.agency import Agency
from cases.agency.hours import Calendar
from cases.days.working_days import is_working
from cases.kinds import OFFICE_ROLES, Role
from handlers.desk import Ground, Reach
from messages.dates import local
from messages.texts import Texts
from storage.engine.db import Store
from storage.house import samples
from storage.keys import Keys
from storage.people import people

_EARLIEST = timedelta(days=50)
_GAPS = {"accept": 1, "take": 1, "answer": 3, "close": 2}  # days before a step; else hours
_VISITORS = (Role.DISPATCHER, Role.HANDLER, Role.HEAD, Role.DIRECTOR)


def demo(settings: Settings, *, force: bool = False) -> None:
    """Fill an empty database. Raises Refusal for one that is not, unless `force`."""
    agency = usable_agency(settings)
    with opened(settings) as store:
        if not force and not store.read_sync(samples.is_empty):
            raise Refusal(
                "Ở đây đã có dữ liệu, hồ sơ mẫu sẽ lẫn vào hồ sơ thật: dùng LANGNGHE_DATA_DIR khác,"
                " hoặc thêm --force.",
                "There is data here already and samples would mix with it: use another"
                " LANGNGHE_DATA_DIR, or --force.",
            )
        say("Đang nạp hồ sơ mẫu…", "Sample cases are being made …")
        now = utc_now()
        store.run_sync(lambda tx: samples.mark(tx, now))
        stage = Stage(store, _ground(settings, agency), now - _EARLIEST, digits(8))
        told = stories()
        _play(stage, Play(stage, agency), told, now)
        say(f"Xong: {len(told)} hồ sơ mẫu, đều ghi [MẪU].", f"{len(told)} samples are in.")
        _invite(settings, store, stage.ground.keys, agency, now)


def _ground(settings: Settings, agency: Agency) -> Ground:
    keys = Keys(secret_key(settings)[0])
    reach = {"web": Reach(buttons=20, edits=True)}
    texts = Texts(agency.folder / "messages")
    return Ground(agency, texts, keys, settings.address, reach, digits)


def _play(stage: Stage, play: Play, told: list[Story], now: datetime) -> None:
    """Every step of every case in the order of time, as it would have happened."""
    steps = sorted(
        (at, number, order, name)
        for number, story in enumerate(told)
        for order, (at, name) in enumerate(_times(story, number, now, play.agency.calendar))
    )
    scenes: dict[int, Scene] = {}
    for at, number, _, name in steps:
        stage.now = at
        if name == "enter":
            scenes[number] = play.enter(told[number], number)
        else:
            scenes[number].step(name)


def _times(
    story: Story, number: int, now: datetime, calendar: Calendar
) -> list[tuple[datetime, str]]:
    """When the case was sent and when each step was done: in office hours, never in the future."""
    at = now - timedelta(days=story.days_ago, minutes=7 * number + 5)
    times = [(at, "enter")]
    for name in PATHS[story.path]:
        days = _GAPS.get(name)
        at = _office_hours(at + (timedelta(days=days) if days else timedelta(hours=5)), calendar)
        times.append((min(at, now - timedelta(minutes=1)), name))
    return times


def _office_hours(at: datetime, calendar: Calendar) -> datetime:
    here = local(at)
    if not 8 <= here.hour < 16:
        here = (here + timedelta(days=here.hour >= 16)).replace(hour=8 + here.minute % 8)
    while not is_working(here.date(), calendar):
        here += timedelta(days=1)
    return here.astimezone(at.tzinfo)


def _invite(settings: Settings, store: Store, keys: Keys, agency: Agency, now: datetime) -> None:
    """Codes with which whoever looks at the demo becomes an official of it."""
    first = next(o for o in agency.offices if o.handles and o.id != agency.reception_office)
    say("Xem như cán bộ: mở chat bằng mã dưới đây, mỗi mã một lần.", "Codes that make an official:")
    for role in _VISITORS:
        code, office = new_code(), first.id if role in OFFICE_ROLES else ""
        work = partial(people.invite, keys=keys, code=code, role=role, office=office, now=now)
        store.run_sync(work)
        shown = f"{role} {office}".strip()
        say(f"  {shown}: {code} – {code_address(settings.address, code)}")
