"""The files of an issued report, asked for as a job: made once, sent to all who get them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from handlers.desk import Desk
from storage.house import jobs
from storage.tables.reports import Report

JOB = "report_files"
_AFTER = timedelta(seconds=1)


def ask(desk: Desk, report: Report, chats: Sequence[int]) -> None:
    """A moment later, so that what the report says is read before its files come."""
    if chats:
        params = {"report": report.id, "chats": sorted(set(chats))}
        jobs.add(desk.tx, JOB, params, None, desk.now + _AFTER)
