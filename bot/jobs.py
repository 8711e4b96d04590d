"""Slow work outside the turns: files to be fetched and jobs asked for, from the database, several
at once. What was asked for is done once its time has come, also after a crash in the middle."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from bot.channels.base import Channel
from bot.deeds import deeds
from bot.deeds.shape import Means, NotYet, Write
from bot.fetching import Fetching
from bot.files import FileStore
from cases.agency.agency import Agency
from handlers.desk import Desk, Ground
from handlers.duties import alarms
from storage.engine.db import StorageUnavailable, Store
from storage.engine.tx import Tx
from storage.house import jobs
from storage.mailbox import files
from storage.tables.house import Job
from storage.tables.mailbox import StoredFile

log = logging.getLogger(__name__)

AT_ONCE = 8  # of files and of jobs each
_LOOKS_EVERY = 5.0  # seconds, for what becomes due without a commit
_AT_MOST_EVERY = 0.2  # seconds: under load many commits are followed by one look


class Jobs:
    def __init__(
        self,
        store: Store,
        ground: Callable[[], Ground],
        channels: Mapping[str, Channel],
        kept: FileStore,
        now: Callable[[], datetime],
        folder: Callable[[], Agency],
    ) -> None:
        self._store = store
        self._ground = ground
        self._now = now
        self._fetching = Fetching(store, ground, channels, kept, now)
        self.means = Means(store, ground, channels, kept, now, folder)
        self._deeds = deeds(self.means)
        self._busy: dict[tuple[str, int], asyncio.Task[None]] = {}
        self._woken = asyncio.Event()
        self._looking: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._looking = asyncio.create_task(self._look_on())

    async def stop(self) -> None:
        """What is under way is begun again by the next run."""
        under_way = [*self._busy.values(), *([self._looking] if self._looking else [])]
        self._looking = None
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
        self._busy.clear()

    def wake(self) -> None:
        """Something was committed that may want work."""
        self._woken.set()

    async def run_due(self) -> None:
        """Do what is due now, and what that leads to; for tests."""
        while await self._look():
            await asyncio.wait(list(self._busy.values()))

    async def _look_on(self) -> None:
        while True:
            self._woken.clear()
            try:
                await self._look()
            except StorageUnavailable:
                log.warning("jobs wait for the database")
            except Exception:
                log.exception("jobs could not be looked up")
            await asyncio.sleep(_AT_MOST_EVERY)
            # Not wait_for: in Python 3.11 a stop that comes in the instant of a wake is lost in it.
            with suppress(TimeoutError):
                async with asyncio.timeout(_LOOKS_EVERY):
                    await self._woken.wait()

    async def _look(self) -> int:
        """How many were begun."""
        wanted, waiting = await self._store.read(partial(_due, self._now()))
        begun = [self._begin("file", f.id, self._fetching.fetch(f)) for f in wanted]
        begun += [self._begin("job", j.id, self._do(j)) for j in waiting]
        return sum(begun)

    def _begin(self, kind: str, ident: int, work: Coroutine[Any, Any, None]) -> bool:
        under_way = sum(k == kind for k, _ in self._busy)
        if (kind, ident) in self._busy or under_way >= AT_ONCE:
            work.close()
            return False
        task = asyncio.create_task(work)
        self._busy[kind, ident] = task
        task.add_done_callback(partial(self._ended, kind, ident))
        return True

    def _ended(self, kind: str, ident: int, task: asyncio.Task[None]) -> None:
        self._busy.pop((kind, ident), None)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("%s %s ended badly", kind, ident, exc_info=error)
        self.wake()

    async def _do(self, job: Job) -> None:
        deed = self._deeds.get(job.kind)
        try:
            write = await deed.do(job) if deed else _unknown()
            await self._store.run(partial(self._done, job, write))
        except StorageUnavailable:
            await asyncio.sleep(_AT_MOST_EVERY)
        except NotYet as not_yet:
            due_at = self._now() + timedelta(seconds=not_yet.seconds)
            await self._store.run(partial(_put_off, job.id, due_at))
        except Exception as error:
            log.warning("job %s %s failed: %s", job.kind, job.id, type(error).__name__)
            await self._store.run(partial(self._failed, job, type(error).__name__))

    def _done(self, job: Job, write: Write, tx: Tx) -> None:
        write(Desk(tx, self._ground(), self._now()))
        jobs.done(tx, job.id)

    def _failed(self, job: Job, reason: str, tx: Tx) -> None:
        desk = Desk(tx, self._ground(), self._now())
        deed = self._deeds.get(job.kind)
        if jobs.failed(tx, job, reason, desk.now, last=deed is None):
            alarms.job_failed(desk, job.kind, job.id, reason)
            if deed is not None:
                deed.give_up(desk, job)


def _unknown() -> Write:
    raise LookupError("no such kind of job")


def _due(now: datetime, tx: Tx) -> tuple[list[StoredFile], list[Job]]:
    # Those under way are among them, hence twice as many.
    return files.wanted(tx, now, 2 * AT_ONCE), jobs.waiting(tx, now, 2 * AT_ONCE)


def _put_off(job_id: int, due_at: datetime, tx: Tx) -> None:
    jobs.put_off(tx, job_id, due_at)
