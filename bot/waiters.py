"""Readers of web chats waiting for something new, woken after a commit; and where other processes
commit too, by looking every second."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial

from storage.engine.db import StorageUnavailable, Store
from storage.mailbox import chat_history

_EVERY = 1.0  # seconds


class Waiters:
    def __init__(self) -> None:
        self._of: dict[int, dict[asyncio.Future[None], int]] = {}

    @contextmanager
    def listening(self, chat_id: int, after: int = 0) -> Iterator[asyncio.Future[None]]:
        """A future that is done as soon as the chat is woken, or found to have something after
        `after`."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._of.setdefault(chat_id, {})[future] = after
        try:
            yield future
        finally:
            future.cancel()
            listeners = self._of[chat_id]
            listeners.pop(future, None)
            if not listeners:
                del self._of[chat_id]

    def wake(self, chats: Iterable[int]) -> None:
        for chat_id in chats:
            for future in self._of.get(chat_id, ()):
                if not future.done():
                    future.set_result(None)

    def wake_all(self) -> None:
        self.wake(list(self._of))

    async def look_every_second(self, store: Store) -> None:
        """What other processes commit wakes nobody here: one look for all who wait."""
        while True:
            await asyncio.sleep(_EVERY)
            if not self._of:
                continue
            try:
                seqs = await store.read(partial(chat_history.last_seqs, chats=list(self._of)))
            except StorageUnavailable:
                continue
            for chat_id, seq in seqs.items():
                for future, after in self._of.get(chat_id, {}).items():
                    if seq > after and not future.done():
                        future.set_result(None)
