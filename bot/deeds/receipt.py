"""The receipt on paper, made on request and sent as a file."""

from __future__ import annotations

import asyncio
from functools import partial

from bot.deeds.shape import Means, Write, nothing, recorded
from bot.files import Kept
from bot.receipt_sheet import ReceiptSheet, receipt_sheet
from handlers.desk import Desk, Ground
from messages.envelope import Priority
from storage.tables.house import Job


class PrintReceipt:
    """params: case (id), language. The PDF is sent into the job's chat."""

    def __init__(self, means: Means) -> None:
        self._means = means

    async def do(self, job: Job) -> Write:
        ground, language = self._means.ground(), str(job.params["language"])
        now, case_id = self._means.now(), int(job.params["case"])
        sheet = await self._means.store.read(
            lambda tx: receipt_sheet(Desk(tx, ground, now), case_id, language)
        )
        if sheet is None or job.chat_id is None:
            return nothing
        kept = await asyncio.to_thread(self._make, sheet, ground, language)
        return partial(_send, job.chat_id, language, sheet.code, kept)

    def _make(self, sheet: ReceiptSheet, ground: Ground, language: str) -> Kept:
        # Its library takes a fifth of a second to load, at a start that may need no receipt.
        from bot.receipt_pdf import receipt_pdf

        data = receipt_pdf(sheet, language, partial(ground.texts.render, language))
        name = ground.texts.render(language, "receipt.file_name", code=sheet.code)
        return self._means.files.keep_ours(f"{name}.pdf", "application/pdf", data)

    def give_up(self, desk: Desk, job: Job) -> None:
        if job.chat_id is not None:
            desk.tell_chat(job.chat_id, "receipt.not_printed", phone=desk.agency.contact.phone)


def _send(chat_id: int, language: str, code: str, kept: Kept, desk: Desk) -> None:
    file_id = recorded(desk, chat_id, kept)
    desk.tell_chat(
        chat_id,
        "receipt.print",
        priority=Priority.REPLY,
        language=language,
        details={"file_id": file_id},
        code=code,
    )
