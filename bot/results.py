"""What became of sends, written down: many together, and until it is written while the database is
away."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial

from bot.in_hand import InHand
from storage.engine.db import StorageUnavailable, Store
from storage.engine.tx import Tx
from storage.mailbox import outbox
from storage.mailbox.outbox import Settled

log = logging.getLogger(__name__)

_AGAIN = 1.0  # seconds until the database is tried again


class Busy:
    """How much is under way; `idle` is set while there is nothing."""

    def __init__(self) -> None:
        self._count = 0
        self.idle = asyncio.Event()
        self.idle.set()

    def begins(self, count: int = 1) -> None:
        self._count += count
        if self._count:
            self.idle.clear()

    def ends(self, count: int = 1) -> None:
        self._count -= count
        if not self._count:
            self.idle.set()

    def forget(self) -> None:
        self._count = 0
        self.idle.set()


class Results:
    """`in_hand` is told of what is written."""

    def __init__(
        self, store: Store, now: Callable[[], datetime], in_hand: InHand, busy: Busy
    ) -> None:
        self._store = store
        self._now = now
        self._in_hand = in_hand
        self._busy = busy
        self._done: dict[int, Settled] = {}  # by message: a full disk may last for days
        self._flushing: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def note(self, settled: Settled) -> None:
        self._done[settled.id] = settled
        self._begin()

    def _begin(self) -> asyncio.Task[None]:
        if self._flushing is None or self._flushing.done():
            self._flushing = asyncio.create_task(self._write_down())
        return self._flushing

    async def flush(self) -> None:
        """Until all that was noted is written, also what somebody else is just writing."""
        await self._begin()

    async def _write_down(self) -> None:
        """Results are written together; what a crash keeps from being written is sent again and
        marked."""
        while self._done:
            batch, self._done = self._done, {}
            try:
                await self._store.run(partial(_settle, [*batch.values()], self._now()))
                self._in_hand.release([s.id for s in batch.values() if s.state != "pending"])
            except StorageUnavailable:
                self._done = batch | self._done
                await asyncio.sleep(_AGAIN)

    def behind(
        self,
        work: Callable[[Tx], None],
        then: Callable[[], None] = lambda: None,
        failed: Callable[[], None] = lambda: None,
    ) -> None:
        """Write something while sending goes on; `then` once it is written, `failed` where it
        never will be."""
        self._busy.begins()
        task = asyncio.create_task(self._write(work, then, failed))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _write(
        self, work: Callable[[Tx], None], then: Callable[[], None], failed: Callable[[], None]
    ) -> None:
        try:
            await self._until_written(work)
        except Exception as error:
            log.error("what follows a send failed: %s", type(error).__name__)
            failed()
        else:
            then()
        finally:
            self._busy.ends()

    async def _until_written(self, work: Callable[[Tx], None]) -> None:
        while True:
            try:
                return await self._store.run(work)
            except StorageUnavailable:
                await asyncio.sleep(_AGAIN)

    async def stop(self) -> None:
        """What is not written is written at the next start: it is sent again then, marked."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


def _settle(batch: list[Settled], now: datetime, tx: Tx) -> None:
    outbox.settle(tx, batch, now)
