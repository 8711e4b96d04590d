"""That somebody was shown another door: counted, with a number they can name there. Nothing leads
to who it was."""

from __future__ import annotations

from datetime import datetime

from storage.tx import Tx

_PREFIX = "HD"


def note(tx: Tx, door: str, office: str, channel: str, day: datetime, local_year: int) -> str:
    """The number of the note: `HD26-00012`. `day` is a midnight, so that the hour does not lead to
    the chat in which it was said."""
    number = f"{_PREFIX}{local_year % 100:02d}-{_next(tx, local_year):05d}"
    tx.insert("guidance", number=number, door=door, office=office, channel=channel, at=day)
    return number


def _next(tx: Tx, year: int) -> int:
    name = f"guidance {year}"
    tx.insert_once_plain("kept", name=name, value="0")
    row = tx.one(
        "UPDATE kept SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT)"
        " WHERE name = :name RETURNING value",
        name=name,
    )
    assert row is not None
    return int(row[0])
