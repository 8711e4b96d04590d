"""A case that was just filed is compared with the others; what it resembles stands on its card."""

from __future__ import annotations

from functools import partial

from bot.deeds.shape import Means, Write, nothing
from handlers.cards import cards
from handlers.casework import alike
from handlers.desk import Desk
from storage.casework import alike as storage
from storage.tables.casework import Case
from storage.tables.house import Job


class CompareCase:
    """params: case (id)."""

    def __init__(self, means: Means) -> None:
        self._means = means

    async def do(self, job: Job) -> Write:
        means, case_id = self._means, int(job.params["case"])
        found = await means.store.read(lambda tx: alike.compared(means.desk(tx), case_id))
        return partial(_keep, case_id, found) if found else nothing

    def give_up(self, desk: Desk, job: Job) -> None:
        """Nothing is suggested; the admins were told that it failed."""


def _keep(case_id: int, found: list[tuple[int, int]], desk: Desk) -> None:
    for like_id, percent in found:
        storage.keep(desk.tx, case_id, like_id, percent, desk.now)
    case = desk.tx.get(Case, case_id)
    if case is not None:
        cards.bring_up_to_date(desk, case)
