"""How often the machine did something, by day: a number, and never the words."""

from __future__ import annotations

from datetime import date, datetime

from cases.days.deadlines import local_day
from storage.engine.tx import Tx


def add(tx: Tx, what: str, now: datetime) -> None:
    """One more on this day of Vietnam."""
    day = local_day(now).isoformat()
    tx.insert_once("tally", day=day, what=what, count=0)
    tx.run(
        "UPDATE tally SET count = count + 1 WHERE day = :day AND what = :what", day=day, what=what
    )


def totals(tx: Tx) -> dict[str, int]:
    """Over all days, by what was done."""
    rows = tx.all("SELECT what, SUM(count) FROM tally GROUP BY what ORDER BY what")
    return {row[0]: int(row[1]) for row in rows}


def between(tx: Tx, first: date, last: date) -> dict[str, int]:
    """Over these days of Vietnam, both included."""
    rows = tx.all(
        "SELECT what, SUM(count) FROM tally WHERE day >= :first AND day <= :last GROUP BY what",
        first=first.isoformat(),
        last=last.isoformat(),
    )
    return {row[0]: int(row[1]) for row in rows}
