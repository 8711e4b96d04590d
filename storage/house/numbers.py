"""Numbers of what people name aloud (`HD26-00012`), counted from 1 in each year of Vietnam."""

from __future__ import annotations

from datetime import datetime

from cases.days.deadlines import local_day
from storage.engine.tx import Tx


def count_on(tx: Tx, counter: str) -> int:
    """The next number of a counter: never the same one twice."""
    tx.insert_once_plain("kept", name=counter, value="0")
    row = tx.one(
        "UPDATE kept SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT)"
        " WHERE name = :name RETURNING value",
        name=counter,
    )
    assert row is not None
    return int(row[0])


def numbered(tx: Tx, prefix: str, what: str, now: datetime) -> str:
    """The next number of `what`."""
    year = local_day(now).year
    return f"{prefix}{year % 100:02d}-{count_on(tx, f'{what} {year}'):05d}"
