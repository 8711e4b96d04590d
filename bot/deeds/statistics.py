"""Figures on the spot, and charts: counted on a reading connection, drawn in a process apart."""

from __future__ import annotations

from functools import partial

from bot.deeds.shape import Means, Write, nothing, recorded
from bot.files import Kept
from bot.papers import png
from bot.papers.apart import apart
from handlers.desk import Desk
from handlers.reports import chart_jobs, statistics, statistics_told
from storage.tables.house import Job


class CountCases:
    """params: first, last (days, both included), office (id; empty for all)."""

    def __init__(self, means: Means) -> None:
        self._means = means

    async def do(self, job: Job) -> Write:
        found = await self._means.store.read_long(
            lambda tx: statistics.counted(self._means.desk(tx), job)
        )
        return nothing if found is None else partial(statistics_told.show, found=found)

    def give_up(self, desk: Desk, job: Job) -> None:
        if job.chat_id is not None:
            phone = desk.agency.contact.phone
            desk.tell_chat(job.chat_id, "stats.not_now", phone=phone)


class DrawChart:
    """params: chart (`handlers/reports/chart_jobs.py`), language. Sent into the job's chat as a
    picture."""

    def __init__(self, means: Means) -> None:
        self._means = means

    async def do(self, job: Job) -> Write:
        if job.chat_id is None:
            return nothing
        language = str(job.params["language"])
        [picture] = await apart([partial(png, chart_jobs.asked(job), language)])
        name = self._means.ground().texts.render(language, "stats.chart_file")
        kept = self._means.files.keep_ours(f"{name}.png", "image/png", picture)
        return partial(_send, job.chat_id, language, kept)

    def give_up(self, desk: Desk, job: Job) -> None:
        if job.chat_id is not None:
            desk.tell_chat(job.chat_id, "stats.chart_not_made")


def _send(chat_id: int, language: str, kept: Kept, desk: Desk) -> None:
    file_id = recorded(desk, chat_id, kept)
    chart_jobs.send(desk, chat_id, language, file_id)
