"""Short looks into the database that many ask for at once, taken in one: the way to another thread
and back, and a transaction, cost more than most looks themselves."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from storage.engine.db import Store
from storage.engine.tx import Tx

T = TypeVar("T")

_Asked = tuple[Callable[[Tx], Any], asyncio.Future[Any]]


class ReadsTogether:
    """Whoever comes while a look is under way is in the next one."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._asked: list[_Asked] = []
        self._looking: asyncio.Task[None] | None = None

    async def read(self, work: Callable[[Tx], T]) -> T:
        """Raises what `work` raised, or StorageUnavailable."""
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._asked.append((work, future))
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        return await future

    async def stop(self) -> None:
        """Nobody asks any more; the look under way ends."""
        if self._looking is not None:
            await self._looking

    async def _look(self) -> None:
        while self._asked:
            asked, self._asked = self._asked, []
            try:
                found = await self._store.read(partial(_all, [work for work, _ in asked]))
            except Exception:
                await self._one_by_one(asked)
                continue
            for (_, future), result in zip(asked, found, strict=True):
                if not future.done():
                    future.set_result(result)

    async def _one_by_one(self, asked: list[_Asked]) -> None:
        """One of them failed: nobody goes down with another."""
        for work, future in asked:
            try:
                result = await self._store.read(work)
            except Exception as error:
                if not future.done():
                    future.set_exception(error)
                continue
            if not future.done():
                future.set_result(result)


def _all(works: list[Callable[[Tx], Any]], tx: Tx) -> list[Any]:
    return [work(tx) for work in works]
