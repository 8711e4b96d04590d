"""The day a case is promised for, and what it is counted from: both change together, here."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from cases.agency.deadlines import Limit
from cases.agency.hours import Calendar
from cases.days import counting
from cases.days.counting import Counting
from cases.kinds import IdentityMode, Kind
from cases.lifecycle import UNANSWERED, Status
from handlers.desk import Desk
from storage.tables.casework import Case


def limit_for(desk: Desk, kind: Kind) -> Limit:
    limit: Limit = getattr(desk.agency.deadlines, basis_of(kind))
    return limit


def basis_of(kind: Kind) -> str:
    """The name of the limit in `Deadlines`."""
    return "question" if kind is Kind.QUESTION else "answer"


def promised(desk: Desk, kind: Kind, mode: IdentityMode) -> dict[str, Any]:
    """The columns of a case whose clock begins to run now."""
    begun = _begun(desk, kind, mode)
    return columns(begun, desk.agency.calendar) if begun else {"due_at": None, "counting": None}


def _begun(desk: Desk, kind: Kind, mode: IdentityMode) -> Counting | None:
    """A tip without a name and praise have no promised date."""
    if mode is IdentityMode.ANONYMOUS or kind is Kind.PRAISE:
        return None
    return Counting(desk.now, limit_for(desk, kind).days, basis_of(kind))


def anew(desk: Desk, case: Case) -> dict[str, Any]:
    """The columns of a case that goes back to those who receive, as if new: without owner, office
    and whatever its answer brought with it, with a date of its own."""
    return {
        "owner_id": None,
        "office": "",
        "suggested_office": case.office or case.suggested_office,
        "answered_at": None,
        "ended_at": None,
        "rating": None,
        "second_look": False,
        "merged_into": None,
        **promised(desk, Kind(case.kind), IdentityMode(case.identity_mode)),
    }


def is_late(case: Case, now: datetime) -> bool:
    """Whether its sender should have heard by now. While the clock stands still for the sender
    themselves it is not late: the day will move."""
    if case.due_at is None or now <= case.due_at or Status(case.status) not in UNANSWERED:
        return False
    waits_since = case.waiting_since if case.status == Status.WAITING else None
    return waits_since is None or waits_since > case.due_at


def columns(counted: Counting, calendar: Calendar) -> dict[str, Any]:
    return {"due_at": counting.due(counted, calendar), "counting": counted.value()}


def counting_of(desk: Desk, case: Case, calendar: Calendar | None = None) -> Counting | None:
    """What the day of a case is counted from; None where none is promised. `calendar`: the one its
    day was counted by, where that is not the agency's of today."""
    if case.due_at is None:
        return None
    if case.counting:
        return counting.read(case.counting)
    kind = Kind(case.kind)
    return counting.guessed(
        case.received_at,
        case.due_at,
        basis_of(kind),
        limit_for(desk, kind),
        calendar or desk.agency.calendar,
    )


def latest_extension(desk: Desk, counted: Counting) -> date:
    """The last day an extension may reach (facts/law 2.6: from receipt)."""
    return counting.last_day(
        counted.by_limit(desk.agency.deadlines.extended.days), desk.agency.calendar
    )
