"""Up to which instant each sort of what the clock makes has told; so nothing is told twice, and
nothing that happened while we were away is left out."""

from __future__ import annotations

from datetime import datetime

from storage.columns.plain import stamp, unstamp
from storage.engine.tx import Tx

_PREFIX = "told until "


def told_until(tx: Tx, made: str) -> datetime | None:
    """None before the first."""
    row = tx.one("SELECT value FROM kept WHERE name = :name", name=_PREFIX + made)
    return unstamp(row[0]) if row else None


def note(tx: Tx, made: str, until: datetime) -> bool:
    """False where it had told of that already."""
    value = stamp(until)
    if tx.insert_once_plain("kept", name=_PREFIX + made, value=value):
        return True
    changed = tx.run(
        "UPDATE kept SET value = :value WHERE name = :name AND value < :value",
        value=value,
        name=_PREFIX + made,
    )
    return changed > 0
