"""A year on the clock with three outages: everything that is scheduled once, in working time, and
each report says what the history says, counted in another way."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import orjson
import pytest

from bot.clock import Clock
from cases.days.office_hours import open_now
from cases.days.working_days import is_working
from cases.reports import periods
from cases.reports.periods import PeriodKind
from cases.reports.report import ReportKind, values
from handlers.desk import Desk
from storage.engine.tx import Tx
from storage.reports import reports
from tests.office import SQLITE_ONLY, Office
from tests.people import Person, World
from tests.year import Told, Year, read_again, recount

pytestmark = [SQLITE_ONLY, pytest.mark.slow]
FIRST, LAST = date(2026, 12, 15), date(2027, 12, 21)
OUTAGES = (
    (date(2027, 3, 12), date(2027, 3, 22)),
    (date(2027, 6, 10), date(2027, 7, 26)),  # two months and a quarter end in it
    (date(2027, 10, 14), date(2027, 10, 19)),
)


MOMENTS = ((3, 5), (8, 40))  # in UTC: five past ten, and twenty to four in the afternoon


def is_down(day: date) -> bool:
    return any(first <= day <= last for first, last in OUTAGES)


def a_day(world: World, year: Year, clerk: Person, day: date) -> None:
    world.now = datetime(day.year, day.month, day.day, *MOMENTS[0], tzinfo=UTC)
    world.store(lambda tx: year.day(Desk(tx, world.house.ground(), world.now)))
    if is_down(day):
        return
    for ticks, (hour, minute) in enumerate(MOMENTS, 1):
        world.now = world.now.replace(hour=hour, minute=minute)
        clerk.forget()
        for _ in range(ticks):  # what was asked for once is not asked for again
            world.run(the_clock(world).tick())
        works(world)
        for draft in [p for p in clerk.news if p.message.key == "report.draft"]:
            clerk.taps_data(draft.message.choices[0].data)
            works(world)


def works(world: World) -> None:
    """All but the files of each report: a process of seconds, and others' to test."""
    world.store(lambda tx: tx.run("UPDATE job SET state = 'done' WHERE kind = 'report_files'"))
    world.work()


def the_clock(world: World) -> Clock:
    """All its duties."""
    return Clock(world.house.store, world.house.ground, lambda: world.now)


def test_everything_scheduled_in_a_year_comes_once_and_reports_agree(world: World) -> None:
    world.now = datetime(2026, 12, 14, 3, tzinfo=UTC)
    office = Office(world)
    year = Year(office.person_id(office.handler), seed=6)
    digests: dict[int, tuple[int, str]] = {}  # older messages are deleted meanwhile
    for ahead in range((LAST - FIRST).days + 1):
        a_day(world, year, office.dispatcher, FIRST + timedelta(days=ahead))
        heard = world.rows("SELECT id, chat_id, at FROM outbox WHERE key = 'digest.week'")
        digests |= {ident: (chat, at) for ident, chat, at in heard}
    is_composed_once(world)
    each_office_heard_of_its_week_once(world, digests.values())

    made = world.store(lambda tx: reports.latest(tx, 100))
    assert all(report.version == 1 for report in made)
    assert all(open_now(report.issued_at, world.house.agency.calendar) for report in made)
    assert len(made) == 16
    told = world.store(read_again)
    for number in range(1, 13):
        agrees(world, told, ReportKind.DIRECTOR, PeriodKind.MONTH, number)
    for number in range(1, 5):
        agrees(world, told, ReportKind.STATUTORY, PeriodKind.QUARTER, number)


def moments(world: World) -> list[datetime]:
    """When the house was up and somebody at their desk."""
    calendar = world.house.agency.calendar
    days = [FIRST + timedelta(days=ahead) for ahead in range((LAST - FIRST).days + 1)]
    at = [datetime(d.year, d.month, d.day, *m, tzinfo=UTC) for d in days for m in MOMENTS]
    return [moment for moment in at if not is_down(moment.date()) and open_now(moment, calendar)]


def is_composed_once(world: World) -> None:
    """For the weeks that were over at each moment; those that an outage hid are told along."""
    calendar = world.house.agency.calendar
    asked = world.rows("SELECT params, due_at FROM job WHERE kind = 'compose' ORDER BY id")
    told = [orjson.loads(params) for params, _ in asked]
    assert all(open_now(datetime.fromisoformat(at), calendar) for _, at in asked)
    for made, minute in (("weekly_results", 0), ("press_note", 30)):
        weeks = dict.fromkeys(week_told(world, at, minute) for at in moments(world))
        # The first only marks where the schedule begins.
        wanted = [f"{made} {year}-W{week:02d}" for year, week, _ in list(weeks)[1:]]
        assert [each["occasion"] for each in told if each["made"] == made] == wanted
    months = [each["occasion"] for each in told if each["made"] == "monthly_office"]
    wanted = [f"monthly_office 2027-{month:02d}" for month in range(1, 12)]
    assert months == ["monthly_office 2026-12", *wanted]


def week_told(world: World, moment: datetime, minute: int) -> tuple[int, int, int]:
    """The last one that was over: at three on Friday, or on the next working day."""
    friday = moment.date() - timedelta(days=(moment.isoweekday() - 5) % 7)
    while True:
        moved = friday
        while not is_working(moved, world.house.agency.calendar):
            moved += timedelta(days=1)
        if datetime(moved.year, moved.month, moved.day, 8, minute, tzinfo=UTC) <= moment:
            return friday.isocalendar()
        friday -= timedelta(days=7)


def each_office_heard_of_its_week_once(world: World, heard: Iterable[tuple[int, str]]) -> None:
    calendar = world.house.agency.calendar
    weeks = [(chat, datetime.fromisoformat(at)) for chat, at in heard]
    assert all(open_now(at, calendar) for _, at in weeks)
    once = [(chat, at.isocalendar()[:2]) for chat, at in weeks]
    assert len(once) == len(set(once)) > 40


def agrees(
    world: World, told: list[Told], kind: ReportKind, length: PeriodKind, number: int
) -> None:
    period = periods.of(length, 2027, number, 14)
    assert period is not None

    def kept(tx: Tx) -> dict[str, float | None]:
        report = reports.newest(tx, kind, period.first, period.last)
        assert report is not None, f"{length} {number}"
        return dict(values(reports.figures_of(report)))

    said = world.store(kept)
    law = kind is ReportKind.STATUTORY
    again = recount(told, period.span.begins, period.span.ends, by_law=law)
    if law:
        total = {key.rpartition("|")[2]: v for key, v in said.items() if key.startswith("a|total|")}
        assert total["all"] and total["act"] + total["rule"] == total["all"]
        total["received"] = total["new"] - again["again"]
        total["done"] = total["done_act"] + total["done_rule"]
        total["open"] = total["open_act"] + total["open_rule"]
        names = "all act rule carried received done open forwarded refused withdrawn published"
    else:
        total = {key.rpartition("|")[2]: v for key, v in said.items() if key.startswith("all|")}
        names = "carried received again answered open forwarded refused withdrawn"
    wanted = {name: again[name] for name in names.split()}
    assert {name: total[name] for name in names.split()} == wanted, (length, number)
