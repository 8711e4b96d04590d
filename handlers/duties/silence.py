"""What follows when the sender of a case says nothing: it is closed, asked about, or comes back to
those who work on it. No case waits for ever."""

from __future__ import annotations

from datetime import datetime

from cases.agency.deadlines import Limit
from cases.days import deadlines
from cases.lifecycle import Status
from handlers import door
from handlers.clock_duty import ClockDuty
from handlers.desk import Desk
from storage.casework import duties
from storage.clock import due
from storage.tables.casework import Case

ACTOR = "clock"


def _since(desk: Desk, limit: Limit) -> datetime:
    return deadlines.begun_by(desk.now, limit, desk.agency.calendar)


def _case(desk: Desk, case_id: int, status: Status) -> Case | None:
    """The case, if it is still where the query saw it."""
    case = desk.tx.get(Case, case_id)
    return case if case is not None and case.status == status else None


# --- answered ------------------------------------------------------------------------------------


def _to_close(desk: Desk, after: int) -> list[int]:
    return due.answered(desk.tx, _since(desk, desk.agency.deadlines.close), after)


def _close(desk: Desk, case_id: int) -> None:
    case = _case(desk, case_id, Status.ANSWERED)
    if case is None or case.answered_at is None:
        return
    if case.answered_at <= _since(desk, desk.agency.deadlines.close):
        door.act(desk, case, "close", door.CLOCK, ACTOR, ended_at=desk.now)


# --- waiting for the sender ----------------------------------------------------------------------


def _to_lapse(desk: Desk, after: int) -> list[int]:
    return due.unsupplied(desk.tx, _since(desk, desk.agency.deadlines.supplement), after)


def _lapse(desk: Desk, case_id: int) -> None:
    """Back whence it came, and somebody calls the person; it is never closed by itself."""
    case = _case(desk, case_id, Status.WAITING)
    until = _since(desk, desk.agency.deadlines.supplement)
    if case is None or case_id not in due.unsupplied(desk.tx, until, case_id - 1)[:1]:
        return
    door.act(desk, case, "lapse", door.CLOCK, ACTOR)
    why = desk.words("vi", "clock.why_lapse")
    duties.call(desk.tx, desk.agency.reception_office, case_id, why, desk.now)


DUTIES = (
    ClockDuty("close", _to_close, _close),
    ClockDuty("lapse", _to_lapse, _lapse),
)
