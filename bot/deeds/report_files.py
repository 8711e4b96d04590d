"""The papers of an issued report, made once and sent into every chat that is to have them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import Any

from bot.deeds.shape import Means, Write, nothing, recorded
from bot.files import Kept
from bot.papers.apart import apart
from bot.papers.templates import Filled
from bot.report_papers import LANGUAGE, TYPES, Paper, papers_of
from cases.reports.report import ReportKind
from handlers.desk import Desk
from handlers.reports import letterhead, sheets
from handlers.reports.issuing import corrected
from messages.sheet import Sheet
from storage.engine.tx import Tx
from storage.reports import reports
from storage.tables.house import Job
from storage.tables.reports import Report

Look = tuple[Report, list[Sheet], dict[str, Any]]


class MakeReportFiles:
    """params: report (id), chats (ids)."""

    def __init__(self, means: Means) -> None:
        self._means = means

    async def do(self, job: Job) -> Write:
        found = await self._means.store.read(partial(self._look, int(job.params["report"])))
        if found is None:
            return nothing
        report, made, words = found
        folder, kind = self._means.ground().agency.folder, ReportKind(report.kind)
        papers = list(papers_of(kind, made, words, folder, report.number))
        data = await apart([paper.make for paper in papers])
        kept = await asyncio.to_thread(self._kept, papers, data)
        broken = [d.mistake.what for d in data if isinstance(d, Filled) and d.mistake]
        return partial(_send, report.number, list(job.params["chats"]), papers, kept, broken)

    def _look(self, report_id: int, tx: Tx) -> Look | None:
        desk, report = self._means.desk(tx), reports.get(tx, report_id)
        if report is None:
            return None
        figures = reports.figures_of(report)
        made = sheets.of_report(desk, report, figures, corrected(desk, report), LANGUAGE)
        return report, made, letterhead.words(desk, report, LANGUAGE)

    def _kept(self, papers: Sequence[Paper], data: Sequence[bytes | Filled]) -> list[Kept]:
        return [
            self._means.files.keep_ours(
                paper.name, TYPES[paper.form], made.data if isinstance(made, Filled) else made
            )
            for paper, made in zip(papers, data, strict=True)
        ]

    def give_up(self, desk: Desk, job: Job) -> None:
        for chat_id in job.params["chats"]:
            desk.tell_chat(chat_id, "report.not_made", phone=desk.agency.contact.phone)


def _send(
    number: str,
    chats: Sequence[int],
    papers: Sequence[Paper],
    kept: Sequence[Kept],
    broken: Sequence[str],
    desk: Desk,
) -> None:
    for chat_id in chats:
        for paper, file in zip(papers, kept, strict=True):
            desk.tell_chat(
                chat_id,
                f"report.file_{paper.form}",
                details={"file_id": recorded(desk, chat_id, file)},
                number=number,
            )
        if broken:
            why = "; ".join(dict.fromkeys(broken))
            desk.tell_chat(chat_id, "report.own_form_broken", number=number, why=why)
