"""The files of an issued report, asked for as a job: made once, sent to all who get them."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.desk import Desk
from storage import jobs
from storage.plan_tables import Report

JOB = "report_files"


def ask(desk: Desk, report: Report, chats: Sequence[int]) -> None:
    if chats:
        params = {"report": report.id, "chats": sorted(set(chats))}
        jobs.add(desk.tx, JOB, params, None, desk.now)
