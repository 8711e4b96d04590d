"""An identity that was opened for some hours is put away again."""

from __future__ import annotations

from handlers.clock_duty import ClockDuty
from handlers.desk import Desk
from handlers.staff.guarded import sealed
from storage.casework import openings


def _over(desk: Desk, after: int) -> list[int]:
    return openings.over(desk.tx, desk.now, after)


def _put_away(desk: Desk, opening_id: int) -> None:
    opening = openings.get(desk.tx, opening_id)
    if opening is not None and opening.expires_at is not None and opening.expires_at <= desk.now:
        sealed.put_away(desk, opening)


DUTIES = (ClockDuty("identities put away", _over, _put_away),)
