"""Bytes that no file row names any more."""

from __future__ import annotations

import asyncio
from functools import partial

from bot.deeds.shape import Means, NotYet, Write, nothing
from handlers.desk import Desk
from storage.mailbox import files
from storage.tables.house import Job

_SURELY_IDLE = 3600.0  # seconds; a file that came in later may be about to be named by a row


class DeleteBytes:
    """params: path; at_once where no other file can have these bytes."""

    def __init__(self, means: Means) -> None:
        self._means = means

    async def do(self, job: Job) -> Write:
        path = str(job.params["path"])
        if not await self._means.store.read(partial(files.is_named, path=path)):
            idle = 0.0 if job.params.get("at_once") else _SURELY_IDLE
            gone = await asyncio.to_thread(self._means.files.delete, path, idle)
            if not gone:
                raise NotYet(idle)
        return nothing

    def give_up(self, desk: Desk, job: Job) -> None:
        """The bytes stay; the admins were told."""
