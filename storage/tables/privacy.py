"""The tables of consent, of rights over data, and of who looked at what."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import SQLModel

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


class Consent(SQLModel, table=True):
    """A stored answer to a notice or an opt-in, with what was shown and tapped."""

    id: int = id_column()
    person_id: int = ref_column(index=True, nullable=False)
    case_id: int | None = ref_column(index=True)
    purpose: str = text_column()  # notice | results_here | survey | publication | outside_service
    notice_version: str = text_column()
    button: str = text_column()
    channel: str = text_column()
    granted: bool = flag_column()
    at: datetime = time_column(nullable=False)
    withdrawn_at: datetime | None = time_column()


class AccessLog(SQLModel, table=True):
    """Who looked at what beyond the ordinary: identities, refused commands."""

    __tablename__ = "access_log"
    id: int = id_column()
    at: datetime = time_column(nullable=False)
    person_id: int | None = ref_column(index=True)
    action: str = text_column()
    case_id: int | None = ref_column(index=True)
    detail: str = text_column()


class DataRequest(SQLModel, table=True):
    """Somebody uses a right over their data; the clocks of the law are duties of the staff."""

    __tablename__ = "data_request"
    id: int = id_column()
    person_id: int | None = ref_column(index=True)
    chat_id: int | None = ref_column()
    case_id: int | None = ref_column()
    kind: str = text_column()  # see | correct | export | withdraw | erase | object
    words: str = words_column()
    at: datetime = time_column(nullable=False)
    first_due_at: datetime = time_column(nullable=False)
    due_at: datetime = time_column(nullable=False)
    acknowledged_at: datetime | None = time_column()
    done_at: datetime | None = time_column()
    done_by: int | None = ref_column()
    outcome: str = text_column()  # done | refused
    reason: str = words_column()


class Deletion(SQLModel, table=True):
    """Proof that something was deleted: what, how much, on which ground; never the thing itself."""

    id: int = id_column()
    at: datetime = time_column(nullable=False)
    kind: str = text_column()
    basis: str = text_column()
    until: datetime | None = time_column()  # everything older was due
    count: int = count_column()
    digest: str = text_column()  # SHA-256 over the keyed marks of what went
    by: int | None = ref_column()


class Breach(SQLModel, table=True):
    """A breach of personal data and its 72 hours (Luật 91/2025/QH15 Art. 23)."""

    id: int = id_column()
    detected_at: datetime = time_column(nullable=False)
    entered_at: datetime = time_column(nullable=False)
    data: Any = sealed_json_column()  # the fields of the report
    reported_at: datetime | None = time_column()
    closed_at: datetime | None = time_column()
