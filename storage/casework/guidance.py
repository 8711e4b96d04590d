"""That somebody was shown another door: counted, with a number they can name there. Nothing leads
to who it was."""

from __future__ import annotations

from datetime import datetime

from storage.engine.tx import Tx
from storage.house.numbers import numbered

_PREFIX = "HD"


def note(tx: Tx, door: str, office: str, channel: str, day: datetime) -> str:
    """The number of the note: `HD26-00012`. `day` is a midnight, so that the hour does not lead to
    the chat in which it was said."""
    number = numbered(tx, _PREFIX, "guidance", day)
    tx.insert("guidance", number=number, door=door, office=office, channel=channel, at=day)
    return number


def by_door(tx: Tx, begins: datetime, ends: datetime) -> dict[str, int]:
    """How many were shown each door, from the first instant up to and without the second."""
    rows = tx.all(
        "SELECT door, COUNT(*) FROM guidance WHERE at >= :begins AND at < :ends"
        " GROUP BY door ORDER BY COUNT(*) DESC, door",
        begins=begins,
        ends=ends,
    )
    return {row[0]: int(row[1]) for row in rows}
