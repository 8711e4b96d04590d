"""What the quiet hours ask of a chat: whose it is, when its person last spoke, what waits there."""

from __future__ import annotations

from datetime import datetime

from storage.columns.plain import unstamp
from storage.engine.tx import Tx


def citizens(tx: Tx, chat_id: int) -> bool:
    """Whether it is the private chat, or the letters, of somebody who is no official."""
    row = tx.one(
        "SELECT 1 FROM chat c LEFT JOIN person p ON p.id = c.person_id WHERE c.id = :id"
        " AND c.kind = 'private' AND COALESCE(p.official, 0) = 0",
        id=chat_id,
    )
    return row is not None


def last_spoke(tx: Tx, chat_id: int) -> datetime | None:
    """When its person last wrote to us, here or in another chat of theirs."""
    row = tx.one(
        "SELECT MAX(o.heard_at) FROM chat c JOIN chat o ON o.id = c.id OR o.person_id = c.person_id"
        " WHERE c.id = :id",
        id=chat_id,
    )
    return unstamp(row[0]) if row and row[0] else None


def waits(tx: Tx, chat_id: int, now: datetime) -> bool:
    """Whether a notice lies there that is to go out later."""
    row = tx.one(
        "SELECT 1 FROM outbox WHERE state = 'pending' AND due_at > :now AND chat_id = :chat"
        " AND priority > 0 LIMIT 1",
        now=now,
        chat=chat_id,
    )
    return row is not None
