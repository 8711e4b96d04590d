"""Inbox, outbox and the chats between them: the statements every turn runs, in plain SQL."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import orjson

from messages.envelope import (
    ChatKind,
    Choice,
    ChoiceKind,
    Document,
    Incoming,
    Outgoing,
    Parcel,
    Priority,
)
from storage.columns import stamp
from storage.tx import Row, Tx

MAILBOXES = frozenset({"web"})
"""Channels whose people fetch their messages: committing one delivers it."""


@dataclass(slots=True)
class ChatRow:
    """A chat and who speaks in it, as a turn sees them."""

    id: int
    channel: str
    external: str
    topic: str
    kind: ChatKind
    person_id: int
    office: str
    case_id: int | None
    language: str
    seq: int
    state: dict[str, Any]
    shown: list[list[str]]
    official: bool
    draft_at: str | None = None
    erased: bool = False  # the person had it removed from their device: nobody reads there
    fresh: bool = False  # created by this very message
    blocked: bool = False
    private_id: int = 0  # in a group: the speaker's own chat with us, 0 if none


@dataclass(slots=True)
class Heard:
    chat: ChatRow
    inbox_id: int
    seq: int
    repeated: bool = False


@dataclass(slots=True)
class Settled:
    """What became of a parcel; `state` as in the outbox table."""

    id: int
    state: str
    message_id: str = ""
    attempts: int = 1
    due_at: datetime | None = None
    reason: str = ""
    maybe_twice: bool = False
    one_time: bool = field(default=False)


_CHAT = (
    "SELECT c.id, c.channel, c.external, c.topic, c.kind, c.person_id, c.office, c.case_id,"
    " c.language, c.seq, c.state, c.shown, p.official, c.draft_at, c.erased_at"
    " FROM chat c LEFT JOIN person p ON p.id = c.person_id WHERE "
)
_BY_ADDRESS = _CHAT + "c.channel = :channel AND c.external = :chat AND c.topic = :topic"
_BY_ID = _CHAT + "c.id = :id"


def _chat_row(row: Row) -> ChatRow:
    return ChatRow(
        id=row[0],
        channel=row[1],
        external=row[2],
        topic=row[3],
        kind=ChatKind(row[4]),
        person_id=row[5] or 0,
        office=row[6],
        case_id=row[7],
        language=row[8],
        seq=row[9],
        state=orjson.loads(row[10]) if row[10] else {},
        shown=orjson.loads(row[11]) if row[11] else [],
        official=bool(row[12]),
        draft_at=row[13],
        erased=row[14] is not None,
    )


def chat_by_id(tx: Tx, chat_id: int) -> ChatRow | None:
    row = tx.one(_BY_ID + _lock(tx), id=chat_id)
    return None if row is None else _chat_row(row)


def chat_by_address(tx: Tx, channel: str, external: str, topic: str = "") -> ChatRow | None:
    row = tx.one(_BY_ADDRESS + _lock(tx), channel=channel, chat=external, topic=topic)
    return None if row is None else _chat_row(row)


def _lock(tx: Tx) -> str:
    return f"{tx.lock} OF c" if tx.lock else ""


def open_chat(
    tx: Tx,
    channel: str,
    external: str,
    now: datetime,
    *,
    topic: str = "",
    kind: ChatKind = ChatKind.PRIVATE,
    language: str = "vi",
) -> ChatRow:
    """A new chat; a private one with a new person behind it."""
    person = tx.insert("person", created_at=now) if kind is ChatKind.PRIVATE else None
    chat_id = tx.insert(
        "chat",
        channel=channel,
        external=external,
        topic=topic,
        kind=kind.value,
        person_id=person,
        language=language,
        created_at=now,
    )
    return ChatRow(
        chat_id,
        channel,
        external,
        topic,
        kind,
        person or 0,
        "",
        None,
        language,
        0,
        {},
        [],
        False,
        fresh=True,
    )


def hear(tx: Tx, incoming: Incoming, now: datetime) -> Heard:
    """Take an update in, once: the same update id again gives the first one's place."""
    topic = incoming.topic if incoming.chat_kind is ChatKind.GROUP else ""
    chat = chat_by_address(tx, incoming.channel, incoming.chat, topic)
    if chat is None:
        seen = _seen(tx, incoming)
        if seen is not None:
            return seen
        chat = open_chat(
            tx, incoming.channel, incoming.chat, now, topic=topic, kind=incoming.chat_kind
        )
    seq = chat.seq + 1
    label = next((s[0] for s in chat.shown if s[1] == incoming.choice), incoming.choice)
    inbox_id = tx.insert_once(
        "inbox",
        channel=incoming.channel,
        update_id=incoming.update_id,
        chat_id=chat.id,
        seq=seq,
        at=now,
        text=incoming.text or (label if incoming.choice else incoming.phone),
        message_id=incoming.message_id,
        body=_body(incoming),
    )
    if inbox_id is None:
        seen = _seen(tx, incoming)
        return Heard(chat, 0, seen.seq if seen else 0, repeated=True)
    chat.seq = seq
    tx.touched.add(chat.id)
    if chat.kind is ChatKind.GROUP:
        _speaker(tx, chat, incoming)
    return Heard(chat, inbox_id, seq)


def hide(tx: Tx, inbox_id: int, words: str) -> None:
    """Star out what somebody typed. Byte for byte, so that the row is written over where it lies
    and nothing of it is left in the file."""
    stars = "*" * len(words.encode())
    tx.run(
        "UPDATE inbox SET text = replace(text, :words, :stars) WHERE id = :id",
        words=words,
        stars=stars,
        id=inbox_id,
    )


def _seen(tx: Tx, incoming: Incoming) -> Heard | None:
    row = tx.one(
        "SELECT seq, chat_id FROM inbox WHERE channel = :channel AND update_id = :update",
        channel=incoming.channel,
        update=incoming.update_id,
    )
    if row is None:
        return None
    nobody = ChatRow(
        row[1] or 0,
        incoming.channel,
        incoming.chat,
        "",
        incoming.chat_kind,
        0,
        "",
        None,
        "vi",
        0,
        {},
        [],
        False,
    )
    return Heard(nobody, 0, row[0], repeated=True)


def _speaker(tx: Tx, chat: ChatRow, incoming: Incoming) -> None:
    """In a group the rights are those of the person who speaks, never of the group."""
    row = tx.one(
        "SELECT c.id, c.person_id, p.official FROM chat c JOIN person p ON p.id = c.person_id"
        " WHERE c.channel = :channel AND c.external = :sender AND c.topic = ''",
        channel=incoming.channel,
        sender=incoming.sender,
    )
    if row is not None:
        chat.private_id, chat.person_id, chat.official = row[0], row[1], bool(row[2])


def _body(incoming: Incoming) -> Any:
    body: dict[str, Any] = {}
    if incoming.choice:
        body["choice"] = incoming.choice
    if incoming.files:
        body["files"] = [{"name": f.name, "kind": f.kind, "ref": f.ref} for f in incoming.files]
    if incoming.location:
        body["location"] = [incoming.location.latitude, incoming.location.longitude]
    if incoming.edited:
        body["edited"] = True
    return body or None


def save_chat(tx: Tx, chat: ChatRow, now: datetime) -> None:
    """Where a conversation stands after its turn. Somebody who writes is reachable again."""
    tx.run(
        "UPDATE chat SET seq = :seq, state = :state, shown = :shown, language = :language,"
        " heard_at = :now, blocked_at = :blocked_at, draft_at = :draft_at, reminded_at = NULL"
        " WHERE id = :id",
        seq=chat.seq,
        state=chat.state,
        shown=chat.shown,
        language=chat.language,
        now=now,
        draft_at=chat.draft_at,
        id=chat.id,
        blocked_at=now if chat.blocked else None,
    )


def keep_failed(tx: Tx, incoming: Incoming, now: datetime, reason: str) -> int | None:
    """An update whose turn failed: its bytes are kept for a person to read."""
    chat = chat_by_address(tx, incoming.channel, incoming.chat, incoming.topic)
    if chat is None:
        chat = open_chat(
            tx, incoming.channel, incoming.chat, now, topic=incoming.topic, kind=incoming.chat_kind
        )
    chat.seq += 1
    tx.run("UPDATE chat SET seq = :seq WHERE id = :id", seq=chat.seq, id=chat.id)
    return tx.insert_once(
        "inbox",
        channel=incoming.channel,
        update_id=incoming.update_id,
        chat_id=chat.id,
        seq=chat.seq,
        at=now,
        text=incoming.text,
        body=_body(incoming),
        state="failed",
        reason=reason,
        raw=incoming.raw or orjson.dumps({"text": incoming.text}),
        message_id=incoming.message_id,
    )


def keep_unreadable(
    tx: Tx, channel: str, update_id: str, raw: bytes, now: datetime, reason: str
) -> int | None:
    return tx.insert_once(
        "inbox",
        channel=channel,
        update_id=update_id,
        at=now,
        raw=raw,
        state="unreadable",
        reason=reason,
    )


def post(
    tx: Tx,
    chat: ChatRow,
    message: Outgoing,
    now: datetime,
    *,
    params: dict[str, Any] | None = None,
    priority: Priority = Priority.REPLY,
    file_id: int | None = None,
    replaces: int | None = None,
    reply_to: str = "",
    case_id: int | None = None,
    person_id: int | None = None,
    subject: str = "",
) -> int:
    """Write a message of ours. `chat` is the turn's own chat, or one locked by `chat_by_id`; its
    `seq` and `shown` move on, and the caller saves the turn's own."""
    chat.seq += 1
    # While a question is open, a typed "1" means its first answer, not a card that came between.
    if message.choices and (priority is Priority.REPLY or "d" not in chat.state):
        chat.shown = [[c.label, c.data] for c in message.choices if c.kind is ChoiceKind.REPLY]
    mailbox = chat.channel in MAILBOXES and not chat.erased
    if file_id is not None and message.file is None:
        message = replace(message, file=_document(tx, file_id))
    outbox_id = tx.insert(
        "outbox",
        chat_id=chat.id,
        seq=chat.seq,
        at=now,
        key=message.key,
        params=params,
        text=message.text,
        choices=[[c.label, c.data, c.kind] for c in message.choices] or None,
        file_id=file_id,
        priority=int(priority),
        state="sent" if mailbox else "pending",
        due_at=now,
        replaces=replaces,
        reply_to=reply_to,
        case_id=case_id,
        person_id=person_id,
        subject=subject,
        one_time=int(message.one_time),
        sent_at=now if mailbox else None,
    )
    tx.posted.append(
        Parcel(
            outbox_id,
            chat.channel,
            chat.id,
            chat.external,
            chat.topic,
            message,
            priority,
            replaces_id=replaces or 0,
            reply_to=reply_to,
            subject=subject,
            erased=chat.erased,
        )
    )
    return outbox_id


def _document(tx: Tx, file_id: int) -> Document | None:
    """A kept file as it is sent; None while its bytes are not here."""
    row = tx.one(
        "SELECT name, path, type, size FROM stored_file WHERE id = :id AND path <> ''", id=file_id
    )
    return None if row is None else Document(row[0], row[1], row[2], row[3])


def post_elsewhere(tx: Tx, chat: ChatRow, message: Outgoing, now: datetime, **details: Any) -> int:
    """Post into a chat that is not the turn's own, and save where it stands."""
    outbox_id = post(tx, chat, message, now, **details)
    tx.run(
        "UPDATE chat SET seq = :seq, shown = :shown WHERE id = :id",
        seq=chat.seq,
        shown=chat.shown,
        id=chat.id,
    )
    return outbox_id


_SENT = (
    "UPDATE outbox SET state = 'sent', message_id = :message_id, attempts = :attempts,"
    " maybe_twice = :maybe_twice, sent_at = :now, text = CASE WHEN one_time = 1 THEN '' ELSE text"
    " END, params = CASE WHEN one_time = 1 THEN NULL ELSE params END WHERE id = :id"
)
_OTHER = (
    "UPDATE outbox SET state = :state, attempts = :attempts, maybe_twice = :maybe_twice,"
    " due_at = :due_at, reason = :reason WHERE id = :id"
)


def settle(tx: Tx, results: list[Settled], now: datetime) -> None:
    at = stamp(now)
    tx.run_many(
        _SENT,
        [
            {
                "message_id": r.message_id,
                "attempts": r.attempts,
                "maybe_twice": int(r.maybe_twice),
                "now": at,
                "id": r.id,
            }
            for r in results
            if r.state == "sent"
        ],
    )
    tx.run_many(
        _OTHER,
        [
            {
                "state": r.state,
                "attempts": r.attempts,
                "maybe_twice": int(r.maybe_twice),
                "due_at": stamp(r.due_at or now),
                "reason": r.reason,
                "id": r.id,
            }
            for r in results
            if r.state != "sent"
        ],
    )


_PARCEL = (
    "SELECT o.id, c.channel, c.id, c.external, c.topic, o.key, o.text, o.choices, o.one_time,"
    " o.priority, o.replaces, o.reply_to, o.attempts, o.subject, f.name, f.path, f.type, f.size,"
    " o.due_at, c.erased_at FROM outbox o JOIN chat c ON c.id = o.chat_id"
    " LEFT JOIN stored_file f ON f.id = o.file_id WHERE "
)


def _parcel(row: Row) -> Parcel:
    choices = tuple(Choice(c[0], c[1], ChoiceKind(c[2])) for c in orjson.loads(row[7] or "[]"))
    file = Document(row[14], row[15], row[16], row[17]) if row[15] else None
    message = Outgoing(row[5], row[6], choices, file, bool(row[8]))
    return Parcel(
        row[0],
        row[1],
        row[2],
        row[3],
        row[4],
        message,
        Priority(row[9]),
        replaces_id=row[10] or 0,
        reply_to=row[11],
        attempts=row[12],
        subject=row[13],
        erased=row[19] is not None,
    )


def pending(tx: Tx, after: int, limit: int) -> list[Parcel]:
    """What is not delivered yet, oldest first."""
    rows = tx.all(
        _PARCEL + "o.state = 'pending' AND o.id > :after ORDER BY o.id LIMIT :limit",
        after=after,
        limit=limit,
    )
    return [_parcel(r) for r in rows]


def due_ids(tx: Tx, now: datetime, after: int, limit: int) -> list[int]:
    """Ids of what is not delivered and whose time has come, oldest first."""
    rows = tx.all(
        "SELECT id FROM outbox WHERE state = 'pending' AND due_at <= :now AND id > :after"
        " ORDER BY id LIMIT :limit",
        now=now,
        after=after,
        limit=limit,
    )
    return [r[0] for r in rows]


def pending_among(tx: Tx, idents: list[int]) -> list[Parcel]:
    """Those that are not delivered still."""
    rows = (tx.one(_PARCEL + "o.state = 'pending' AND o.id = :id", id=i) for i in idents)
    return [_parcel(r) for r in rows if r is not None]


def sent_as(tx: Tx, outbox_id: int) -> str:
    """The channel's id of a message of ours, empty if it never got one."""
    row = tx.one("SELECT message_id FROM outbox WHERE id = :id", id=outbox_id)
    return row[0] if row else ""


def case_of_message(tx: Tx, chat_id: int, message_id: str) -> int | None:
    """The id of the case that a message of ours, known by the channel's id, is about."""
    row = tx.one(
        "SELECT case_id FROM outbox WHERE chat_id = :chat AND message_id = :message"
        " AND case_id IS NOT NULL ORDER BY id DESC LIMIT 1",
        chat=chat_id,
        message=message_id,
    )
    return None if row is None else row[0]


def block(tx: Tx, chat_id: int, now: datetime) -> None:
    """Nothing can be sent there until the person writes again."""
    tx.run("UPDATE chat SET blocked_at = :now WHERE id = :id", now=now, id=chat_id)


def send_again(tx: Tx, outbox_id: int, now: datetime) -> None:
    """What bounced is to be sent once more."""
    tx.run(
        "UPDATE outbox SET state = 'pending', due_at = :now WHERE id = :id", now=now, id=outbox_id
    )
