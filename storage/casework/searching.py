"""What a search looks through: cases newest first, a portion at a time, and their words. Whoever
asks opens only those of cases that are theirs to see."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import col

from storage.engine.tx import Row, Tx
from storage.keys import Keys
from storage.tables.casework import Case


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which cases to look through; empty: all. `statuses` and `owners` are any of them."""

    office: str = ""
    statuses: frozenset[str] = frozenset()
    owners: frozenset[int] = frozenset()
    since: datetime | None = None
    until: datetime | None = None  # before


@dataclass(slots=True)
class Words:
    """Of one case: (kind, body) of what was written and may be erased, notes, what the sender told
    of themselves."""

    texts: list[tuple[str, str]]
    notes: list[str]
    told: dict[str, str]


def before(tx: Tx, case_id: int | None, most: int, only: Narrowed) -> list[Case]:
    """The next cases, newest first; `case_id` is the last one looked at, None to begin."""
    where: list[Any] = []
    if case_id is not None:
        where.append(col(Case.id) < case_id)
    if only.office:
        where.append(Case.office == only.office)
    if only.statuses:
        where.append(col(Case.status).in_(sorted(only.statuses)))
    if only.owners:
        where.append(col(Case.owner_id).in_(sorted(only.owners)))
    if only.since is not None:
        where.append(col(Case.received_at) >= only.since)
    if only.until is not None:
        where.append(col(Case.received_at) < only.until)
    return tx.find(Case, *where, order=col(Case.id).desc(), limit=most)


def words(
    tx: Tx, keys: Keys, cases: Sequence[Case], senders_of: Collection[int]
) -> dict[int, Words]:
    """By case id. Who sent it is opened for `senders_of` only."""
    found = {case.id: Words([], [], {}) for case in cases}
    for case_id, kind, body in _rows(tx, "case_id, kind, body", "case_text", found):
        found[case_id].texts.append((kind, tx.opened(body)))
    for case_id, body in _rows(tx, "case_id, body", "case_note", found):
        found[case_id].notes.append(tx.opened(body))
    for case_id, sealed in _rows(tx, "case_id, sealed", "identity", senders_of, order="case_id"):
        told = keys.unseal("identity", sealed)
        assert isinstance(told, dict)
        found[case_id].told = told
    return found


def _rows(tx: Tx, columns: str, table: str, ids: Iterable[int], order: str = "id") -> list[Row]:
    params = {f"c{at}": ident for at, ident in enumerate(ids)}
    if not params:
        return []
    marks = ", ".join(f":{name}" for name in params)
    sql = f"SELECT {columns} FROM {table} WHERE case_id IN ({marks}) ORDER BY {order}"
    return tx.all(sql, **params)
