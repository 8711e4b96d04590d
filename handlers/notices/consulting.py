"""Whom an office's question about a case goes to, and where it stands. Who is asked sees the
question and nothing else of the case."""

from __future__ import annotations

from datetime import datetime

from cases.confidentiality import Viewer
from cases.days import deadlines
from cases.kinds import OFFICE_ROLES, Role
from handlers.desk import Desk
from handlers.notices.notices import office_name
from handlers.rights import rights
from messages.dates import day_text
from storage.casework import consultations
from storage.people import people
from storage.tables.casework import Case, Consultation

ASKED = "consult.asked"
Waiting = tuple[Consultation, Case]


def offices_of(desk: Desk, viewer: Viewer) -> set[str]:
    """The offices for which somebody may answer."""
    own = {office for role, office in viewer.roles if role in OFFICE_ROLES and office}
    return own | ({desk.agency.reception_office} if viewer.is_(Role.DISPATCHER) else set())


def waiting_for(desk: Desk, viewer: Viewer) -> list[Waiting]:
    """What this official is asked, oldest first; never about a case they have no part in."""
    waiting = consultations.asked_of(desk.tx, offices_of(desk, viewer))
    return [(asked, case) for asked, case in waiting if not _kept_from(desk, case, viewer)]


def about(desk: Desk, viewer: Viewer, case: Case) -> Consultation | None:
    """What this official is asked about a case, if anything."""
    waiting = waiting_for(desk, viewer)
    return next((asked for asked, other in waiting if other.id == case.id), None)


def readers(desk: Desk, case: Case, office: str) -> list[Viewer]:
    """Who is asked: the people of that office; those away only where nobody else is there."""
    able = [
        v
        for v in people.viewers(desk.tx, desk.now)
        if office in offices_of(desk, v) and not _kept_from(desk, case, v)
    ]
    away = people.away(desk.tx, desk.now)
    return [v for v in able if v.person_id not in away] or able


def _kept_from(desk: Desk, case: Case, viewer: Viewer) -> bool:
    known = rights.facts(desk, case)
    return viewer.person_id in known.shut_out or viewer.person_id == known.submitter_id


def due(desk: Desk, asked: Consultation) -> datetime:
    """When the opinion is due (UTC)."""
    return deadlines.due(asked.asked_at, desk.agency.deadlines.consult, desk.agency.calendar)


def line(desk: Desk, case: Case, language: str) -> str:
    """Whom the office in charge is waiting for; empty where for nobody."""
    waiting = consultations.open_of_case(desk.tx, case.id)
    if not waiting or case.restricted:
        return ""
    asked = [(office_name(desk, c.office, language), _day(desk, c, language)) for c in waiting]
    return desk.ready(language, "consult.line", asked=asked)


def list_line(desk: Desk, waiting: Waiting, language: str) -> dict[str, object]:
    """One line of a list: code, who asks, how many working days are left."""
    asked, case = waiting
    until = due(desk, asked)
    return {
        "code": case.code,
        "office": office_name(desk, case.office, language),
        "left": deadlines.days_left(until, desk.now, desk.agency.calendar),
    }


def _day(desk: Desk, asked: Consultation, language: str) -> str:
    return day_text(due(desk, asked), language)
