"""A day after somebody had everything erased and said no more, nothing leads to their chat: the
address is forgotten, and who writes from there again is somebody new."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.clock_duty import ClockDuty
from handlers.desk import Desk
from storage.privacy import farewells

_A_DAY = timedelta(days=1)
"""In which the farewell is read: a page fetches it by that address."""


def _until(desk: Desk) -> datetime:
    return desk.now - _A_DAY


def _over(desk: Desk, after: int) -> list[int]:
    return farewells.over(desk.tx, _until(desk), after)


def _forget(desk: Desk, chat_id: int) -> None:
    farewells.forget_address(desk.tx, chat_id, _until(desk), desk.now)


DUTIES = (ClockDuty("farewells", _over, _forget, seconds=1800),)
