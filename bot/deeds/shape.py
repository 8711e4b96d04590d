"""What a kind of job is: what it does outside a turn, what it then writes, and what is left to do
where it can't be done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from handlers.desk import Desk
from storage.tables import Job

Write = Callable[[Desk], None]
"""What a job writes once it is done, in the transaction that ends it."""


def nothing(desk: Desk) -> None:
    """There is nothing to write."""


class NotYet(Exception):
    """Try again in `seconds`; nothing is wrong."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Deed(Protocol):
    async def do(self, job: Job) -> Write:
        """Anything raised but NotYet counts as a failed try."""

    def give_up(self, desk: Desk, job: Job) -> None:
        """After the last try."""
