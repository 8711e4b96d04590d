"""Which periods the clock was asked to report of, and when."""

from __future__ import annotations

from datetime import datetime

from storage.columns.plain import stamp, unstamp
from storage.engine.tx import Tx


def note(tx: Tx, made: str, every: str, period: str, now: datetime) -> bool:
    """True once."""
    return tx.insert_once_plain("kept", name=f"{made} {every} {period}", value=stamp(now))


def asked_at(tx: Tx, made: str, every: str, period: str) -> datetime | None:
    """None where it was not asked for yet."""
    row = tx.one("SELECT value FROM kept WHERE name = :name", name=f"{made} {every} {period}")
    return unstamp(row[0]) if row else None


def asked_otherwise(tx: Tx, made: str, every: str) -> datetime | None:
    """When the newest one was asked for while it was made at other intervals than now."""
    row = tx.one(
        "SELECT MAX(value) FROM kept WHERE name LIKE :all AND name NOT LIKE :now",
        all=f"{made} %",
        now=f"{made} {every} %",
    )
    return unstamp(row[0]) if row and row[0] else None


def note_reminder(tx: Tx, made: str, every: str, period: str, which: str, now: datetime) -> bool:
    """True once."""
    name = f"reminded of {made} {every} {period}: {which}"
    return tx.insert_once_plain("kept", name=name, value=stamp(now))


def reminded(tx: Tx, made: str, every: str, period: str, which: str) -> bool:
    name = f"reminded of {made} {every} {period}: {which}"
    return tx.one("SELECT 1 FROM kept WHERE name = :name", name=name) is not None
