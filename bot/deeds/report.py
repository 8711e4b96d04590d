"""A report, counted on a reading connection; then shown, or issued."""

from __future__ import annotations

from functools import partial

from bot.deeds.shape import Means, Write
from handlers.desk import Desk
from handlers.reports import drafts, making
from handlers.reports.drafts import Draft
from storage.engine.tx import Tx
from storage.tables.house import Job


class MakeReport:
    """params: kind, first and last day, issues, chat. Without a chat it is for the clock."""

    def __init__(self, means: Means) -> None:
        self._means = means

    async def do(self, job: Job) -> Write:
        def count(tx: Tx) -> Draft:
            desk = self._means.desk(tx)
            return drafts.draft(desk, *making.asked_for(desk, job))

        return partial(making.made, job, await self._means.store.read_long(count))

    def give_up(self, desk: Desk, job: Job) -> None:
        making.not_made(desk, job)
