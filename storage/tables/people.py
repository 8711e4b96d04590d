"""The tables of people, their roles, and codes that let somebody in or join chats."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.columns.fields import (
    flag_column,
    id_column,
    ref_column,
    text_column,
    time_column,
    words_column,
)


class Person(SQLModel, table=True):
    """Anyone who writes to us. `name` is set for officials only; a citizen's is in Identity."""

    id: int = id_column()
    created_at: datetime = time_column(nullable=False)
    name: str = words_column()
    official: bool = flag_column()
    locked_at: datetime | None = time_column()
    removed_at: datetime | None = time_column()
    away_from: datetime | None = time_column()
    away_until: datetime | None = time_column()
    substitute_id: int | None = ref_column()
    notices_chat_id: int | None = ref_column()  # where they chose to be told, of several chats


class RoleGrant(SQLModel, table=True):
    __tablename__ = "role_grant"
    __table_args__ = (UniqueConstraint("person_id", "role", "office"),)
    id: int = id_column()
    person_id: int = ref_column(index=True, nullable=False)
    role: str = text_column()
    office: str = text_column()
    granted_at: datetime = time_column(nullable=False)


class Invitation(SQLModel, table=True):
    """A one-time start code, kept as its keyed hash: for a role, or for an official who has no
    chat any more (or wants another)."""

    id: int = id_column()
    code_hash: str = Field(sa_column=Column(Text, nullable=False, unique=True))
    role: str = text_column()
    office: str = text_column()
    created_at: datetime = time_column(nullable=False)
    created_by: int | None = ref_column()
    person_id: int | None = ref_column()  # whom it lets back in
    expires_at: datetime = time_column(nullable=False)
    used_at: datetime | None = time_column()
    used_by: int | None = ref_column()
    revoked_at: datetime | None = time_column()


class LinkCode(SQLModel, table=True):
    """A short-lived code, kept as its keyed hash, that joins another chat to this one: `link` makes
    one person of two, once both chats have said yes; `carry` takes the unfinished draft along."""

    __tablename__ = "link_code"
    id: int = id_column()
    code_hash: str = Field(sa_column=Column(Text, nullable=False, unique=True))
    purpose: str = text_column()  # link | carry
    chat_id: int = ref_column(index=True, nullable=False)
    other_chat_id: int | None = ref_column()  # the chat that gave the code, once it did
    created_at: datetime = time_column(nullable=False)
    expires_at: datetime = time_column(nullable=False)
    used_at: datetime | None = time_column()
