"""When the promised day was missed the sender hears it from us first: an apology, the reason and
one new date; then how it stands, until there is an answer (facts/law 2.6, 2.8). The promised day
itself stays, so that the case counts as late."""

from __future__ import annotations

from cases.days import lateness
from cases.lifecycle import Status
from handlers import door
from handlers.casework import merging
from handlers.clock_duty import ClockDuty, working_morning
from handlers.desk import Desk
from handlers.notices import by_hand, notices
from storage.clock import late
from storage.columns.plain import stamp
from storage.tables.casework import Case

_ACTOR = "clock"
_TELLING = frozenset({Status.RECEIVED, Status.ASSIGNED, Status.AWAITING_APPROVAL})


def _missed(desk: Desk, after: int) -> list[int]:
    return late.missed(desk.tx, desk.now, after)


def _apologise(desk: Desk, case_id: int) -> None:
    case = desk.tx.get(Case, case_id)
    if case is None or case_id not in _missed(desk, case_id - 1)[:1]:
        return
    chat = notices.senders_chat(desk, case)
    day = lateness.new_date(desk.now, desk.agency.late.new_date, desk.agency.calendar)
    language = chat.language if chat else case.language
    change = door.act(
        desk,
        case,
        "late",
        door.CLOCK,
        _ACTOR,
        words=desk.words(language, f"late.why_{_where(desk, case)}"),
        new_date_at=day,
        data={"new_date": stamp(day)},
    )
    by_hand.told_by_hand(desk, change)


def _where(desk: Desk, case: Case) -> Status:
    """What keeps it from being answered; of a case that follows another, what keeps that one."""
    shown = merging.shown_status(desk, case)
    return shown if shown in _TELLING else Status.IN_PROGRESS


def _without_news(desk: Desk, after: int) -> list[int]:
    if not working_morning(desk):
        return []
    until = lateness.told_by(desk.now, desk.agency.late.progress, desk.agency.calendar)
    return late.without_news(desk.tx, desk.now, until, after)


def _tell_how_it_stands(desk: Desk, case_id: int) -> None:
    case = desk.tx.get(Case, case_id)
    if case is not None and case_id in _without_news(desk, case_id - 1)[:1]:
        change = door.act(desk, case, "progress", door.CLOCK, _ACTOR)
        by_hand.told_by_hand(desk, change)


DUTIES = (
    ClockDuty("late", _missed, _apologise),
    ClockDuty("progress", _without_news, _tell_how_it_stands, seconds=600),
)
