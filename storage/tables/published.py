"""The table of who says that a published matter happened to them too."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import SQLModel

from storage.columns.fields import id_column, ref_column, time_column


class MeToo(SQLModel, table=True):
    """Somebody says that a published matter happened to them too."""

    __tablename__ = "me_too"
    __table_args__ = (UniqueConstraint("case_id", "person_id"),)
    id: int = id_column()
    case_id: int = ref_column(nullable=False)
    person_id: int = ref_column(index=True, nullable=False)
    chat_id: int | None = ref_column()
    at: datetime = time_column(nullable=False)
