"""The tables of chats and of all that comes in and goes out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.columns.fields import (
    count_column,
    flag_column,
    id_column,
    ref_column,
    sealed_json_column,
    text_column,
    time_column,
    words_column,
)
from storage.columns.sealing import SealedBytes

_PENDING = text("state = 'pending'")
_OF_CASE = text("case_id IS NOT NULL")
_DRAFT = text("draft_at IS NOT NULL")
_WANTED = text("state = 'wanted'")
_HELD = text("state = 'held'")
_OF_CAMPAIGN = text("campaign_id IS NOT NULL")


class Chat(SQLModel, table=True):
    """Where a conversation is held. `seq` counts both sides; `state` is the conversation."""

    __table_args__ = (
        UniqueConstraint("channel", "external", "topic"),
        Index("ix_chat_draft", "draft_at", sqlite_where=_DRAFT, postgresql_where=_DRAFT),
    )
    id: int = id_column()
    channel: str = text_column()
    external: str = text_column()  # the channel's address of it, as its keyed mark
    sealed: str = words_column()  # the address itself, for sending
    topic: str = text_column()
    kind: str = text_column("private")
    person_id: int | None = ref_column(index=True)
    office: str = text_column()  # a group bound to an office
    case_id: int | None = ref_column(index=True)  # a topic that belongs to a case
    language: str = text_column("vi")
    seq: int = count_column()
    state: Any = sealed_json_column()
    shown: Any = sealed_json_column()  # [[label, data], ...] of the newest message with choices
    leftovers: bool = flag_column()  # its state holds what is kept for a day only
    created_at: datetime = time_column(nullable=False)
    heard_at: datetime | None = time_column()
    draft_at: datetime | None = time_column()  # last word on an unfinished submission
    reminded_at: datetime | None = time_column()
    window_asked_at: datetime | None = time_column()  # when a tap was asked for that keeps it open
    blocked_at: datetime | None = time_column()
    erased_at: datetime | None = time_column()


class Inbox(SQLModel, table=True):
    """Every update taken, once. `raw` is kept only for one that failed or could not be read."""

    __table_args__ = (
        UniqueConstraint("channel", "update_id"),
        Index("ix_inbox_chat_seq", "chat_id", "seq"),
    )
    id: int = id_column()
    channel: str = text_column()
    update_id: str = text_column()
    chat_id: int | None = ref_column()
    seq: int = count_column()
    at: datetime = time_column(nullable=False)
    text: str = words_column()
    body: Any = sealed_json_column()  # what else it held: choice, files, location
    message_id: str = text_column()
    state: str = text_column("done")  # done | failed | unreadable
    reason: str = text_column()
    raw: bytes | None = Field(default=None, sa_column=Column(SealedBytes, nullable=True))


class Outbox(SQLModel, table=True):
    """Every message of ours, composed in the turn that caused it."""

    __table_args__ = (
        Index("ix_outbox_chat_seq", "chat_id", "seq"),
        Index("ix_outbox_pending", "due_at", sqlite_where=_PENDING, postgresql_where=_PENDING),
        # Of messages that belong to no case, most of them, these two need to know nothing.
        Index(
            "ix_outbox_message",
            "chat_id",
            "message_id",
            sqlite_where=_OF_CASE,
            postgresql_where=_OF_CASE,
        ),
        Index("ix_outbox_case_id", "case_id", sqlite_where=_OF_CASE, postgresql_where=_OF_CASE),
        Index("ix_outbox_held", "chat_id", sqlite_where=_HELD, postgresql_where=_HELD),
        # All that is counted of a broadcast stands in it.
        Index(
            "ix_outbox_campaign",
            "campaign_id",
            "person_id",
            "state",
            "chat_id",
            "maybe_twice",
            sqlite_where=_OF_CAMPAIGN,
            postgresql_where=_OF_CAMPAIGN,
        ),
    )
    id: int = id_column()
    chat_id: int = ref_column(nullable=False)
    seq: int = count_column()
    at: datetime = time_column(nullable=False)
    key: str = text_column()
    params: Any = sealed_json_column()
    text: str = words_column()
    subject: str = words_column()
    choices: Any = sealed_json_column()
    file_id: int | None = ref_column()
    priority: int = count_column()
    state: str = text_column("pending")  # pending | sent | held | unreachable | refused | dropped
    due_at: datetime = time_column(nullable=False)
    attempts: int = count_column()
    maybe_twice: bool = flag_column()
    one_time: bool = flag_column()  # words are wiped once they reached the person
    message_id: str = text_column()  # the channel's
    replaces: int | None = ref_column()  # the outbox row this one replaces
    reply_to: str = text_column()
    case_id: int | None = ref_column()
    person_id: int | None = ref_column()  # whom a notice is for, to find the next channel
    campaign_id: int | None = ref_column()  # the broadcast it is part of
    sent_at: datetime | None = time_column()
    received_at: datetime | None = (
        time_column()
    )  # on the person's device, where the channel says so
    seen_at: datetime | None = time_column()
    reason: str = text_column()


class StoredFile(SQLModel, table=True):
    """A file that came in (or an answer's signed document). Bytes are in DATA_DIR/files."""

    __tablename__ = "stored_file"
    __table_args__ = (
        Index("ix_stored_file_wanted", "due_at", sqlite_where=_WANTED, postgresql_where=_WANTED),
    )
    id: int = id_column()
    chat_id: int | None = ref_column(index=True)
    case_id: int | None = ref_column(index=True)
    text_id: int | None = ref_column()  # the case text it came with
    channel: str = text_column()
    ref: str = text_column()
    kind: str = text_column()
    name: str = words_column()
    type: str = text_column()
    size: int = count_column()
    sha256: str = text_column()
    path: str = text_column()
    state: str = text_column("wanted")  # wanted | kept | refused | gone | quarantined
    reason: str = text_column()
    attempts: int = count_column()
    due_at: datetime | None = time_column()
    at: datetime = time_column(nullable=False)
