"""Search over the cases somebody may see: words are sealed, so they are opened and read, newest
first, a portion at a time on a reading connection (docs/decisions/0027)."""

from __future__ import annotations

from functools import partial

from bot.deeds.shape import Means, Write, nothing
from handlers.desk import Desk
from handlers.staff.search import command, shown, through
from handlers.staff.search.command import Search
from handlers.staff.search.shown import Found
from handlers.staff.search.through import Looked
from messages.envelope import Priority
from storage.engine.tx import Tx
from storage.tables.house import Job

LONG = 5_000
"""Cases: having looked through so many, a second or so, with more to come, we say that we are still
at it."""


class SearchCases:
    """params: n, the number of the search in the job's chat; page."""

    def __init__(self, means: Means, portion: int = through.PORTION, long: int = LONG) -> None:
        self._means = means
        self._most = portion
        self._long = long

    async def do(self, job: Job) -> Write:
        wanted = await self._means.store.read(lambda tx: command.wanted(self._means.desk(tx), job))
        if wanted is None:
            return nothing
        found: list[tuple[int, int]] = []
        count, told, last, more = 0, False, None, True
        while more:
            looked = await self._means.store.read(partial(self._portion, wanted, last))
            found += looked.found
            count, last, more = count + looked.count, looked.last, looked.last is not None
            if more and count >= self._long and not told:
                told = True
                await self._means.store.run(lambda tx: _still_looking(self._means.desk(tx), wanted))
        ids = [ident for _, ident in sorted(found, reverse=True)]
        return partial(
            shown.show, found=Found(wanted.chat_id, wanted.asked, wanted.words, ids, wanted.page)
        )

    def _portion(self, wanted: Search, last: int | None, tx: Tx) -> Looked:
        desk = self._means.desk(tx)
        return through.portion(
            desk, wanted.person_id, wanted.asked, last, wanted.language, self._most
        )

    def give_up(self, desk: Desk, job: Job) -> None:
        if job.chat_id is not None:
            phone = desk.agency.contact.phone
            desk.tell_chat(job.chat_id, "search.not_now", phone=phone)


def _still_looking(desk: Desk, wanted: Search) -> None:
    desk.tell_chat(
        wanted.chat_id, "search.still", priority=Priority.REPLY, language=wanted.language
    )
