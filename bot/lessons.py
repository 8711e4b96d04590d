"""The agency in force: what its folder says, and what officials taught. Every process learns for
itself, in a thread, so that no turn waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from cases.agency.agency import Agency
from cases.agency.words import Example
from cases.catalogue import finding
from cases.understanding import routing
from cases.understanding.lessons import with_lessons
from handlers.casework import lessons
from handlers.desk import Desk, Ground
from storage.casework.lessons import Mark
from storage.engine.db import Store
from storage.engine.tx import Tx


class Lessons:
    def __init__(
        self, store: Store, ground: Callable[[], Ground], now: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._ground = ground
        self._now = now
        self._mark: Mark | None = None  # of what is learned; None: nothing was looked at yet
        self._examples: tuple[Example, ...] = ()
        self._made: tuple[Agency, Agency] | None = None

    def added_to(self, folder: Agency) -> Agency:
        """The same one as long as neither the folder's nor the lessons are others: what is worked
        out of an agency is kept by its identity."""
        if self._made is None or self._made[0] is not folder:
            self._made = folder, with_lessons(folder, self._examples)
        return self._made[1]

    async def learn_with(self, folder: Agency) -> None:
        """So that the folder's agency can be put in force without anybody waiting."""
        made = with_lessons(folder, self._examples)
        await asyncio.to_thread(_learn, made)
        self._made = folder, made

    async def look(self, folder: Agency) -> bool:
        """Whether there were others than before; they are learned then."""
        if self._mark is not None and await self._store.read(lessons.mark) == self._mark:
            return False
        mark, examples = await self._store.read(self._taught)
        made = with_lessons(folder, examples)
        await asyncio.to_thread(_learn, made)
        self._mark, self._examples, self._made = mark, examples, (folder, made)
        return True

    def _taught(self, tx: Tx) -> tuple[Mark, tuple[Example, ...]]:
        return lessons.examples(Desk(tx, self._ground(), self._now()))


def _learn(agency: Agency) -> None:
    """Everything that is worked out once for an agency and asked for in turns."""
    routing.doors("xin chào", agency)
    finding.search("xin chào", agency)
