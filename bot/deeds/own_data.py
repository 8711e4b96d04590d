"""All that is kept about a person, as a file for that person: a page to read, or JSON."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any

import orjson

from bot.deeds.shape import Means, Write, nothing, recorded
from bot.files import Kept
from handlers.citizen.own_data.own_file import contents
from handlers.desk import Desk
from messages.dates import local
from messages.envelope import Priority
from storage.mailbox import files
from storage.tables.house import Job

_TYPES = {"html": "text/html", "json": "application/json"}


class MakeOwnFile:
    """params: person (id), form (html | json), language. Sent into the job's chat."""

    def __init__(self, means: Means) -> None:
        self._means = means

    async def do(self, job: Job) -> Write:
        if job.chat_id is None:
            return nothing
        means, language = self._means, str(job.params["language"])
        person, form = int(job.params["person"]), str(job.params["form"])
        held = await means.store.read(lambda tx: contents(means.desk(tx), person, language))
        data = await asyncio.to_thread(self._written, form, language, held)
        title = means.ground().texts.render(language, "own_file.file_name")
        name = f"{title}-{local(means.now()):%Y%m%d}.{form}"
        kept = await asyncio.to_thread(means.files.keep_ours, name, _TYPES[form], data)
        return partial(_send, job.chat_id, language, kept)

    def _written(self, form: str, language: str, held: dict[str, Any]) -> bytes:
        if form == "json":
            return orjson.dumps(held, option=orjson.OPT_INDENT_2)
        return str(self._means.ground().texts.render(language, "own_file.page", held=held)).encode()

    def give_up(self, desk: Desk, job: Job) -> None:
        if job.chat_id is not None:
            phone = desk.agency.contact.phone
            desk.tell_chat(job.chat_id, "own_data.not_made", phone=phone)


def _send(chat_id: int, language: str, kept: Kept, desk: Desk) -> None:
    """Deleted after some days: it holds everything, and can be made again at any time."""
    file_id = recorded(desk, chat_id, kept, kind=files.SHORT_LIVED)
    desk.tell_chat(
        chat_id,
        "own_data.file",
        priority=Priority.REPLY,
        language=language,
        details={"file_id": file_id},
        days=desk.agency.retention.quarantined.days,
    )
