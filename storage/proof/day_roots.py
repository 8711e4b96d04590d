"""The sum of each day: one signed value over all receipts of a day and over the day before, made
once the day is over and published. Who keeps a single one can tell whether anything up to it was
taken out, added or back-dated since."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from cases.days.deadlines import local_day
from cases.numbers import merkle
from cases.numbers.signed_receipt import base64url, from_base64url
from storage.casework import signed_receipts
from storage.engine.tx import Tx
from storage.keys import Keys

_PAUSE = timedelta(minutes=10)
"""After midnight: what a turn began before it is committed by then."""

_COLUMNS = "day, root, count, previous, signature"


@dataclass(frozen=True, slots=True)
class DayRoot:
    """`day` is 2026-11-16, of Vietnam; `previous` is the root of the day before, empty for the
    first day of all."""

    day: str
    root: str
    count: int
    previous: str
    signature: str


@dataclass(frozen=True, slots=True)
class PublishedDay:
    root: DayRoot
    leaves: list[str]

    @property
    def agrees(self) -> bool:
        """Whether the receipts still are those that were summed up."""
        day = self.root
        summed = _summed(statement(day.day, self.leaves, day.previous))
        return day.count == len(self.leaves) and day.root == summed


def statement(day: str, leaves: list[str], previous: str) -> str:
    """What is hashed to the root, and signed."""
    return "\n".join(("LNDAY1", day, str(len(leaves)), previous, merkle.top(leaves)))


def _summed(said: str) -> str:
    return hashlib.sha256(said.encode()).hexdigest()


def to_close(tx: Tx, now: datetime) -> tuple[date, date] | None:
    """The first and the last day that are over and not yet summed up. Days without a receipt are
    too, so that a missing one shows."""
    last, begun = last_day(tx), signed_receipts.first_day(tx)
    if last is not None:
        first = date.fromisoformat(last) + timedelta(days=1)
    elif begun is not None:
        first = date.fromisoformat(begun)
    else:
        return None
    over = local_day(now - _PAUSE) - timedelta(days=1)
    return (first, over) if first <= over else None


def close(tx: Tx, keys: Keys, day: date, now: datetime) -> bool:
    """Sum a day up; False where it is not its turn."""
    open_ = to_close(tx, now)
    if open_ is None or open_[0] != day:
        return False
    name, last = day.isoformat(), tx.one("SELECT root FROM day_root ORDER BY day DESC LIMIT 1")
    leaves, previous = signed_receipts.leaves(tx, name), last[0] if last else ""
    said = statement(name, leaves, previous)
    return tx.insert_once_plain(
        "day_root",
        day=name,
        root=_summed(said),
        count=len(leaves),
        previous=previous,
        signature=base64url(keys.sign(signed_receipts.PURPOSE, said)),
        at=now,
    )


def is_ours(keys: Keys, day: PublishedDay) -> bool:
    """Whether the house signed it."""
    signature = from_base64url(day.root.signature)
    return keys.signed(
        signed_receipts.PURPOSE, statement(day.root.day, day.leaves, day.root.previous), signature
    )


def published(tx: Tx, day: str) -> PublishedDay | None:
    row = tx.one(f"SELECT {_COLUMNS} FROM day_root WHERE day = :day", day=day)
    return PublishedDay(DayRoot(*row), signed_receipts.leaves(tx, day)) if row else None


def last_day(tx: Tx) -> str | None:
    """The newest day that is published."""
    row = tx.one("SELECT MAX(day) FROM day_root")
    return row[0] if row else None


def newest(tx: Tx, count: int, skipped: int) -> list[DayRoot]:
    rows = tx.all(
        f"SELECT {_COLUMNS} FROM day_root ORDER BY day DESC LIMIT :count OFFSET :skipped",
        count=count,
        skipped=skipped,
    )
    return [DayRoot(*row) for row in rows]


def how_many(tx: Tx) -> int:
    row: Any = tx.one("SELECT COUNT(*) FROM day_root")
    return int(row[0])


def all_in_order(tx: Tx) -> list[DayRoot]:
    return [DayRoot(*row) for row in tx.all(f"SELECT {_COLUMNS} FROM day_root ORDER BY day")]
