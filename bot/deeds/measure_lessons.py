"""How well what officials taught is learned, told to whoever asked."""

from __future__ import annotations

from functools import partial

from bot.deeds.shape import Means, Write
from bot.lessons_apart import measured
from cases.agency.words import Example
from cases.understanding.lesson_figures import FEWEST, Measured
from cases.understanding.lessons import usable
from handlers.casework import lessons, lessons_told
from handlers.desk import Desk
from storage.engine.tx import Tx
from storage.tables.house import Job


class MeasureLessons:
    """`folder`: the agency as its folder says, without what was taught."""

    def __init__(self, means: Means) -> None:
        self._means = means

    async def do(self, job: Job) -> Write:
        folder = self._means.folder()
        taught = usable(await self._means.store.read(self._taught), folder)
        found: Measured | None = None
        if len(taught) >= FEWEST:
            found = await measured(folder, taught)
        return partial(lessons_told.answer, job=job, found=found, count=len(taught))

    def _taught(self, tx: Tx) -> tuple[Example, ...]:
        return lessons.examples(Desk(tx, self._means.ground(), self._means.now()))[1]

    def give_up(self, desk: Desk, job: Job) -> None:
        if job.chat_id is not None:
            desk.tell_chat(job.chat_id, "lessons.not_measured")
