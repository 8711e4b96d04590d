"""What is kept no longer goes by itself, portion by portion, in the order of `retention.NAMES`."""

from __future__ import annotations

from handlers.clock_duty import ClockDuty
from handlers.desk import Desk
from handlers.privacy import retention


def _due(desk: Desk, after: int) -> list[int]:
    """Kinds by their place in the list, from one on."""
    return [
        at
        for at, name in enumerate(retention.NAMES, 1)
        if at > after and retention.is_due(desk, name)
    ]


def _let_go(desk: Desk, at: int) -> None:
    retention.let_go(desk, retention.NAMES[at - 1])


DUTIES = (ClockDuty("retention", _due, _let_go, seconds=1800),)
