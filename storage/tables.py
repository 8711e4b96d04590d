"""The tables. Reads go through these classes; writes go through `Tx.insert` and the doors."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    Text,
    UniqueConstraint,
    text,
)
from sqlmodel import Field, SQLModel

from storage.columns import Json, UtcTime
from storage.sealing import SEALED, SealedBytes, SealedJson, SealedText

_PENDING = text("state = 'pending'")
_OF_CASE = text("case_id IS NOT NULL")
_DRAFT = text("draft_at IS NOT NULL")
_WAITING = text("state = 'waiting'")
_WANTED = text("state = 'wanted'")
_HELD = text("state = 'held'")
_PUBLIC = text("published <> ''")
# SQLite gives row ids only to columns declared INTEGER, PostgreSQL needs BIGINT to last.
_BigId = BigInteger().with_variant(Integer(), "sqlite")


def _id() -> Any:
    return Field(default=None, sa_column=Column(_BigId, primary_key=True, autoincrement=True))


def _ref(index: bool = False, nullable: bool = True) -> Any:
    column = Column(_BigId, index=index, nullable=nullable)
    return Field(default=None, sa_column=column) if nullable else Field(sa_column=column)


def _text(default: str = "") -> Any:
    return Field(default=default, sa_column=Column(Text, nullable=False, server_default=default))


def _words(default: str = "") -> Any:
    """What somebody wrote or is called: sealed."""
    column = Column(SealedText, nullable=False, server_default=default)
    return Field(default=default, sa_column=column)


def _sealed_json() -> Any:
    return Field(default=None, sa_column=Column(SealedJson, nullable=True))


def _time(nullable: bool = True, index: bool = False) -> Any:
    column = Column(UtcTime, nullable=nullable, index=index)
    return Field(default=None, sa_column=column) if nullable else Field(sa_column=column)


def _json() -> Any:
    return Field(default=None, sa_column=Column(Json, nullable=True))


def _count(default: int = 0) -> Any:
    column = Column(Integer, nullable=False, server_default=str(default))
    return Field(default=default, sa_column=column)


def _flag(default: bool = False) -> Any:
    column = Column(Integer, nullable=False, server_default=str(int(default)))
    return Field(default=default, sa_column=column)


class Person(SQLModel, table=True):
    """Anyone who writes to us. `name` is set for officials only; a citizen's is in Identity."""

    id: int = _id()
    created_at: datetime = _time(nullable=False)
    name: str = _words()
    official: bool = _flag()
    locked_at: datetime | None = _time()
    removed_at: datetime | None = _time()
    away_from: datetime | None = _time()
    away_until: datetime | None = _time()
    substitute_id: int | None = _ref()
    notices_chat_id: int | None = _ref()  # where they chose to be told, of several chats


class RoleGrant(SQLModel, table=True):
    __tablename__ = "role_grant"
    __table_args__ = (UniqueConstraint("person_id", "role", "office"),)
    id: int = _id()
    person_id: int = _ref(index=True, nullable=False)
    role: str = _text()
    office: str = _text()
    granted_at: datetime = _time(nullable=False)


class Invitation(SQLModel, table=True):
    """A one-time start code, kept as its keyed hash: for a role, or for an official who has no
    chat any more (or wants another)."""

    id: int = _id()
    code_hash: str = Field(sa_column=Column(Text, nullable=False, unique=True))
    role: str = _text()
    office: str = _text()
    created_at: datetime = _time(nullable=False)
    created_by: int | None = _ref()
    person_id: int | None = _ref()  # whom it lets back in
    expires_at: datetime = _time(nullable=False)
    used_at: datetime | None = _time()
    used_by: int | None = _ref()
    revoked_at: datetime | None = _time()


class LinkCode(SQLModel, table=True):
    """A short-lived code, kept as its keyed hash, that joins another chat to this one: `link` makes
    one person of two, once both chats have said yes; `carry` takes the unfinished draft along."""

    __tablename__ = "link_code"
    id: int = _id()
    code_hash: str = Field(sa_column=Column(Text, nullable=False, unique=True))
    purpose: str = _text()  # link | carry
    chat_id: int = _ref(index=True, nullable=False)
    other_chat_id: int | None = _ref()  # the chat that gave the code, once it did
    created_at: datetime = _time(nullable=False)
    expires_at: datetime = _time(nullable=False)
    used_at: datetime | None = _time()


class Chat(SQLModel, table=True):
    """Where a conversation is held. `seq` counts both sides; `state` is the conversation."""

    __table_args__ = (
        UniqueConstraint("channel", "external", "topic"),
        Index("ix_chat_draft", "draft_at", sqlite_where=_DRAFT, postgresql_where=_DRAFT),
    )
    id: int = _id()
    channel: str = _text()
    external: str = _text()  # the channel's address of it, as its keyed mark
    sealed: str = _words()  # the address itself, for sending
    topic: str = _text()
    kind: str = _text("private")
    person_id: int | None = _ref(index=True)
    office: str = _text()  # a group bound to an office
    case_id: int | None = _ref(index=True)  # a topic that belongs to a case
    language: str = _text("vi")
    seq: int = _count()
    state: Any = _sealed_json()
    shown: Any = _sealed_json()  # [[label, data], ...] of the newest message with choices
    leftovers: bool = _flag()  # its state holds what is kept for a day only
    created_at: datetime = _time(nullable=False)
    heard_at: datetime | None = _time()
    draft_at: datetime | None = _time()  # last word on an unfinished submission
    reminded_at: datetime | None = _time()
    window_asked_at: datetime | None = _time()  # when a tap was asked for that keeps it open
    blocked_at: datetime | None = _time()
    erased_at: datetime | None = _time()


class Inbox(SQLModel, table=True):
    """Every update taken, once. `raw` is kept only for one that failed or could not be read."""

    __table_args__ = (
        UniqueConstraint("channel", "update_id"),
        Index("ix_inbox_chat_seq", "chat_id", "seq"),
    )
    id: int = _id()
    channel: str = _text()
    update_id: str = _text()
    chat_id: int | None = _ref()
    seq: int = _count()
    at: datetime = _time(nullable=False)
    text: str = _words()
    body: Any = _sealed_json()  # what else it held: choice, files, location
    message_id: str = _text()
    state: str = _text("done")  # done | failed | unreadable
    reason: str = _text()
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
    )
    id: int = _id()
    chat_id: int = _ref(nullable=False)
    seq: int = _count()
    at: datetime = _time(nullable=False)
    key: str = _text()
    params: Any = _sealed_json()
    text: str = _words()
    subject: str = _words()
    choices: Any = _sealed_json()
    file_id: int | None = _ref()
    priority: int = _count()
    state: str = _text("pending")  # pending | sent | held | unreachable | refused | dropped
    due_at: datetime = _time(nullable=False)
    attempts: int = _count()
    maybe_twice: bool = _flag()
    one_time: bool = _flag()  # words are wiped once they reached the person
    message_id: str = _text()  # the channel's
    replaces: int | None = _ref()  # the outbox row this one replaces
    reply_to: str = _text()
    case_id: int | None = _ref()
    person_id: int | None = _ref()  # whom a notice is for, to find the next channel
    sent_at: datetime | None = _time()
    received_at: datetime | None = _time()  # on the person's device, where the channel says so
    seen_at: datetime | None = _time()
    reason: str = _text()


class Case(SQLModel, table=True):
    """A case. `status` and `version` change only in `storage/cases.py`."""

    __tablename__ = "cases"
    __table_args__ = (
        Index("ix_cases_open", "status", "office", "due_at"),
        Index("ix_cases_published", "id", sqlite_where=_PUBLIC, postgresql_where=_PUBLIC),
    )
    id: int = _id()
    code: str = Field(sa_column=Column(Text, nullable=False, unique=True))
    kind: str = _text()
    status: str = _text("received")
    version: int = _count()
    restricted: bool = _flag()
    identity_mode: str = _text("named")
    source: str = _text()
    language: str = _text("vi")
    office: str = _text()  # in charge now; empty until accepted
    suggested_office: str = _text()
    owner_id: int | None = _ref(index=True)
    about_office: str = _text()  # conduct: the office it is about
    about: str = _words()  # conduct: whom or what, in the sender's words
    procedure_code: str = _text()
    dossier: str = _words()
    promised_on: str = _text()
    submitter_id: int | None = _ref(index=True)
    chat_id: int | None = _ref()  # where the sender is told; None: looks it up
    receipt_hash: str | None = Field(
        default=None, sa_column=Column(Text, nullable=True, unique=True)
    )
    entered_by: int | None = _ref()
    received_at: datetime = _time(nullable=False)
    due_at: datetime | None = _time()
    returns_to: str = _text()  # waiting: whence it came
    waiting_since: datetime | None = _time()  # when the question was delivered
    answered_at: datetime | None = _time()
    ended_at: datetime | None = _time()
    not_again: Any = _json()  # person ids that must not decide again (look again, appeal)
    accused: Any = _json()  # person ids it names: it does not exist for them
    recused: Any = _json()  # person ids that said they are involved
    to_director: bool = _flag()  # restricted, and Văn phòng must not receive it
    rating: int | None = Field(default=None, sa_column=Column(Integer, nullable=True))
    published: str = _text()
    forwarded_to: str = _text()
    status_at: datetime | None = _time()  # since when it has this status
    counting: Any = _json()  # what `due_at` is counted from: see cases/counting.py
    new_date_at: datetime | None = _time()  # told to the sender once `due_at` was missed
    outcome: str = _text()  # conduct: right | partly | wrong | unfounded
    merged_into: int | None = _ref(index=True)  # the case whose answer is this one's too
    rating_asked_at: datetime | None = _time()
    second_look: bool = _flag()  # somebody else looks at the answer, while it stands
    system_code: str = _text()  # in the provincial or national PAKN system
    system_entered_on: str = _text()
    system_entered_by: int | None = _ref()
    verdict: str = _text()  # initiative: applied | studying | not_applied
    sent_up: Any = _json()  # conditions to cut: to whom, when, document number, reply
    apology: str = _text()  # late dossier: was Mẫu 04 given? yes | no
    trouble_at: datetime | None = _time()  # the sender said that somebody made trouble since
    pseudonymised_at: datetime | None = _time()  # who sent it is erased


class CaseText(SQLModel, table=True):
    """Erasable words a citizen wrote or may read; the history holds only their salted hash."""

    __tablename__ = "case_text"
    id: int = _id()
    case_id: int = _ref(index=True, nullable=False)
    # story | supplement | question | draft | answer | reason | transcript | published | measure |
    # summary | explanation | consultation | opinion | verdict | trouble
    kind: str = _text()
    body: str = _words()
    data: Any = _sealed_json()  # answer: document number, date, signer
    author_id: int | None = _ref()
    at: datetime = _time(nullable=False)
    salt: str = _words()


class CaseNote(SQLModel, table=True):
    """A note among colleagues. Nothing that sends to citizens reads this table."""

    __tablename__ = "case_note"
    id: int = _id()
    case_id: int = _ref(index=True, nullable=False)
    body: str = _words()
    author_id: int | None = _ref()
    at: datetime = _time(nullable=False)


class CaseHistory(SQLModel, table=True):
    """What happened to a case, append-only, hash-chained per case."""

    __tablename__ = "case_history"
    case_id: int = Field(sa_column=Column(_BigId, primary_key=True, autoincrement=False))
    seq: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    at: datetime = _time(nullable=False)
    actor: str = _text()  # "person:12" | "submitter" | "clock" | "system"
    action: str = _text()
    data: Any = _json()
    prev_hash: str = _text()
    hash: str = _text()


class CaseCard(SQLModel, table=True):
    """The newest card of a case in a chat of officials, to be edited in place or replaced."""

    __tablename__ = "case_card"
    __table_args__ = (UniqueConstraint("case_id", "chat_id"),)
    id: int = _id()
    case_id: int = _ref(nullable=False)
    chat_id: int = _ref(nullable=False)
    outbox_id: int = _ref(nullable=False)
    version: int = _count()


class Identity(SQLModel, table=True):
    """Who sent a case: sealed under a key that is not in the database."""

    case_id: int = Field(sa_column=Column(_BigId, primary_key=True, autoincrement=False))
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class Consent(SQLModel, table=True):
    """A stored answer to a notice or an opt-in, with what was shown and tapped."""

    id: int = _id()
    person_id: int = _ref(index=True, nullable=False)
    case_id: int | None = _ref(index=True)
    purpose: str = _text()  # notice | results_here | survey | publication | outside_service
    notice_version: str = _text()
    button: str = _text()
    channel: str = _text()
    granted: bool = _flag()
    at: datetime = _time(nullable=False)
    withdrawn_at: datetime | None = _time()


class StoredFile(SQLModel, table=True):
    """A file that came in (or an answer's signed document). Bytes are in DATA_DIR/files."""

    __tablename__ = "stored_file"
    __table_args__ = (
        Index("ix_stored_file_wanted", "due_at", sqlite_where=_WANTED, postgresql_where=_WANTED),
    )
    id: int = _id()
    chat_id: int | None = _ref(index=True)
    case_id: int | None = _ref(index=True)
    text_id: int | None = _ref()  # the case text it came with
    channel: str = _text()
    ref: str = _text()
    kind: str = _text()
    name: str = _words()
    type: str = _text()
    size: int = _count()
    sha256: str = _text()
    path: str = _text()
    state: str = _text("wanted")  # wanted | kept | refused | gone | quarantined
    reason: str = _text()
    attempts: int = _count()
    due_at: datetime | None = _time()
    at: datetime = _time(nullable=False)


class Job(SQLModel, table=True):
    """Slow work asked for in a turn, done outside it, answered by a message."""

    __table_args__ = (
        Index("ix_job_waiting", "due_at", sqlite_where=_WAITING, postgresql_where=_WAITING),
    )
    id: int = _id()
    kind: str = _text()
    params: Any = _json()
    chat_id: int | None = _ref()
    state: str = _text("waiting")  # waiting | done | failed
    attempts: int = _count()
    due_at: datetime = _time(nullable=False)
    reason: str = _text()


class Duty(SQLModel, table=True):
    """Something an official must do beside the lifecycle: call a person, read a failed message."""

    id: int = _id()
    kind: str = _text()  # call | read
    office: str = _text()
    case_id: int | None = _ref(index=True)
    inbox_id: int | None = _ref()
    data: Any = _json()
    created_at: datetime = _time(nullable=False)
    done_at: datetime | None = _time()
    done_by: int | None = _ref()


class Guess(SQLModel, table=True):
    """Wrong guesses of receipt numbers, per chat and overall, for the growing delay."""

    chat_id: int = Field(sa_column=Column(_BigId, primary_key=True, autoincrement=False))
    failed: int = _count()
    until: datetime | None = _time()


class Kept(SQLModel, table=True):
    """Small values of the house: counters, the admin code in force, when a daily duty last ran."""

    name: str = Field(sa_column=Column(Text, primary_key=True))
    value: str = _text()


class AccessLog(SQLModel, table=True):
    """Who looked at what beyond the ordinary: identities, refused commands."""

    __tablename__ = "access_log"
    id: int = _id()
    at: datetime = _time(nullable=False)
    person_id: int | None = _ref(index=True)
    action: str = _text()
    case_id: int | None = _ref(index=True)
    detail: str = _text()


class IdentityOpening(SQLModel, table=True):
    """An official asks to see who sent a case: why, who agreed, and until when it is open."""

    __tablename__ = "identity_opening"
    id: int = _id()
    case_id: int = _ref(index=True, nullable=False)
    person_id: int = _ref(nullable=False)
    reason: str = _words()
    asked_at: datetime = _time(nullable=False)
    second_id: int | None = _ref()  # restricted: who agreed, or did not
    granted_at: datetime | None = _time()
    refused_at: datetime | None = _time()
    expires_at: datetime | None = _time()


class Explanation(SQLModel, table=True):
    """What the accused side is asked, and answers: a rewritten summary under a number of its own,
    for the case does not exist for them."""

    id: int = _id()
    number: str = Field(sa_column=Column(Text, nullable=False, unique=True))
    case_id: int = _ref(index=True, nullable=False)
    office: str = _text()
    person_id: int | None = _ref()  # who is asked, where it is one person
    summary_id: int = _ref(nullable=False)
    asked_by: int = _ref(nullable=False)
    asked_at: datetime = _time(nullable=False)
    approved_by: int | None = _ref()
    approved_at: datetime | None = _time()
    refused_at: datetime | None = _time()
    due_at: datetime | None = _time()
    answer_id: int | None = _ref()
    answered_by: int | None = _ref()
    answered_at: datetime | None = _time()


class Consultation(SQLModel, table=True):
    """Another office is asked about a case, which stays where it is."""

    id: int = _id()
    case_id: int = _ref(index=True, nullable=False)
    office: str = _text()
    question_id: int = _ref(nullable=False)
    asked_by: int = _ref(nullable=False)
    asked_at: datetime = _time(nullable=False)
    answer_id: int | None = _ref()
    answered_by: int | None = _ref()
    answered_at: datetime | None = _time()
    withdrawn_at: datetime | None = _time()


class CannedAnswer(SQLModel, table=True):
    """Words an office answers with again and again; `{name}` stands for what is filled in."""

    __tablename__ = "canned_answer"
    id: int = _id()
    office: str = _text()
    name: str = _text()
    body: str = _text()
    author_id: int | None = _ref()
    at: datetime = _time(nullable=False)
    removed_at: datetime | None = _time()


class MeToo(SQLModel, table=True):
    """Somebody says that a published matter happened to them too."""

    __tablename__ = "me_too"
    __table_args__ = (UniqueConstraint("case_id", "person_id"),)
    id: int = _id()
    case_id: int = _ref(nullable=False)
    person_id: int = _ref(index=True, nullable=False)
    chat_id: int | None = _ref()
    at: datetime = _time(nullable=False)


class SignedReceipt(SQLModel, table=True):
    """What was signed when a case was received; the day's root is made of the leaves."""

    __tablename__ = "signed_receipt"
    case_id: int = Field(sa_column=Column(_BigId, primary_key=True, autoincrement=False))
    code: str = _text()
    day: str = Field(sa_column=Column(Text, nullable=False, index=True))  # of receipt, in Vietnam
    payload: str = _text()  # the very bytes that were signed
    salt: str = _words()
    signature: str = _text()
    leaf: str = _text()


class DayRoot(SQLModel, table=True):
    """The root over all receipts of a day, published so that none can vanish or be back-dated."""

    __tablename__ = "day_root"
    day: str = Field(sa_column=Column(Text, primary_key=True))
    root: str = _text()
    count: int = _count()
    previous: str = _text()
    signature: str = _text()
    at: datetime = _time(nullable=False)


class Reminder(SQLModel, table=True):
    """An official was reminded of a step of a case; once per step and level."""

    __table_args__ = (UniqueConstraint("case_id", "step", "since", "level", "person_id"),)
    id: int = _id()
    case_id: int = _ref(nullable=False)
    step: str = _text()
    since: datetime = _time(nullable=False)  # when the step began
    level: str = _text()  # half | most | last_day | overdue
    person_id: int = _ref(index=True, nullable=False)
    at: datetime = _time(nullable=False)


class DataRequest(SQLModel, table=True):
    """Somebody uses a right over their data; the clocks of the law are duties of the staff."""

    __tablename__ = "data_request"
    id: int = _id()
    person_id: int | None = _ref(index=True)
    chat_id: int | None = _ref()
    case_id: int | None = _ref()
    kind: str = _text()  # see | correct | export | withdraw | erase | object
    words: str = _words()
    at: datetime = _time(nullable=False)
    first_due_at: datetime = _time(nullable=False)
    due_at: datetime = _time(nullable=False)
    acknowledged_at: datetime | None = _time()
    done_at: datetime | None = _time()
    done_by: int | None = _ref()
    outcome: str = _text()  # done | refused
    reason: str = _words()


class Deletion(SQLModel, table=True):
    """Proof that something was deleted: what, how much, on which ground; never the thing itself."""

    id: int = _id()
    at: datetime = _time(nullable=False)
    kind: str = _text()
    basis: str = _text()
    until: datetime | None = _time()  # everything older was due
    count: int = _count()
    digest: str = _text()  # SHA-256 over the keyed marks of what went
    by: int | None = _ref()


class Breach(SQLModel, table=True):
    """A breach of personal data and its 72 hours (Luật 91/2025/QH15 Art. 23)."""

    id: int = _id()
    detected_at: datetime = _time(nullable=False)
    entered_at: datetime = _time(nullable=False)
    data: Any = _sealed_json()  # the fields of the report
    reported_at: datetime | None = _time()
    closed_at: datetime | None = _time()


class Lesson(SQLModel, table=True):
    """What Văn phòng decided about a case otherwise than suggested. Its words stay with the case:
    what is erased there is forgotten here."""

    id: int = _id()
    case_id: int = _ref(index=True, nullable=False)
    office: str = _text()  # empty while nobody has it again
    label: str = _text()  # `cases.labels.Label`
    suggested: str = _text()  # as the case came in
    taught_by: int | None = _ref()
    at: datetime = _time(nullable=False)
    undone_at: datetime | None = _time()
    undone_by: int | None = _ref()


class Likeness(SQLModel, table=True):
    """An open case that may be about the same matter as one filed later."""

    __table_args__ = (UniqueConstraint("case_id", "like_id"),)
    id: int = _id()
    case_id: int = _ref(index=True, nullable=False)
    like_id: int = _ref(index=True, nullable=False)
    percent: int = _count()
    at: datetime = _time(nullable=False)
    dismissed_at: datetime | None = _time()  # somebody saw that they are two matters
    dismissed_by: int | None = _ref()


class Guidance(SQLModel, table=True):
    """Somebody was shown another door (complaint, denunciation, another body). Nothing here leads
    to the person: who denounces is secret by law (Luật Tố cáo 2018 Art. 56)."""

    id: int = _id()
    number: str = Field(sa_column=Column(Text, nullable=False, unique=True))
    door: str = _text()
    office: str = _text()  # concerned, where it could be told
    channel: str = _text()
    at: datetime = _time(nullable=False)


class Tally(SQLModel, table=True):
    """How often the machine did something on a day of Vietnam, where no words are kept."""

    __table_args__ = (UniqueConstraint("day", "what"),)
    id: int = _id()
    day: str = _text()  # 2026-11-16
    what: str = _text()
    count: int = _count()


SEALED_COLUMNS: dict[str, frozenset[str]] = {
    table.name: frozenset(c.name for c in table.columns if isinstance(c.type, SEALED))
    for table in SQLModel.metadata.tables.values()
}
"""By table, what is sealed on its way in."""
