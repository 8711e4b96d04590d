"""Once a week each official of an office hears what lies there: on the day the plan says, or as
soon as there is working time after it. Nobody hears that nothing does."""

from __future__ import annotations

from cases.agency.plan import Made
from cases.plan.schedule import newest
from handlers.clock_duty import ClockDuty, at_work, spoken
from handlers.desk import Desk
from handlers.duties.office_digest import Digest, digest, offices_of
from handlers.duties.reminders import listed
from handlers.notices import notices
from handlers.plan import wording
from messages.envelope import Choice
from storage.clock import due
from storage.people import people

_PART = "digest"
_BUTTONS = 3


def _to_tell(desk: Desk, after: int) -> list[int]:
    schedule = desk.agency.plan.schedules.get(Made.WEEKLY_DIGEST)
    if schedule is None or not schedule.active or not at_work(desk, schedule.at):
        return []
    return due.not_greeted(desk.tx, _PART, newest(schedule, desk.now), after)


def _tell(desk: Desk, person_id: int) -> None:
    schedule = desk.agency.plan.schedules[Made.WEEKLY_DIGEST]
    if not due.greeted(desk.tx, _PART, person_id, newest(schedule, desk.now)):
        return
    viewer = people.viewer(desk.tx, person_id, desk.now)
    if viewer is None or people.is_away(desk.tx, person_id, desk.now):
        return
    for office in offices_of(desk, viewer):
        found = digest(desk, viewer, office)
        if not found.empty:
            _say(desk, person_id, office, found)


def _say(desk: Desk, person_id: int, office: str, found: Digest) -> None:
    language = spoken(desk, person_id)
    codes = {
        "untaken": found.untaken,
        "late": found.late,
        "week": found.week,
        "likely": found.likely,
        "silent": [f"{wording.lamp(s.light)} {s.item.id}" for s in found.silent],
    }
    parts = [
        {"name": name, "count": len(some), "which": listed(desk, some, language)}
        for name, some in codes.items()
        if some
    ]
    desk.tell_person(
        person_id,
        "digest.week",
        _buttons(desk, found, language),
        office=notices.office_name(desk, office, language),
        parts=parts,
    )


def _buttons(desk: Desk, found: Digest, language: str) -> list[Choice]:
    """To the most pressing ones, the list, and the plan where it is silent."""
    pressing = [*found.late, *found.week, *found.likely, *found.untaken]
    buttons = [Choice(code, f"/hoso {code}") for code in dict.fromkeys(pressing)][:_BUTTONS]
    buttons.append(desk.label(language, "clock.b_today", "/homnay"))
    if found.silent:
        buttons.append(desk.label(language, "plan.b_plan", "/kehoach"))
    return buttons


DUTIES = (ClockDuty("weekly digest", _to_tell, _tell, seconds=300),)
