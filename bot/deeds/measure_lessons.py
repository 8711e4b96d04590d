"""How well what officials taught is learned, told to whoever asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from bot.deeds.shape import Write
from bot.lessons_apart import measured
from cases.agency import Agency, Example
from cases.lesson_figures import FEWEST, Measured
from cases.understanding.lessons import usable
from handlers import lessons, lessons_told
from handlers.desk import Desk, Ground
from storage.db import Store
from storage.tables import Job
from storage.tx import Tx


class MeasureLessons:
    """`folder`: the agency as its folder says, without what was taught."""

    def __init__(
        self,
        store: Store,
        ground: Callable[[], Ground],
        folder: Callable[[], Agency],
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._ground = ground
        self._folder = folder
        self._now = now

    async def do(self, job: Job) -> Write:
        folder = self._folder()
        taught = usable(await self._store.read(self._taught), folder)
        found: Measured | None = None
        if len(taught) >= FEWEST:
            found = await measured(folder, taught)
        return partial(lessons_told.answer, job=job, found=found, count=len(taught))

    def _taught(self, tx: Tx) -> tuple[Example, ...]:
        return lessons.examples(Desk(tx, self._ground(), self._now()))[1]

    def give_up(self, desk: Desk, job: Job) -> None:
        if job.chat_id is not None:
            desk.tell_chat(job.chat_id, "lessons.not_measured")
