"""Updates in, each kept once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from messages.envelope import ChatKind, Incoming
from storage.engine.tx import Tx
from storage.mailbox import chats
from storage.mailbox.chats import ChatRow


@dataclass(slots=True)
class Heard:
    chat: ChatRow
    inbox_id: int
    seq: int
    repeated: bool = False


def hear(tx: Tx, incoming: Incoming, now: datetime) -> Heard:
    """Take an update in, once: the same update id again gives the first one's place."""
    topic = incoming.topic if incoming.chat_kind is ChatKind.GROUP else ""
    chat = chats.by_address(tx, incoming.channel, incoming.chat, topic)
    if chat is None:
        seen = _seen(tx, incoming)
        if seen is not None:
            return seen
        chat = chats.open_chat(
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
    """Star out what somebody typed."""
    stars = "*" * len(words)
    rewrite(tx, inbox_id, lambda said: said.replace(words, stars))


def rewrite(tx: Tx, inbox_id: int, change: Callable[[str], str]) -> None:
    """What was typed, as it is to be kept."""
    row = tx.one("SELECT text FROM inbox WHERE id = :id", id=inbox_id)
    if row is not None:
        kept = tx.seal(change(tx.opened(row[0])))
        tx.run("UPDATE inbox SET text = :text WHERE id = :id", text=kept, id=inbox_id)


def _seen(tx: Tx, incoming: Incoming) -> Heard | None:
    row = tx.one(
        "SELECT seq, chat_id FROM inbox WHERE channel = :channel AND update_id = :update",
        channel=incoming.channel,
        update=incoming.update_id,
    )
    if row is None:
        return None
    return nobody(incoming, row[0], row[1] or 0)


def nobody(incoming: Incoming, seq: int = 0, chat_id: int = 0) -> Heard:
    """Of an update that is no turn: heard before, or about a chat that is none."""
    chat = ChatRow(
        chat_id,
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
    return Heard(chat, 0, seq, repeated=True)


def _speaker(tx: Tx, chat: ChatRow, incoming: Incoming) -> None:
    """In a group the rights are those of the person who speaks, never of the group."""
    row = tx.one(
        "SELECT c.id, c.person_id, p.official FROM chat c JOIN person p ON p.id = c.person_id"
        " WHERE c.channel = :channel AND c.external = :sender AND c.topic = ''",
        channel=incoming.channel,
        sender=chats.mark(tx, incoming.channel, incoming.sender),
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


def keep_failed(tx: Tx, incoming: Incoming, now: datetime, reason: str) -> int | None:
    """An update whose turn failed: its bytes are kept for a person to read."""
    chat = chats.by_address(tx, incoming.channel, incoming.chat, incoming.topic)
    if chat is None:
        chat = chats.open_chat(
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
