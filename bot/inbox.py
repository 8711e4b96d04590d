"""Updates in: each becomes one turn in one transaction, and is acknowledged after the commit. A
turn that fails is rolled back; its words are kept, the person is told, the admins are alarmed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from bot.channels.base import Taken
from handlers import talk
from handlers.desk import Ground
from handlers.notices import failures
from messages.envelope import Incoming
from storage.engine.db import StorageUnavailable, Store
from storage.engine.tx import Tx
from storage.mailbox import inbox

log = logging.getLogger(__name__)


class Inbox:
    """`ground` is read at each turn, so that a new agency folder is in force at the next."""

    def __init__(
        self, store: Store, ground: Callable[[], Ground], now: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._ground = ground
        self._now = now

    async def receive(self, updates: Sequence[Incoming]) -> list[Taken]:
        """Hand updates to the store at once, so that they are committed together. Raises
        StorageUnavailable when any could not be kept: nothing must then be acknowledged."""
        turns = [self._store.submit(self._turn(u), (u.channel, u.chat)) for u in updates]
        await asyncio.wait(turns) if turns else None
        for error in [turn.exception() for turn in turns]:
            if isinstance(error, StorageUnavailable):
                raise error
        return [
            await self._taken(update, turn) for update, turn in zip(updates, turns, strict=True)
        ]

    def _turn(self, update: Incoming) -> Callable[[Tx], inbox.Heard]:
        ground, now = self._ground(), self._now()
        return lambda tx: talk.take(tx, ground, update, now)

    async def _taken(self, update: Incoming, turn: asyncio.Future[inbox.Heard]) -> Taken:
        try:
            heard = turn.result()
        except Exception as error:
            return await self._failed(update, error)
        return Taken(heard.seq, heard.repeated)

    async def _failed(self, update: Incoming, error: Exception) -> Taken:
        # The message may hold what a citizen wrote, so only its type and place are logged.
        log.error("turn failed: %s in %s", type(error).__name__, _place(error))
        reason = f"{type(error).__name__} {_place(error)}"
        ground, now = self._ground(), self._now()
        try:
            seq = await self._store.run(
                lambda tx: failures.keep(tx, ground, update, now, reason),
                (update.channel, update.chat),
            )
        except StorageUnavailable:
            raise
        except Exception:
            log.exception("a failed turn could not be answered; its bytes are kept")
            await self.unreadable(update.channel, update.update_id, update.raw, reason)
            seq = 0
        return Taken(seq)

    async def unreadable(self, channel: str, update_id: str, raw: bytes, reason: str) -> None:
        """Keep an update that nobody could parse, and tell the admins."""
        ground, now = self._ground(), self._now()
        await self._store.run(
            lambda tx: failures.keep_unreadable(tx, ground, channel, update_id, raw, now, reason)
        )


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return "?"
    code = trace.tb_frame.f_code
    return f"{code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno} {code.co_name}"
