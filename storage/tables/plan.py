"""The tables of the communication plan: subscriptions, campaigns, articles, evidence."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.columns.fields import (
    BigId,
    count_column,
    flag_column,
    id_column,
    json_column,
    ref_column,
    sealed_json_column,
    text_column,
    time_column,
    words_column,
)

_ON = text("ended_at IS NULL")
_UNTOLD = text("told_at IS NULL")


class Subscriber(SQLModel, table=True):
    """Somebody who asked for broadcasts, and how they want them. Without a row, or with
    `stopped_at`, nothing is sent to them but what concerns their own cases."""

    person_id: int = Field(sa_column=Column(BigId, primary_key=True, autoincrement=False))
    frequency: str = text_column("each")  # each | week | month: gathered into one message
    party: str = text_column()  # citizen | business | "" where they did not say
    at: datetime = time_column(nullable=False)
    stopped_at: datetime | None = time_column()


class Subscription(SQLModel, table=True):
    """A topic of the plan somebody wants to hear of."""

    __table_args__ = (
        UniqueConstraint("person_id", "topic"),
        Index(
            "ix_subscription_topic", "topic", "person_id", sqlite_where=_ON, postgresql_where=_ON
        ),
    )
    id: int = id_column()
    person_id: int = ref_column(nullable=False)
    topic: str = text_column()
    at: datetime = time_column(nullable=False)
    ended_at: datetime | None = time_column()


class Campaign(SQLModel, table=True):
    """One broadcast: words, whom for, when, and how far it has come. Whom it went to stands in the
    outbox (`campaign_id`); `reached` says up to which person it was written in each channel, and
    moves in the transaction that writes the messages, so that nobody gets it twice."""

    __table_args__ = (Index("ix_campaign_state", "state", "send_at"),)
    id: int = id_column()
    number: str = Field(sa_column=Column(Text, nullable=False, unique=True))  # TB26-00012
    kind: str = text_column()  # `cases.plan.campaigns.CampaignKind`
    # Of what the clock makes: kind and period ("weekly_results 2026-W47"), so that it is made once.
    occasion: str | None = Field(default=None, sa_column=Column(Text, nullable=True, unique=True))
    item: str = text_column()  # of the plan: II.2.a
    title: str = text_column()
    title_en: str = text_column()  # may be empty, though there are English words
    words_vi: str = text_column()
    words_en: str = text_column()
    file_id: int | None = ref_column()
    link: str = text_column()
    procedure: str = text_column()
    audience: Any = json_column()  # `cases.plan.campaigns.Audience`
    state: str = text_column("draft")  # `cases.plan.campaigns.State`
    author_id: int | None = ref_column()  # None: the clock
    approver_id: int | None = ref_column()
    created_at: datetime = time_column(nullable=False)
    approved_at: datetime | None = time_column()
    send_at: datetime | None = time_column()
    every: str = text_column()  # week | month | "": once
    repeats_id: int | None = ref_column(index=True)
    size: int = count_column()  # of the audience, when it began
    spread: Any = json_column()  # how many of them are told in which channel
    reached: Any = json_column()  # channel: the last person it was written to there, or null: all
    all_written: bool = flag_column()  # nobody is left to write it to
    started_at: datetime | None = time_column()
    watched_since: datetime | None = time_column()  # what failed before does not stop it
    ended_at: datetime | None = time_column()
    result: Any = json_column()  # its `Progress` at the end: messages are deleted later
    reason: str = text_column()  # why it was returned, stopped or cancelled
    progress_chat_id: int | None = ref_column()  # where its author watches it
    progress_outbox_id: int | None = ref_column()


class Gathered(SQLModel, table=True):
    """A broadcast kept for somebody's next summary: they chose one message a week or a month, or
    have had as many this week as anybody gets."""

    __table_args__ = (
        UniqueConstraint("campaign_id", "person_id"),
        Index("ix_gathered_person", "person_id", sqlite_where=_UNTOLD, postgresql_where=_UNTOLD),
    )
    id: int = id_column()
    campaign_id: int = ref_column(nullable=False)
    person_id: int = ref_column(nullable=False)
    at: datetime = time_column(nullable=False)
    told_at: datetime | None = time_column()


class Acknowledgement(SQLModel, table=True):
    """An official says that they have read a broadcast to officials."""

    __table_args__ = (UniqueConstraint("campaign_id", "person_id"),)
    id: int = id_column()
    campaign_id: int = ref_column(nullable=False)
    person_id: int = ref_column(nullable=False)
    at: datetime = time_column(nullable=False)


class Article(SQLModel, table=True):
    """An article for the department's pages (II.1.b), in Vietnamese and, where written, English.
    Sealed: a draft may hold what a sender wrote."""

    __table_args__ = (Index("ix_article_state", "state", "published_at"),)
    id: int = id_column()
    number: str = Field(sa_column=Column(Text, nullable=False, unique=True))  # BV26-00003
    item: str = text_column()
    title: str = words_column()
    body: str = words_column()
    title_en: str = words_column()
    body_en: str = words_column()
    pictures: Any = sealed_json_column()  # [[stored_file id, caption], ...]
    state: str = text_column("draft")  # draft | waiting | published | withdrawn | dropped
    author_id: int | None = ref_column()  # None: drafted by the machine out of a case
    approver_id: int | None = ref_column()
    case_id: int | None = ref_column(index=True)  # the praise or initiative it came of
    created_at: datetime = time_column(nullable=False)
    changed_at: datetime = time_column(nullable=False)
    published_at: datetime | None = time_column()
    reason: str = words_column()
    link: str = text_column()  # where it stands on the department's own site


class Evidence(SQLModel, table=True):
    """Something done for an item of the plan."""

    __table_args__ = (
        UniqueConstraint("item", "office", "kind", "ref"),
        Index("ix_evidence_at", "at"),
    )
    id: int = id_column()
    item: str = text_column()
    office: str = text_column()  # whose doing it was
    kind: str = text_column()  # `cases.agency.plan.Evidence`
    ref: str = text_column()  # number of the campaign, article, report, ...; unique per kind
    words: str = text_column()
    link: str = text_column()
    file_id: int | None = ref_column()
    at: datetime = time_column(nullable=False)
    by_id: int | None = ref_column()  # None: kept by the machine
