"""The chats, each with who speaks in it and where its conversation stands: what every turn reads
first and writes last, in plain SQL."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from messages.envelope import ChatKind
from storage.engine.tx import Row, Tx


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


_CHAT = (
    "SELECT c.id, c.channel, c.sealed, c.topic, c.kind, c.person_id, c.office, c.case_id,"
    " c.language, c.seq, c.state, c.shown, p.official, c.draft_at, c.erased_at"
    " FROM chat c LEFT JOIN person p ON p.id = c.person_id WHERE "
)
_BY_ADDRESS = _CHAT + "c.channel = :channel AND c.external = :chat AND c.topic = :topic"
_BY_ID = _CHAT + "c.id = :id"


def mark(tx: Tx, channel: str, external: str) -> str:
    """By what a chat is found: its address stands nowhere in clear."""
    return tx.mark("chat", f"{channel}:{external}")


def _chat_row(tx: Tx, row: Row, external: str = "") -> ChatRow:
    return ChatRow(
        id=row[0],
        channel=row[1],
        external=external or tx.opened(row[2]),
        topic=row[3],
        kind=ChatKind(row[4]),
        person_id=row[5] or 0,
        office=row[6],
        case_id=row[7],
        language=row[8],
        seq=row[9],
        state=tx.opened_json(row[10]) or {},
        shown=tx.opened_json(row[11]) or [],
        official=bool(row[12]),
        draft_at=row[13],
        erased=row[14] is not None,
    )


def by_id(tx: Tx, chat_id: int) -> ChatRow | None:
    row = tx.one(_BY_ID + _lock(tx), id=chat_id)
    return None if row is None else _chat_row(tx, row)


def by_address(tx: Tx, channel: str, external: str, topic: str = "") -> ChatRow | None:
    marked = mark(tx, channel, external)
    row = tx.one(_BY_ADDRESS + _lock(tx), channel=channel, chat=marked, topic=topic)
    return None if row is None else _chat_row(tx, row, external)


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
        external=mark(tx, channel, external),
        sealed=external,
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


def save(tx: Tx, chat: ChatRow, now: datetime) -> None:
    """Where a conversation stands after its turn. Somebody who writes is reachable again; shutting
    us out is no word to us."""
    tx.run(
        "UPDATE chat SET seq = :seq, state = :state, shown = :shown, leftovers = :leftovers,"
        " language = :language,"
        " heard_at = COALESCE(:heard_at, heard_at), blocked_at = :blocked_at, draft_at = :draft_at,"
        " reminded_at = NULL WHERE id = :id",
        seq=chat.seq,
        state=tx.seal(chat.state or None),
        shown=tx.seal(chat.shown or None),
        leftovers=has_leftovers(chat.state),
        language=chat.language,
        heard_at=None if chat.blocked else now,
        draft_at=chat.draft_at,
        id=chat.id,
        blocked_at=now if chat.blocked else None,
    )


def save_state(tx: Tx, chat_id: int, state: dict[str, Any]) -> None:
    """What a conversation holds, changed outside its turn."""
    tx.run(
        "UPDATE chat SET state = :state, leftovers = :leftovers WHERE id = :id",
        state=tx.seal(state or None),
        leftovers=has_leftovers(state),
        id=chat_id,
    )


_FOR_A_DAY = ("dropped", "opened", "search")


def has_leftovers(state: dict[str, Any]) -> bool:
    """Whether it holds what is kept for a day only."""
    return not state.keys().isdisjoint(_FOR_A_DAY)


def block(tx: Tx, chat_id: int, now: datetime) -> bool:
    """Nothing can be sent there until the person writes again. False where that was known: several
    messages may be on their way when the first comes back."""
    changed = tx.run(
        "UPDATE chat SET blocked_at = :now WHERE id = :id AND blocked_at IS NULL",
        now=now,
        id=chat_id,
    )
    return changed > 0
