"""When a leave ends by itself, whoever stood in loses sight of what was lent to them."""

from __future__ import annotations

from handlers.cards import sight
from handlers.clock_duty import ClockDuty
from handlers.desk import Desk
from storage.clock import due
from storage.people import officials


def _over(desk: Desk, after: int) -> list[int]:
    return due.leaves_over(desk.tx, desk.now, after)


def _end(desk: Desk, person_id: int) -> None:
    """Nothing is said: it is midnight, and both know the day."""
    official = officials.get(desk.tx, person_id)
    if official is None or official.absent(desk.now):
        return
    officials.back(desk.tx, person_id)
    if official.substitute_id:
        sight.lost_to(desk, official.substitute_id)


DUTIES = (ClockDuty("leave over", _over, _end),)
