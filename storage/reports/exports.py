"""Cases for an export: no identities, no words of citizens, and restricted cases only counted."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from storage.columns.plain import stamp
from storage.engine.tx import Tx

COLUMNS = (
    "code",
    "kind",
    "source",
    "identity_mode",
    "status",
    "office",
    "procedure_code",
    "language",
    "received_at",
    "due_at",
    "answered_at",
    "ended_at",
    "rating",
    "forwarded_to",
    "published",
)
_COUNTED = ("kind", "source", "status")
_EARLIEST, _LATEST = "", "~"  # text order is time order
_BETWEEN = " FROM cases WHERE received_at >= :since AND received_at < :until"


def _bounds(since: datetime | None, until: datetime | None) -> dict[str, str]:
    return {
        "since": stamp(since) if since else _EARLIEST,
        "until": stamp(until) if until else _LATEST,
    }


def listed(tx: Tx, since: datetime | None, until: datetime | None) -> list[dict[str, Any]]:
    """Cases received in [since, until), by COLUMNS; times as they are kept."""
    rows = tx.all(
        f"SELECT {', '.join(COLUMNS)}{_BETWEEN} AND restricted = 0 ORDER BY id",
        **_bounds(since, until),
    )
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows]


def totals(tx: Tx, since: datetime | None, until: datetime | None) -> dict[str, dict[str, int]]:
    """How many cases in all, by kind, source and status; restricted ones included."""
    bounds = _bounds(since, until)
    everything = tx.one(f"SELECT COUNT(*){_BETWEEN}", **bounds)
    assert everything is not None
    found: dict[str, dict[str, int]] = {"all": {"": int(everything[0])}}
    for column in _COUNTED:
        rows = tx.all(
            f"SELECT {column}, COUNT(*){_BETWEEN} GROUP BY {column} ORDER BY {column}", **bounds
        )
        found[column] = {row[0]: int(row[1]) for row in rows}
    return found
