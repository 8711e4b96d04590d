"""Requests about data whose legal date comes near, or is past: those who answer them are told once
before and once after."""

from __future__ import annotations

from datetime import timedelta

from handlers.clock_duty import ClockDuty, working_morning
from handlers.desk import Desk
from handlers.privacy import data_requests
from messages.dates import day_text
from storage.clock import due
from storage.people import people
from storage.privacy import data_requests as kept

_BEFORE = timedelta(days=2)


def _near(desk: Desk, after: int) -> list[int]:
    if not working_morning(desk):
        return []
    return kept.due_by(desk.tx, desk.now + _BEFORE, after, due.PORTION)


def _remind(desk: Desk, number: int) -> None:
    request = kept.get(desk.tx, number)
    if request is None or request.done_at is not None:
        return
    late = desk.now > request.due_at
    if not due.first_ever(desk.tx, f"data request {number} {'late' if late else 'soon'}", desk.now):
        return
    for viewer in people.viewers(desk.tx, desk.now):
        if data_requests.may_answer(desk, request, viewer):
            desk.tell_person(
                viewer.person_id,
                "data.due_soon",
                number=number,
                due=day_text(request.due_at, "vi"),
                late=late,
            )


DUTIES = (ClockDuty("rights over data", _near, _remind, seconds=900),)
