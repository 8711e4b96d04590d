"""What waits for an official: the cases whose next duty is theirs, and duties beside the lifecycle,
most urgent first."""

from __future__ import annotations

from typing import Any

from cases.confidentiality import Viewer
from cases.days import deadlines
from cases.kinds import OFFICE_ROLES, Role
from cases.lifecycle import OPEN, Status
from handlers.cards import cards
from handlers.desk import Desk
from handlers.notices import consulting, notices
from handlers.notices.consulting import Waiting
from handlers.rights import rights
from handlers.staff.matters import MATTERS
from messages.dates import day_text
from storage.casework import duties
from storage.tables.casework import Case, Duty


def cases_of(desk: Desk, viewer: Viewer) -> list[Case]:
    """Cases on duty, as `cards.on_duty` sees it, earliest due first. Somebody who is away and asks
    nevertheless sees their own."""
    return [
        case
        for case in duties.maybe_theirs(desk.tx, viewer)
        if rights.standings_of(desk, case, viewer) & cards.wanted(case)
    ]


def new_cases(desk: Desk, viewer: Viewer) -> list[Case]:
    """What nobody has taken up yet: new ones for who receives, an office's own untaken ones."""
    untaken = (Status.RECEIVED, Status.ASSIGNED)
    return [c for c in cases_of(desk, viewer) if c.status in untaken]


def other_duties(desk: Desk, viewer: Viewer) -> list[Duty]:
    """Calls, messages to read and the like: of one's offices; all for those who receive."""
    receives = viewer.is_(Role.DISPATCHER) or viewer.is_(Role.DIRECTOR)
    offices = None if receives else _offices(desk, viewer)
    return [d for d in duties.open_duties(desk.tx, offices) if is_for(desk, d, viewer)]


def asked_of(desk: Desk, viewer: Viewer) -> list[Waiting]:
    """What other offices want to know of one's own; the case itself is not theirs to see."""
    return consulting.waiting_for(desk, viewer)


def _offices(desk: Desk, viewer: Viewer) -> set[str]:
    own = {o for r, o in viewer.roles if r in OFFICE_ROLES}
    return own | ({"", desk.agency.reception_office} if viewer.is_(Role.ADMIN) else set())


def is_for(desk: Desk, duty: Duty, viewer: Viewer) -> bool:
    """Whether it may be theirs at all: of a case only for those who may see it, a message that
    failed only for Văn phòng and the admins."""
    if matter := MATTERS.get(duty.kind):
        return matter.theirs(desk, duty, viewer)
    dispatcher = viewer.is_(Role.DISPATCHER)
    if not dispatcher and duty.office not in _offices(desk, viewer):
        return False
    if duty.case_id is None:
        return dispatcher or viewer.is_(Role.ADMIN)
    case = desk.tx.get(Case, duty.case_id)
    return case is not None and rights.may_see(desk, case, viewer)


def case_line(desk: Desk, case: Case, language: str) -> dict[str, Any]:
    """One line of a list: code, kind, status, how many working days are left."""
    return {
        "code": case.code,
        "kind": desk.words(language, f"kind.{case.kind}"),
        "status": desk.words(language, f"status.{case.status}"),
        "office": _short(desk, case.office or case.suggested_office),
        "suggested": not case.office,
        "restricted": bool(case.restricted),
        "left": deadlines.days_left(case.due_at, desk.now, desk.agency.calendar)
        if case.due_at and Status(case.status) in OPEN
        else None,
        "due": day_text(case.due_at, language) if case.due_at else "",
    }


def _short(desk: Desk, office_id: str) -> str:
    known = next((o.short for o in desk.agency.offices if o.id == office_id), "")
    return known or notices.office_name(desk, office_id, "vi")


def duty_line(desk: Desk, duty: Duty, language: str) -> dict[str, Any]:
    """One line of a list for a duty beside the lifecycle."""
    case = desk.tx.get(Case, duty.case_id) if duty.case_id else None
    data = duty.data or {}
    return {
        "number": duty.id,
        "what": duty.kind,
        "code": case.code if case else "",
        "why": str(data.get("why") or data.get("reason") or ""),
        "since": day_text(duty.created_at, language),
    }
