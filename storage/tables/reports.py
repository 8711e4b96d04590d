"""The tables of reports and of tasks that come of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.columns.fields import (
    count_column,
    id_column,
    json_column,
    ref_column,
    text_column,
    time_column,
    words_column,
)


class Report(SQLModel, table=True):
    """A report as it was issued: its figures, the cases behind each, and the hash over both. It is
    never changed; what changed since is a correction with the next version."""

    __table_args__ = (UniqueConstraint("kind", "office", "begins", "ends", "version"),)
    id: int = id_column()
    number: str = Field(sa_column=Column(Text, nullable=False, unique=True))  # BC26-00004
    kind: str = text_column()  # `cases.reports.report.ReportKind`
    office: str = text_column()  # of a digest to one office
    begins: str = text_column()  # days of Vietnam, both included
    ends: str = text_column()
    version: int = count_column(1)
    corrects_id: int | None = ref_column()
    figures: Any = json_column()
    cases: Any = json_column()  # figure: case ids
    sha256: str = text_column()
    issued_at: datetime = time_column(nullable=False)
    issued_by: int | None = ref_column()  # None: the clock


class Task(SQLModel, table=True):
    """What the Director asked for in reply to a report: who does it, until when."""

    __tablename__ = "task"
    id: int = id_column()
    report_id: int | None = ref_column(index=True)
    words: str = words_column()
    owner_id: int = ref_column(index=True, nullable=False)
    due_on: str = text_column()  # a day of Vietnam
    at: datetime = time_column(nullable=False)
    by_id: int = ref_column(nullable=False)
    reminded_on: str = text_column()
    done_at: datetime | None = time_column()
    done_by: int | None = ref_column()
    outcome: str = words_column()
