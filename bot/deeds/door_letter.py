"""A letter to another door, made on request and sent as a file; and its end some hours later."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from functools import partial

from bot.deeds.shape import Means, Write, nothing, recorded
from bot.files import Kept
from handlers.citizen.doors.letter import Letter, letter
from handlers.desk import Desk, Ground
from messages.envelope import Priority
from storage.casework import prepared_letters
from storage.house import jobs
from storage.mailbox.files import LETTER
from storage.tables.house import Job


class MakeDoorLetter:
    """params: language. Of what the job's chat told last before it was guided elsewhere: the words
    stand in the chat's sealed state, never in the job."""

    def __init__(self, means: Means) -> None:
        self._means = means

    async def do(self, job: Job) -> Write:
        chat_id, language = job.chat_id, str(job.params["language"])
        if chat_id is None:
            return nothing
        ground, now = self._means.ground(), self._means.now()
        written = await self._means.store.read(
            lambda tx: letter(Desk(tx, ground, now), chat_id, language)
        )
        if written is None:
            return nothing
        kept = await asyncio.to_thread(self._make, written, ground, language)
        return partial(_send, chat_id, language, written, kept)

    def _make(self, written: Letter, ground: Ground, language: str) -> Kept:
        # Its library takes a fifth of a second to load, at a start that may need no letter.
        from bot.letter_pdf import letter_pdf

        data = letter_pdf(written, language, partial(ground.texts.render, language))
        name = ground.texts.render(language, "doors.file_name", number=written.number)
        return self._means.files.keep_ours(f"{name}.pdf", "application/pdf", data)

    def give_up(self, desk: Desk, job: Job) -> None:
        if job.chat_id is not None:
            desk.tell_chat(job.chat_id, "doors.not_made", phone=desk.agency.contact.phone)


def _send(chat_id: int, language: str, written: Letter, kept: Kept, desk: Desk) -> None:
    """Whoever thought better of it while it was made must not find it lying there."""
    file_id = recorded(desk, chat_id, kept, kind=LETTER)
    if letter(desk, chat_id, language) != written:
        prepared_letters.forget(desk.tx, file_id, desk.now)
        return
    hours = desk.agency.other_doors.letter_hours
    jobs.add(
        desk.tx,
        prepared_letters.FORGET,
        {"file": file_id},
        None,
        desk.now + timedelta(hours=hours),
    )
    desk.tell_chat(
        chat_id,
        "doors.letter",
        priority=Priority.REPLY,
        language=language,
        details={"file_id": file_id},
        hours=hours,
    )


class ForgetLetter:
    """params: file (id)."""

    async def do(self, job: Job) -> Write:
        return partial(_forget, int(job.params["file"]))

    def give_up(self, desk: Desk, job: Job) -> None:
        """Retention takes it after some days; the admins were told."""


def _forget(file_id: int, desk: Desk) -> None:
    prepared_letters.forget(desk.tx, file_id, desk.now)
