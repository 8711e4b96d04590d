"""Tables of cases and of what is done with them. Reads go through these classes; writes go
through `Tx.insert` and the door, `storage.casework.cases`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index, Integer, LargeBinary, Text, UniqueConstraint, text
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

_PUBLIC = text("published <> ''")


class Case(SQLModel, table=True):
    """A case. `status` and `version` change only in `storage/casework/cases.py`."""

    __tablename__ = "cases"
    __table_args__ = (
        Index("ix_cases_open", "status", "office", "due_at"),
        Index("ix_cases_published", "id", sqlite_where=_PUBLIC, postgresql_where=_PUBLIC),
    )
    id: int = id_column()
    code: str = Field(sa_column=Column(Text, nullable=False, unique=True))
    kind: str = text_column()
    status: str = text_column("received")
    version: int = count_column()
    restricted: bool = flag_column()
    identity_mode: str = text_column("named")
    source: str = text_column()
    language: str = text_column("vi")
    office: str = text_column()  # in charge now; empty until accepted
    suggested_office: str = text_column()
    owner_id: int | None = ref_column(index=True)
    about_office: str = text_column()  # conduct: the office it is about
    about: str = words_column()  # conduct: whom or what, in the sender's words
    procedure_code: str = text_column()
    dossier: str = words_column()
    promised_on: str = text_column()
    submitter_id: int | None = ref_column(index=True)
    chat_id: int | None = ref_column()  # where the sender is told; None: looks it up
    receipt_hash: str | None = Field(
        default=None, sa_column=Column(Text, nullable=True, unique=True)
    )
    entered_by: int | None = ref_column()
    received_at: datetime = time_column(nullable=False)
    due_at: datetime | None = time_column()
    returns_to: str = text_column()  # waiting: whence it came
    waiting_since: datetime | None = time_column()  # when the question was delivered
    answered_at: datetime | None = time_column()
    ended_at: datetime | None = time_column()
    not_again: Any = json_column()  # person ids that must not decide again (look again, appeal)
    accused: Any = json_column()  # person ids it names: it does not exist for them
    recused: Any = json_column()  # person ids that said they are involved
    to_director: bool = flag_column()  # restricted, and Văn phòng must not receive it
    rating: int | None = Field(default=None, sa_column=Column(Integer, nullable=True))
    published: str = text_column()
    forwarded_to: str = text_column()
    status_at: datetime | None = time_column()  # since when it has this status
    counting: Any = json_column()  # what `due_at` is counted from: see cases/days/counting.py
    new_date_at: datetime | None = time_column()  # told to the sender once `due_at` was missed
    outcome: str = text_column()  # conduct: right | partly | wrong | unfounded
    merged_into: int | None = ref_column(index=True)  # the case whose answer is this one's too
    rating_asked_at: datetime | None = time_column()
    second_look: bool = flag_column()  # somebody else looks at the answer, while it stands
    system_code: str = text_column()  # in the provincial or national PAKN system
    system_entered_on: str = text_column()
    system_entered_by: int | None = ref_column()
    verdict: str = text_column()  # initiative: applied | studying | not_applied
    sent_up: Any = json_column()  # conditions to cut: to whom, when, document number, reply
    apology: str = text_column()  # late dossier: was Mẫu 04 given? yes | no
    trouble_at: datetime | None = time_column()  # the sender said that somebody made trouble since
    pseudonymised_at: datetime | None = time_column()  # who sent it is erased


class CaseText(SQLModel, table=True):
    """Erasable words a citizen wrote or may read; the history holds only their salted hash."""

    __tablename__ = "case_text"
    id: int = id_column()
    case_id: int = ref_column(index=True, nullable=False)
    # story | supplement | question | draft | answer | reason | transcript | published | measure |
    # summary | explanation | consultation | opinion | verdict | trouble
    kind: str = text_column()
    body: str = words_column()
    data: Any = sealed_json_column()  # answer: document number, date, signer
    author_id: int | None = ref_column()
    at: datetime = time_column(nullable=False)
    salt: str = words_column()


class CaseNote(SQLModel, table=True):
    """A note among colleagues. Nothing that sends to citizens reads this table."""

    __tablename__ = "case_note"
    id: int = id_column()
    case_id: int = ref_column(index=True, nullable=False)
    body: str = words_column()
    author_id: int | None = ref_column()
    at: datetime = time_column(nullable=False)


class CaseHistory(SQLModel, table=True):
    """What happened to a case, append-only, hash-chained per case."""

    __tablename__ = "case_history"
    case_id: int = Field(sa_column=Column(BigId, primary_key=True, autoincrement=False))
    seq: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    at: datetime = time_column(nullable=False)
    actor: str = text_column()  # "person:12" | "submitter" | "clock" | "system"
    action: str = text_column()
    data: Any = json_column()
    prev_hash: str = text_column()
    hash: str = text_column()


class CaseCard(SQLModel, table=True):
    """The newest card of a case in a chat of officials, to be edited in place or replaced."""

    __tablename__ = "case_card"
    __table_args__ = (UniqueConstraint("case_id", "chat_id"),)
    id: int = id_column()
    case_id: int = ref_column(nullable=False)
    chat_id: int = ref_column(nullable=False)
    outbox_id: int = ref_column(nullable=False)
    version: int = count_column()


class Identity(SQLModel, table=True):
    """Who sent a case: sealed under a key that is not in the database."""

    case_id: int = Field(sa_column=Column(BigId, primary_key=True, autoincrement=False))
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class Duty(SQLModel, table=True):
    """Something an official must do beside the lifecycle: call a person, read a failed message."""

    id: int = id_column()
    kind: str = text_column()  # call | read
    office: str = text_column()
    case_id: int | None = ref_column(index=True)
    inbox_id: int | None = ref_column()
    data: Any = json_column()
    created_at: datetime = time_column(nullable=False)
    done_at: datetime | None = time_column()
    done_by: int | None = ref_column()


class Guess(SQLModel, table=True):
    """Wrong guesses of receipt numbers, per chat and overall, for the growing delay."""

    chat_id: int = Field(sa_column=Column(BigId, primary_key=True, autoincrement=False))
    failed: int = count_column()
    until: datetime | None = time_column()


class IdentityOpening(SQLModel, table=True):
    """An official asks to see who sent a case: why, who agreed, and until when it is open."""

    __tablename__ = "identity_opening"
    id: int = id_column()
    case_id: int = ref_column(index=True, nullable=False)
    person_id: int = ref_column(nullable=False)
    reason: str = words_column()
    asked_at: datetime = time_column(nullable=False)
    second_id: int | None = ref_column()  # restricted: who agreed, or did not
    granted_at: datetime | None = time_column()
    refused_at: datetime | None = time_column()
    expires_at: datetime | None = time_column()


class Explanation(SQLModel, table=True):
    """What the accused side is asked, and answers: a rewritten summary under a number of its own,
    for the case does not exist for them."""

    id: int = id_column()
    number: str = Field(sa_column=Column(Text, nullable=False, unique=True))
    case_id: int = ref_column(index=True, nullable=False)
    office: str = text_column()
    person_id: int | None = ref_column()  # who is asked, where it is one person
    summary_id: int = ref_column(nullable=False)
    asked_by: int = ref_column(nullable=False)
    asked_at: datetime = time_column(nullable=False)
    approved_by: int | None = ref_column()
    approved_at: datetime | None = time_column()
    refused_at: datetime | None = time_column()
    due_at: datetime | None = time_column()
    answer_id: int | None = ref_column()
    answered_by: int | None = ref_column()
    answered_at: datetime | None = time_column()


class Consultation(SQLModel, table=True):
    """Another office is asked about a case, which stays where it is."""

    id: int = id_column()
    case_id: int = ref_column(index=True, nullable=False)
    office: str = text_column()
    question_id: int = ref_column(nullable=False)
    asked_by: int = ref_column(nullable=False)
    asked_at: datetime = time_column(nullable=False)
    answer_id: int | None = ref_column()
    answered_by: int | None = ref_column()
    answered_at: datetime | None = time_column()
    withdrawn_at: datetime | None = time_column()


class CannedAnswer(SQLModel, table=True):
    """Words an office answers with again and again; `{name}` stands for what is filled in."""

    __tablename__ = "canned_answer"
    id: int = id_column()
    office: str = text_column()
    name: str = text_column()
    body: str = text_column()
    author_id: int | None = ref_column()
    at: datetime = time_column(nullable=False)
    removed_at: datetime | None = time_column()


class Lesson(SQLModel, table=True):
    """What Văn phòng decided about a case otherwise than suggested. Its words stay with the case:
    what is erased there is forgotten here."""

    id: int = id_column()
    case_id: int = ref_column(index=True, nullable=False)
    office: str = text_column()  # empty while nobody has it again
    label: str = text_column()  # `cases.understanding.labels.Label`
    suggested: str = text_column()  # as the case came in
    taught_by: int | None = ref_column()
    at: datetime = time_column(nullable=False)
    undone_at: datetime | None = time_column()
    undone_by: int | None = ref_column()


class Likeness(SQLModel, table=True):
    """An open case that may be about the same matter as one filed later."""

    __table_args__ = (UniqueConstraint("case_id", "like_id"),)
    id: int = id_column()
    case_id: int = ref_column(index=True, nullable=False)
    like_id: int = ref_column(index=True, nullable=False)
    percent: int = count_column()
    at: datetime = time_column(nullable=False)
    dismissed_at: datetime | None = time_column()  # somebody saw that they are two matters
    dismissed_by: int | None = ref_column()


class Guidance(SQLModel, table=True):
    """Somebody was shown another door (complaint, denunciation, another body). Nothing here leads
    to the person: who denounces is secret by law (Luật Tố cáo 2018 Art. 56)."""

    id: int = id_column()
    number: str = Field(sa_column=Column(Text, nullable=False, unique=True))
    door: str = text_column()
    office: str = text_column()  # concerned, where it could be told
    channel: str = text_column()
    at: datetime = time_column(nullable=False)
