"""Codes that join two chats, and the chats of one person. Of a code only its keyed hash is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col

from storage.engine.tx import Row, Tx
from storage.keys import Keys
from storage.tables.mailbox import Chat

LINK, CARRY = "link", "carry"
LIFE = {LINK: timedelta(minutes=15), CARRY: timedelta(hours=24)}


@dataclass(frozen=True, slots=True)
class Code:
    """`chat_id` is where it was shown, `other_chat_id` where it was given, once it was."""

    id: int
    chat_id: int
    other_chat_id: int | None


_OPEN = "used_at IS NULL AND expires_at > :now"


def issue(tx: Tx, keys: Keys, purpose: str, chat_id: int, code: str, now: datetime) -> bool:
    """Keep a code; older ones of this chat end. False where another chat has the very same."""
    tx.run(
        "DELETE FROM link_code WHERE expires_at <= :now"
        " OR (chat_id = :chat AND purpose = :purpose)",
        now=now,
        chat=chat_id,
        purpose=purpose,
    )
    kept = tx.insert_once(
        "link_code",
        code_hash=keys.mark(purpose, code),
        purpose=purpose,
        chat_id=chat_id,
        created_at=now,
        expires_at=now + LIFE[purpose],
    )
    return kept is not None


def find(tx: Tx, keys: Keys, purpose: str, code: str, now: datetime) -> Code | None:
    """A code that still opens something."""
    row = tx.one(
        f"SELECT id, chat_id, other_chat_id FROM link_code WHERE code_hash = :hash AND {_OPEN}"
        + tx.lock,
        hash=keys.mark(purpose, code),
        now=now,
    )
    return _code(row)


def by_id(tx: Tx, code_id: int, now: datetime) -> Code | None:
    """The same, by its number."""
    row = tx.one(
        f"SELECT id, chat_id, other_chat_id FROM link_code WHERE id = :id AND {_OPEN}" + tx.lock,
        id=code_id,
        now=now,
    )
    return _code(row)


def given(tx: Tx, chat_id: int, now: datetime) -> Code | None:
    """The code of this chat that was given in another, and waits for a yes from here."""
    row = tx.one(
        "SELECT id, chat_id, other_chat_id FROM link_code WHERE chat_id = :chat"
        f" AND other_chat_id IS NOT NULL AND purpose = '{LINK}' AND {_OPEN}" + tx.lock,
        chat=chat_id,
        now=now,
    )
    return _code(row)


def is_open(tx: Tx, purpose: str, chat_id: int, now: datetime) -> bool:
    """Whether this chat has a code that nobody used yet."""
    row = tx.one(
        f"SELECT 1 FROM link_code WHERE chat_id = :chat AND purpose = :purpose AND {_OPEN}",
        chat=chat_id,
        purpose=purpose,
        now=now,
    )
    return row is not None


def _code(row: Row | None) -> Code | None:
    return None if row is None else Code(row[0], row[1], row[2])


def give(tx: Tx, code_id: int, chat_id: int, now: datetime) -> bool:
    """Bind the code to the chat that gave it, and leave time for the yes of the other. False where
    it ended, or another chat gave it before."""
    changed = tx.run(
        "UPDATE link_code SET other_chat_id = :chat, expires_at = :until"
        f" WHERE id = :id AND other_chat_id IS NULL AND {_OPEN}",
        chat=chat_id,
        until=now + LIFE[LINK],
        id=code_id,
        now=now,
    )
    return changed == 1


def use(tx: Tx, code_id: int, now: datetime) -> None:
    """It opens nothing any more."""
    tx.run("UPDATE link_code SET used_at = :now WHERE id = :id", now=now, id=code_id)


# --- the chats of one person ---------------------------------------------------------------------


def chats_of(tx: Tx, person_id: int) -> list[Chat]:
    """Those they can write in, oldest first."""
    return tx.find(
        Chat,
        Chat.person_id == person_id,
        Chat.kind == "private",
        Chat.channel != "email",
        col(Chat.erased_at).is_(None),
        order=Chat.id,
    )


def chosen(tx: Tx, person_id: int) -> int | None:
    """The chat they chose to be told in."""
    row = tx.one("SELECT notices_chat_id FROM person WHERE id = :id", id=person_id)
    return row[0] if row else None


def choose(tx: Tx, person_id: int, chat_id: int | None) -> None:
    """What they are told goes there first, from now on."""
    tx.run("UPDATE person SET notices_chat_id = :chat WHERE id = :id", chat=chat_id, id=person_id)


def tell_elsewhere(tx: Tx, person_id: int, chat_id: int, instead: int) -> None:
    """The person's cases that were told in a chat are told in another."""
    tx.run(
        "UPDATE cases SET chat_id = :instead WHERE chat_id = :chat AND submitter_id = :person",
        instead=instead,
        chat=chat_id,
        person=person_id,
    )


def has_any_case(tx: Tx, person_id: int) -> bool:
    row = tx.one("SELECT 1 FROM cases WHERE submitter_id = :id LIMIT 1", id=person_id)
    return row is not None
