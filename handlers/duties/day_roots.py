"""After midnight in Vietnam the receipts of the day are summed up, for everybody to keep. Days
missed are caught up, those without a receipt too."""

from __future__ import annotations

from datetime import date

from handlers.clock_duty import ClockDuty
from handlers.desk import Desk
from storage.clock.due import PORTION
from storage.proof import day_roots


def _over(desk: Desk, after: int) -> list[int]:
    """Days as ordinals."""
    open_ = day_roots.to_close(desk.tx, desk.now)
    if open_ is None:
        return []
    first = max(open_[0].toordinal(), after + 1)
    return list(range(first, open_[1].toordinal() + 1))[:PORTION]


def _close(desk: Desk, ordinal: int) -> None:
    day_roots.close(desk.tx, desk.ground.keys, date.fromordinal(ordinal), desk.now)


DUTIES = (ClockDuty("day roots", _over, _close, seconds=600),)
