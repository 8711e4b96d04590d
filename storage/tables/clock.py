"""The table of reminders."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import SQLModel

from storage.columns.fields import id_column, ref_column, text_column, time_column


class Reminder(SQLModel, table=True):
    """An official was reminded of a step of a case; once per step and level."""

    __table_args__ = (UniqueConstraint("case_id", "step", "since", "level", "person_id"),)
    id: int = id_column()
    case_id: int = ref_column(nullable=False)
    step: str = text_column()
    since: datetime = time_column(nullable=False)  # when the step began
    level: str = text_column()  # half | most | last_day | overdue
    person_id: int = ref_column(index=True, nullable=False)
    at: datetime = time_column(nullable=False)
