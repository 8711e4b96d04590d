"""By which calendar the days of the open cases were counted last, and for which years the admins
were reminded of theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

import orjson
from sqlmodel import col

from cases.days.calendar_changes import DaysSeen
from cases.lifecycle import OPEN
from storage.columns.plain import stamp, unstamp
from storage.engine.tx import Tx
from storage.tables.casework import Case

_COUNTED_BY = "calendar"
_REMINDED = "calendar of "


@dataclass(frozen=True, slots=True)
class CountedBy:
    """`since`: when it came into force for every case."""

    days: DaysSeen
    since: datetime


def counted_by(tx: Tx) -> CountedBy | None:
    """None before the first time."""
    row = tx.one("SELECT value FROM kept WHERE name = :name", name=_COUNTED_BY)
    if row is None:
        return None
    kept = orjson.loads(row[0])
    odd = frozenset(date.fromisoformat(day) for day in kept["odd"])
    days = DaysSeen(kept["first"], kept["last"], odd, time.fromisoformat(kept["end"]))
    return CountedBy(days, unstamp(kept["since"]))


def keep(tx: Tx, days: DaysSeen, now: datetime) -> None:
    odd = sorted(day.isoformat() for day in days.odd)
    kept = {"first": days.first, "last": days.last, "odd": odd, "end": days.end.isoformat()}
    value = orjson.dumps({**kept, "since": stamp(now)}).decode()
    if not tx.insert_once_plain("kept", name=_COUNTED_BY, value=value):
        tx.run("UPDATE kept SET value = :value WHERE name = :name", value=value, name=_COUNTED_BY)


def running(tx: Tx, after: int) -> list[Case]:
    """Open cases that are promised for a day, with ids above `after`, in order."""
    open_ = [status.value for status in OPEN]
    return tx.find(
        Case,
        col(Case.status).in_(open_),
        col(Case.due_at).is_not(None),
        col(Case.id) > after,
        order=Case.id,
    )


def recounted(tx: Tx, since: datetime) -> list[int]:
    """Cases whose day was counted anew since then."""
    return [
        row[0]
        for row in tx.all(
            "SELECT DISTINCT h.case_id FROM case_history h WHERE h.action = 'recount'"
            " AND h.at >= :since ORDER BY h.case_id",
            since=since,
        )
    ]


# --- next year's ---------------------------------------------------------------------------------


def reminded(tx: Tx, year: int) -> bool:
    return tx.one("SELECT 1 FROM kept WHERE name = :name", name=f"{_REMINDED}{year}") is not None


def note_reminded(tx: Tx, year: int) -> bool:
    """False where it was noted before."""
    return tx.insert_once_plain("kept", name=f"{_REMINDED}{year}", value="reminded")
