"""The 72 hours of a breach of personal data: admins and the Director are told as they run out,
until it is reported."""

from __future__ import annotations

from datetime import timedelta

from cases.kinds import Role
from handlers.clock_duty import ClockDuty
from handlers.desk import Desk
from storage.clock import due
from storage.people import people
from storage.privacy import breaches

HOURS = 72
"""Luật 91/2025/QH15 Art. 23."""
_TOLD_AT = (0, 24, 60, HOURS)  # hours after it was detected


def _running(desk: Desk, after: int) -> list[int]:
    return breaches.running(desk.tx, desk.now, after, due.PORTION)


def _alarm(desk: Desk, number: int) -> None:
    """Once at each step; by night too, for the hours do not wait."""
    breach = breaches.get(desk.tx, number)
    if breach is None or breach.reported_at is not None or breach.closed_at is not None:
        return
    gone = (desk.now - breach.detected_at) / timedelta(hours=1)
    step = max(hours for hours in _TOLD_AT if hours <= gone)
    if not due.first_ever(desk.tx, f"breach {number} {step}", desk.now):
        return
    for viewer in people.viewers(desk.tx, desk.now):
        if viewer.is_(Role.ADMIN) or viewer.is_(Role.DIRECTOR):
            desk.tell_person(
                viewer.person_id, "incident.alarm", number=number, left=int(HOURS - gone)
            )


DUTIES = (ClockDuty("breaches", _running, _alarm, seconds=300),)
