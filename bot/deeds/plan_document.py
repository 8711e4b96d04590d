"""A document of the agency's library, sent to whoever asked for it."""

from __future__ import annotations

import asyncio
import mimetypes
from functools import partial

from bot.deeds.shape import Means, Write, nothing, recorded
from bot.files import Kept
from cases.agency.plan import PlanDocument
from handlers.desk import Desk
from messages.envelope import Priority
from storage.tables.house import Job

_ANY = "application/octet-stream"


class SendPlanDocument:
    """params: number (of the document), chat."""

    def __init__(self, means: Means) -> None:
        self._means = means

    async def do(self, job: Job) -> Write:
        document = self._document(job)
        if document is None or not document.file or job.chat_id is None:
            return nothing
        kept = await asyncio.to_thread(self._read, document.file)
        return partial(_send, job.chat_id, document, kept)

    def _document(self, job: Job) -> PlanDocument | None:
        library = self._means.folder().plan.documents
        return next((d for d in library if d.number == job.params["number"]), None)

    def _read(self, name: str) -> Kept:
        data = (self._means.folder().folder / "documents" / name).read_bytes()
        return self._means.files.keep_ours(name, mimetypes.guess_type(name)[0] or _ANY, data)

    def give_up(self, desk: Desk, job: Job) -> None:
        if job.chat_id is not None:
            desk.tell_chat(job.chat_id, "plan.document_not_sent", number=job.params["number"])


def _send(chat_id: int, document: PlanDocument, kept: Kept, desk: Desk) -> None:
    desk.tell_chat(
        chat_id,
        "plan.document_file",
        priority=Priority.REPLY,
        details={"file_id": recorded(desk, chat_id, kept)},
        number=document.number,
        title=document.title,
    )
