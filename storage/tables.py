"""The tables of people, chats and cases. Reads go through these classes; writes go through
`Tx.insert` and the doors."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index, Integer, LargeBinary, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.fields import (
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
from storage.sealing import SealedBytes

_PENDING = text("state = 'pending'")
_OF_CASE = text("case_id IS NOT NULL")
_DRAFT = text("draft_at IS NOT NULL")
_WAITING = text("state = 'waiting'")
_WANTED = text("state = 'wanted'")
_HELD = text("state = 'held'")
_OF_CAMPAIGN = text("campaign_id IS NOT NULL")
_PUBLIC = text("published <> ''")


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


class Case(SQLModel, table=True):
    """A case. `status` and `version` change only in `storage/cases.py`."""

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
    counting: Any = json_column()  # what `due_at` is counted from: see cases/counting.py
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


class Kept(SQLModel, table=True):
    """Small values of the house: counters, the admin code in force, when a daily duty last ran."""

    name: str = Field(sa_column=Column(Text, primary_key=True))
    value: str = text_column()


class AccessLog(SQLModel, table=True):
    """Who looked at what beyond the ordinary: identities, refused commands."""

    __tablename__ = "access_log"
    id: int = id_column()
    at: datetime = time_column(nullable=False)
    person_id: int | None = ref_column(index=True)
    action: str = text_column()
    case_id: int | None = ref_column(index=True)
    detail: str = text_column()


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


class MeToo(SQLModel, table=True):
    """Somebody says that a published matter happened to them too."""

    __tablename__ = "me_too"
    __table_args__ = (UniqueConstraint("case_id", "person_id"),)
    id: int = id_column()
    case_id: int = ref_column(nullable=False)
    person_id: int = ref_column(index=True, nullable=False)
    chat_id: int | None = ref_column()
    at: datetime = time_column(nullable=False)


class SignedReceipt(SQLModel, table=True):
    """What was signed when a case was received; the day's root is made of the leaves."""

    __tablename__ = "signed_receipt"
    case_id: int = Field(sa_column=Column(BigId, primary_key=True, autoincrement=False))
    code: str = text_column()
    day: str = Field(sa_column=Column(Text, nullable=False, index=True))  # of receipt, in Vietnam
    payload: str = text_column()  # the very bytes that were signed
    salt: str = words_column()
    signature: str = text_column()
    leaf: str = text_column()


class DayRoot(SQLModel, table=True):
    """The root over all receipts of a day, published so that none can vanish or be back-dated."""

    __tablename__ = "day_root"
    day: str = Field(sa_column=Column(Text, primary_key=True))
    root: str = text_column()
    count: int = count_column()
    previous: str = text_column()
    signature: str = text_column()
    at: datetime = time_column(nullable=False)


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


class Lesson(SQLModel, table=True):
    """What Văn phòng decided about a case otherwise than suggested. Its words stay with the case:
    what is erased there is forgotten here."""

    id: int = id_column()
    case_id: int = ref_column(index=True, nullable=False)
    office: str = text_column()  # empty while nobody has it again
    label: str = text_column()  # `cases.labels.Label`
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


class Tally(SQLModel, table=True):
    """How often the machine did something on a day of Vietnam, where no words are kept."""

    __table_args__ = (UniqueConstraint("day", "what"),)
    id: int = id_column()
    day: str = text_column()  # 2026-11-16
    what: str = text_column()
    count: int = count_column()
