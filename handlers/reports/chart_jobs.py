"""A chart asked for in a turn or by a job: its figures stand in the job, the picture follows."""

from __future__ import annotations

from typing import Any

from handlers.desk import Desk
from messages.envelope import Priority
from messages.sheet import Chart, ChartKind
from storage.house import jobs
from storage.mailbox import chats
from storage.tables.house import Job

JOB = "chart"


def ask(desk: Desk, chat_id: int, language: str, chart: Chart) -> None:
    """To be sent into that chat. A chart holds totals only, and what stands in a job is not
    sealed."""
    jobs.add(desk.tx, JOB, {"chart": _kept(chart), "language": language}, chat_id, desk.now)


def asked(job: Job) -> Chart:
    kept: dict[str, Any] = job.params["chart"]
    series = [(name, values) for name, values in kept["series"]]
    kind = ChartKind(kept["kind"])
    return Chart(kind, kept["title"], kept["labels"], series, kept["unit"])


def _kept(chart: Chart) -> dict[str, Any]:
    return {
        "kind": chart.kind,
        "title": chart.title,
        "labels": list(chart.labels),
        "series": [[name, list(values)] for name, values in chart.series],
        "unit": chart.unit,
    }


def send(desk: Desk, chat_id: int, language: str, file_id: int) -> None:
    chat = chats.by_id(desk.tx, chat_id)
    if chat is None or not chat.official:
        return
    priority = Priority.NOTICE if "d" in chat.state else Priority.REPLY
    details = {"file_id": file_id}
    desk.tell_chat(chat_id, "stats.chart", priority=priority, language=language, details=details)
