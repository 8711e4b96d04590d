"""Which cases will likely miss their day: of an office for its head, of all for Văn phòng."""

from __future__ import annotations

from datetime import timedelta

from cases.confidentiality import Viewer
from cases.days import deadlines
from cases.days.working_days import working_days_between
from cases.kinds import Kind, Role
from cases.reports import forecast
from handlers.desk import Desk
from handlers.duties.reminders import listed
from handlers.notices import notices
from handlers.rights import rights
from storage.reports import pace
from storage.reports.pace import InHand
from storage.tables.casework import Case

_LATELY = timedelta(days=90)


def words(desk: Desk, viewer: Viewer, language: str) -> str:
    """A line for each office that has any; empty where none has."""
    lines = []
    for office in desk.agency.offices:
        if viewer.is_(Role.DISPATCHER) or viewer.is_(Role.HEAD, office.id):
            codes = likely(desk, viewer, office.id)
            if codes:
                name = notices.office_name(desk, office.id, language)
                told = listed(desk, codes, language)
                lines.append(desk.words(language, "reminder.likely", office=name, cases=told))
    return "\n".join(lines)


def likely(desk: Desk, viewer: Viewer, office: str) -> list[str]:
    """Codes, earliest due first."""
    in_hand = pace.in_hand(desk.tx, office, desk.now)
    usual = {kind: _usual(desk, office, kind) for kind in {_is_question(c) for c in in_hand}}
    found = []
    for each in in_hand:
        if _will_miss(desk, each, usual[_is_question(each)]):
            case = desk.tx.get(Case, each.case_id)
            if case is not None and rights.may_see(desk, case, viewer):
                found.append(case.code)
    return found


def _is_question(case: InHand) -> bool:
    return case.kind == Kind.QUESTION


def _usual(desk: Desk, office: str, questions: bool) -> float:
    calendar, limits = desk.agency.calendar, desk.agency.deadlines
    took = [
        working_days_between(deadlines.local_day(came), deadlines.local_day(answered), calendar)
        for came, answered in pace.answered(
            desk.tx, office, desk.now - _LATELY, questions=questions
        )
    ]
    return forecast.usual(took, (limits.question if questions else limits.handle).days)


def _will_miss(desk: Desk, case: InHand, usual: float) -> bool:
    calendar, today = desk.agency.calendar, deadlines.local_day(desk.now)
    left = deadlines.days_left(case.due_at, desk.now, calendar)
    spent = working_days_between(deadlines.local_day(case.since), today, calendar)
    return forecast.likely_missed(left, spent, usual)
