"""The tables the house keeps for itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.columns.fields import (
    count_column,
    id_column,
    json_column,
    ref_column,
    text_column,
    time_column,
)

_WAITING = text("state = 'waiting'")


class Job(SQLModel, table=True):
    """Slow work asked for in a turn, done outside it, answered by a message."""

    __table_args__ = (
        Index("ix_job_waiting", "due_at", sqlite_where=_WAITING, postgresql_where=_WAITING),
    )
    id: int = id_column()
    kind: str = text_column()
    params: Any = json_column()
    chat_id: int | None = ref_column()
    state: str = text_column("waiting")  # waiting | done | failed
    attempts: int = count_column()
    due_at: datetime = time_column(nullable=False)
    reason: str = text_column()


class Kept(SQLModel, table=True):
    """Small values of the house: counters, the admin code in force, when a daily duty last ran."""

    name: str = Field(sa_column=Column(Text, primary_key=True))
    value: str = text_column()


class Tally(SQLModel, table=True):
    """How often the machine did something on a day of Vietnam, where no words are kept."""

    __table_args__ = (UniqueConstraint("day", "what"),)
    id: int = id_column()
    day: str = text_column()  # 2026-11-16
    what: str = text_column()
    count: int = count_column()
