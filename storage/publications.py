"""What is published of cases. Whoever keeps a copy sees by the mark whether it is still whole."""

from __future__ import annotations

from datetime import datetime

from storage.columns import stamp
from storage.tx import Tx

_MARK = "published"


def changed(tx: Tx, case_id: int, now: datetime) -> None:
    """To be called with everything that changes what is published."""
    mark = f"{stamp(now)} {case_id}"
    if not tx.insert_once_plain("kept", name=_MARK, value=mark):
        tx.run("UPDATE kept SET value = :mark WHERE name = :name", mark=mark, name=_MARK)


def mark(tx: Tx) -> str:
    row = tx.one("SELECT value FROM kept WHERE name = :name", name=_MARK)
    return str(row[0]) if row else ""


def words(tx: Tx) -> dict[int, str]:
    """By case. Of what accuses somebody only the outcome is published, which is like any other."""
    rows = tx.all("SELECT id, published FROM cases WHERE published <> '' AND restricted = 0")
    return {row[0]: row[1] for row in rows}
