"""Broadcasts on their way: those that are due begin, those that run are written as far ahead as the
channels can take, stop where too much fails, and end. People are looked up beside the writer, which
is kept for one short portion after the other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TypeVar

from handlers.campaigns import ending, feeding
from handlers.desk import Desk, Ground
from storage.engine.db import Store
from storage.engine.tx import Tx
from storage.plan import campaign_sending

T = TypeVar("T")


class Campaigns:
    """It remembers nothing: after a stop it goes on where the database stands."""

    def __init__(
        self, store: Store, ground: Callable[[], Ground], now: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._ground = ground
        self._now = now

    async def go_on(self) -> None:
        for ident in await self._read(lambda desk: campaign_sending.to_begin(desk.tx, desk.now)):
            by_channel = await self._read(partial(feeding.spread, campaign_id=ident))
            await self._write(partial(feeding.begin, campaign_id=ident, by_channel=by_channel))
        for ident in await self._read(lambda desk: campaign_sending.running(desk.tx)):
            await self._end_or_stop(ident)
            await self._feed(ident)  # nothing where it has just stopped

    async def _feed(self, ident: int) -> None:
        for lane, room in (await self._read(partial(feeding.room, campaign_id=ident))).items():
            while room > 0:
                limit = min(room, feeding.PORTION)
                portion = await self._read(
                    partial(feeding.next_portion, campaign_id=ident, lane=lane, limit=limit)
                )
                if portion is None:
                    break
                await self._write(partial(feeding.write, campaign_id=ident, portion=portion))
                room -= len(portion.readers)

    async def _end_or_stop(self, ident: int) -> None:
        reason = await self._read(partial(ending.why_stop, campaign_id=ident))
        if reason:
            await self._write(partial(ending.stop, campaign_id=ident, reason=reason))
        elif result := await self._read(partial(ending.ended, campaign_id=ident)):
            await self._write(partial(ending.finish, campaign_id=ident, result=result))

    async def _read(self, work: Callable[[Desk], T]) -> T:
        return await self._store.read(lambda tx: work(self._desk(tx)))

    async def _write(self, work: Callable[[Desk], None]) -> None:
        await self._store.run(lambda tx: work(self._desk(tx)))

    def _desk(self, tx: Tx) -> Desk:
        return Desk(tx, self._ground(), self._now())
