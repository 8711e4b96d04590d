"""Which messages of broadcasts may have been under way when an earlier run died. All that wait
would be too many to call "perhaps twice", and which ones were in flight nobody wrote down; so
before a send begins a mark above its id is on disk, and what lies above it was never begun."""

from __future__ import annotations

import asyncio
import secrets
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from messages.envelope import Parcel, Priority
from storage.engine.db import Store
from storage.engine.tx import Tx
from storage.mailbox import sending_marks

STEP = 20
"""Ids by which the mark runs ahead: one write for so many sends, so many more in doubt at most."""


class SendingMarks:
    """`take_over` before anything is taken, `let_go` once nothing is under way."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._sender = secrets.token_hex(8)
        self._stood: dict[str, int] = {}  # when this run began
        self._upto: dict[str, int] = {}
        self._moving: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def take_over(self, channels: Iterable[str]) -> None:
        names = list(channels)
        self._stood = await self._store.run(partial(_take_over, names, self._sender))
        self._upto = dict(self._stood)

    def marked(self, parcel: Parcel) -> Parcel:
        """With `again` where it may have been under way before this run."""
        doubtful = parcel.priority is Priority.BROADCAST and not self._begins_here(parcel)
        return replace(parcel, again=True) if doubtful and not parcel.again else parcel

    def _begins_here(self, parcel: Parcel) -> bool:
        return parcel.id > self._stood.get(parcel.channel, 0)

    async def reach(self, parcel: Parcel) -> bool:
        """Whether it may be sent; if so its mark is on disk. False where another process sends.
        Raises StorageUnavailable."""
        channel = parcel.channel
        if parcel.priority is not Priority.BROADCAST or parcel.id <= self._upto[channel]:
            return True
        async with self._moving[channel]:
            stood, upto = self._upto[channel], parcel.id + STEP
            if parcel.id <= stood:
                return True
            move = partial(self._move, channel, stood, upto)
            if not await self._store.run(move):
                return False
            self._upto[channel] = upto
        return True

    async def let_go(self) -> None:
        """All that was begun is settled: nothing more is in doubt than at the beginning."""
        for channel, stood in self._stood.items():
            await self._store.run(partial(self._move, channel, self._upto[channel], stood))
        self._upto = dict(self._stood)

    def _move(self, channel: str, stood: int, upto: int, tx: Tx) -> bool:
        return sending_marks.move(tx, channel, self._sender, stood, upto)


def _take_over(channels: list[str], sender: str, tx: Tx) -> dict[str, int]:
    return {name: sending_marks.take_over(tx, name, sender) for name in channels}
