"""A broadcast the clock asked for is composed: all cases are read for it."""

from __future__ import annotations

from functools import partial

from bot.deeds.shape import Means, Write
from handlers.composing import composers
from handlers.composing.reception import tell_reception
from handlers.desk import Desk
from storage.tables.house import Job


class Compose:
    """params: made, occasion, begins, ends (see `handlers.composing.composers.ask`)."""

    def __init__(self, means: Means) -> None:
        self._means = means

    async def do(self, job: Job) -> Write:
        params = dict(job.params)
        composed = await self._means.store.read_long(
            lambda tx: composers.compose(self._means.desk(tx), params)
        )
        return partial(_put, params, composed)

    def give_up(self, desk: Desk, job: Job) -> None:
        """What it was to tell is not told by the next one."""
        tell_reception(desk, "composed.not_made", made=str(job.params["made"]))


def _put(params: composers.Params, composed: composers.Composed | None, desk: Desk) -> None:
    composers.put(desk, params, composed)
