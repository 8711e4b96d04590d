"""The clock: looks at what is due and does it, each piece as a turn in the store. It keeps nothing
in memory, so that after a stop of any length it goes on where the database stands."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from handlers.clock_duty import ClockDuty
from handlers.desk import Desk, Ground
from handlers.duties.listed import DUTIES
from storage.casework.cases import NotAllowed, Overtaken
from storage.clock.due import PORTION
from storage.engine.db import StorageUnavailable, Store
from storage.engine.tx import Tx

log = logging.getLogger(__name__)
# It warns of every look left out because the one before still goes on, which is as it should be.
logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)


@dataclass(frozen=True, slots=True)
class Errand:
    """Something the running process does now and then, outside the store. `everywhere`: in every
    process, not only in the one that leads."""

    name: str
    seconds: float
    run: Callable[[], Awaitable[None]]
    everywhere: bool = False


class Clock:
    """`errands` come beside the duties of `handlers/duties`. `tick` does everything at once, for
    tests; `start` begins those of every process, `lead` the others."""

    def __init__(
        self,
        store: Store,
        ground: Callable[[], Ground],
        now: Callable[[], datetime],
        errands: Iterable[Errand] = (),
        duties: Iterable[ClockDuty] = DUTIES,
    ) -> None:
        self._store = store
        self._ground = ground
        self._now = now
        self._errands = [
            *(Errand(d.name, d.seconds, partial(self._do, d)) for d in duties),
            *errands,
        ]
        self._scheduler: AsyncIOScheduler | None = None

    def start(self) -> None:
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._scheduler.start()
        self._schedule(everywhere=True)

    def lead(self) -> None:
        self._schedule(everywhere=False)

    def follow(self) -> None:
        """Another process does what only one does."""
        for errand in self._errands:
            if not errand.everywhere and self._scheduler and self._scheduler.get_job(errand.name):
                self._scheduler.remove_job(errand.name)

    def stop(self) -> None:
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=False)
            self._scheduler = None

    def _schedule(self, *, everywhere: bool) -> None:
        for errand in self._errands:
            if self._scheduler is not None and errand.everywhere is everywhere:
                self._scheduler.add_job(
                    self._safely,
                    "interval",
                    (errand,),
                    id=errand.name,
                    seconds=errand.seconds,
                    next_run_time=datetime.now(UTC),
                    max_instances=1,
                    coalesce=True,
                    misfire_grace_time=None,
                )

    async def tick(self) -> None:
        """Everything that is due now, one after the other."""
        for errand in self._errands:
            await self._safely(errand)

    async def _safely(self, errand: Errand) -> None:
        try:
            await errand.run()
        except StorageUnavailable:
            log.warning("clock: %s waits for the database", errand.name)
        except Exception:
            log.exception("clock: %s failed", errand.name)

    async def _do(self, duty: ClockDuty) -> None:
        """Portion by portion, each id in a transaction of its own (on SQLite committed together):
        one that fails is tried again next time and holds up none of the others."""
        after, full = 0, True
        while full:
            ids = await self._store.read(partial(self._due, duty, self._now(), after))
            turns = [self._store.submit(partial(self._act, duty, self._now(), i)) for i in ids]
            if turns:
                await asyncio.wait(turns)
                after = ids[-1]
            self._report(duty, turns)
            full = len(ids) >= PORTION

    def _due(self, duty: ClockDuty, now: datetime, after: int, tx: Tx) -> list[int]:
        return duty.due(Desk(tx, self._ground(), now), after)

    def _act(self, duty: ClockDuty, now: datetime, ident: int, tx: Tx) -> None:
        duty.act(Desk(tx, self._ground(), now), ident)

    def _report(self, duty: ClockDuty, turns: list[asyncio.Future[None]]) -> None:
        """Raises StorageUnavailable where one of them met it."""
        errors = [turn.exception() for turn in turns]
        for error in errors:
            if isinstance(error, StorageUnavailable):
                raise error
            if isinstance(error, NotAllowed | Overtaken):
                log.info("clock: %s came second", duty.name)
            elif error is not None:
                log.error("clock: %s failed for one", duty.name, exc_info=error)
