"""Unfinished submissions: where they stand, and what goes with them when they are deleted."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from storage.columns.plain import unstamp
from storage.engine.tx import Tx
from storage.house import jobs
from storage.mailbox import chats
from storage.mailbox.chats import ChatRow
from storage.mailbox.files import ARTICLE

BYTES_KEPT = timedelta(hours=1)
"""Bytes outlive their last row by this: the same file may be on its way in again."""


def silent_since(tx: Tx, chat_id: int) -> tuple[datetime | None, bool]:
    """When the draft of a chat last heard a word, and whether we can still speak there."""
    row = tx.one("SELECT draft_at, blocked_at, erased_at FROM chat WHERE id = :id", id=chat_id)
    if row is None or row[0] is None:
        return None, False
    return unstamp(row[0]), row[1] is None and row[2] is None


def reminded(tx: Tx, chat: ChatRow, now: datetime) -> None:
    chats.save_state(tx, chat.id, chat.state)
    tx.run("UPDATE chat SET reminded_at = :now WHERE id = :id", now=now, id=chat.id)


def save_state(tx: Tx, chat: ChatRow, *, draft: bool) -> None:
    """Where a conversation stands after something was taken out of it; nothing was said."""
    chats.save_state(tx, chat.id, chat.state)
    if not draft:
        tx.run("UPDATE chat SET draft_at = NULL, reminded_at = NULL WHERE id = :id", id=chat.id)


def file_ids(state: Any) -> set[int]:
    """The files that a part of a conversation's state names, wherever it does."""
    if isinstance(state, dict):
        named = state.get("files")
        own = {i for i in named if isinstance(i, int)} if isinstance(named, list) else set()
        return own.union(*(file_ids(v) for v in state.values()))
    if isinstance(state, list):
        return set().union(*(file_ids(v) for v in state))
    return set()


def forget_files(tx: Tx, chat_id: int, idents: set[int], now: datetime) -> None:
    """Delete what belongs to no case, article or broadcast; the bytes go later, outside this
    transaction."""
    for ident in idents:
        row = tx.one(
            "SELECT path FROM stored_file WHERE id = :id AND chat_id = :chat AND case_id IS NULL"
            f" AND kind <> '{ARTICLE}'"
            " AND NOT EXISTS (SELECT 1 FROM campaign c WHERE c.file_id = stored_file.id)",
            id=ident,
            chat=chat_id,
        )
        if row is None:
            continue
        forget_file(tx, ident, row[0], now)


def forget_file(tx: Tx, ident: int, path: str, now: datetime) -> None:
    """Delete a file; its bytes go later, outside this transaction."""
    tx.run("DELETE FROM stored_file WHERE id = :id", id=ident)
    if path:
        jobs.add(tx, "delete_bytes", {"path": path}, None, now + BYTES_KEPT)
