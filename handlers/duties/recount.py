"""A day off that was added or taken away moves the deadlines that run across it: each case once,
with why in its history, and a word to its sender and to whoever has it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from cases.agency.hours import Calendar
from cases.days import calendar_changes, counting
from cases.days.counting import Counting
from cases.days.deadlines import local_day
from cases.lifecycle import OPEN, Status
from handlers import door
from handlers.cards import cards
from handlers.case import promises
from handlers.clock_duty import ClockDuty, daytime
from handlers.desk import Desk
from handlers.labels import Label
from handlers.notices.by_hand import told_by_hand
from handlers.rights import rights
from messages.dates import days_text, local
from storage.clock import calendars
from storage.clock.due import PORTION
from storage.columns.plain import stamp
from storage.people import people
from storage.tables.casework import Case

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class News:
    """The calendar is not the one that open cases were counted by."""

    since: datetime
    days: tuple[date, ...]
    before: Calendar


def _news(desk: Desk) -> News | None:
    """None where nothing changed, or nothing was ever counted."""
    kept, now = calendars.counted_by(desk.tx), _now(desk)
    if kept is None or kept.days == now:
        return None
    days = calendar_changes.changed(kept.days, now)
    before = calendar_changes.as_before(desk.agency.calendar, days, kept.days.end)
    return News(kept.since, days, before)


def _now(desk: Desk) -> calendar_changes.DaysSeen:
    return calendar_changes.seen(desk.agency.calendar, local(desk.now).date())


# --- each case -----------------------------------------------------------------------------------


def _to_recount(desk: Desk, after: int) -> list[int]:
    news = _news(desk) if daytime(desk) else None
    return list(islice(_waiting(desk, news, after), PORTION)) if news else []


def _waiting(desk: Desk, news: News, after: int = 0) -> Iterator[int]:
    running = calendars.running(desk.tx, after)
    return (case.id for case in running if _counted_anew(desk, case, news))


def _recount(desk: Desk, case_id: int) -> None:
    case, news = desk.tx.get(Case, case_id), _news(desk)
    if case is None or case.due_at is None or news is None or Status(case.status) not in OPEN:
        return
    new = _counted_anew(desk, case, news)
    if new is None:
        return
    moved = promises.columns(new, desk.agency.calendar)
    crossed = _crossed(news, new, max(case.due_at, moved["due_at"]))
    data = {
        "before": stamp(case.due_at),
        "due": stamp(moved["due_at"]),
        "days": [day.isoformat() for day in crossed],
    }
    told_by_hand(desk, door.act(desk, case, "recount", door.SYSTEM, "system", data=data, **moved))


def _crossed(news: News, counted: Counting, until: datetime) -> list[date]:
    """Those of the changed days that the case runs across."""
    return [d for d in news.days if local_day(counted.since) <= d <= local_day(until)]


def _counted_anew(desk: Desk, case: Case, news: News) -> Counting | None:
    """None where the day stays as it is. No day moves into the past: what was promised holds."""
    counted = promises.counting_of(desk, case, news.before)
    assert counted is not None and case.due_at is not None
    due = counting.due(counted, desk.agency.calendar)
    if due == case.due_at:
        return None
    if due < desk.now:
        promise = counted.fixed_on(local_day(case.due_at), desk.now)
        return promise if promise.fixed != counted.fixed else None
    return counted


# --- and then those who have them ----------------------------------------------------------------


def _to_keep(desk: Desk, after: int) -> list[int]:
    """One piece of work, with no id of its own, once no case is left to count anew."""
    if after:
        return []
    if calendars.counted_by(desk.tx) is None:
        return [1]
    news = _news(desk) if daytime(desk) else None
    return [1] if news and not any(_waiting(desk, news)) else []


def _keep(desk: Desk, _: int) -> None:
    news = _news(desk)
    if news and any(_waiting(desk, news)):
        return
    if news and news.days:
        _tell_officials(desk, news)
    calendars.keep(desk.tx, _now(desk), desk.now)


def _tell_officials(desk: Desk, news: News) -> None:
    """One message each, about all cases of theirs."""
    theirs: dict[int, list[str]] = defaultdict(list)
    for case_id in calendars.recounted(desk.tx, news.since):
        case = desk.tx.get(Case, case_id)
        for person_id in _who_has(desk, case) if case else ():
            theirs[person_id].append(case.code if case else "")
    for person_id, codes in theirs.items():
        desk.tell_person(
            person_id,
            "deadline.recounted",
            [Label("clock.b_today", "/homnay")],
            days=days_text(news.days, "vi"),
            codes=", ".join(codes[:_SHOWN]),
            more=max(len(codes) - _SHOWN, 0),
        )


def _who_has(desk: Desk, case: Case) -> set[int]:
    """Who took it, else those whose turn it is; nobody who may not see it."""
    owner = people.viewer(desk.tx, case.owner_id, desk.now) if case.owner_id else None
    held = [owner] if owner else cards.on_duty(desk, case)
    return {viewer.person_id for viewer in held if rights.may_see(desk, case, viewer)}


DUTIES = (
    ClockDuty("recount", _to_recount, _recount, seconds=300),
    ClockDuty("calendar in force", _to_keep, _keep, seconds=300),
)
