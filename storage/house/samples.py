"""Whether sample cases were put in (`langnghe demo`), so that nobody takes them for real ones."""

from __future__ import annotations

from datetime import datetime

from storage.columns.plain import stamp
from storage.engine.tx import Tx

_NAME = "samples"
_NOBODY_YET = frozenset({"person", "chat", "inbox", "outbox", "cases"})


def are_here(tx: Tx) -> bool:
    return tx.one("SELECT 1 FROM kept WHERE name = :name", name=_NAME) is not None


def mark(tx: Tx, now: datetime) -> None:
    tx.insert_once_plain("kept", name=_NAME, value=stamp(now))


def is_empty(tx: Tx) -> bool:
    """Whether nobody has said anything here yet."""
    return not any(tx.one(f"SELECT 1 FROM {table} LIMIT 1") for table in sorted(_NOBODY_YET))
