"""What is published of cases. Whoever keeps a copy sees by the mark whether it is still whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from storage.columns.plain import stamp, unstamp
from storage.engine.tx import Tx

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


@dataclass(frozen=True, slots=True)
class Publication:
    """What is published of one case. `shown` is what its official saw beside the words; empty for
    those published before that was kept, which show what the case says now."""

    code: str
    words: str
    restricted: bool
    outcome: str
    first_at: datetime
    last_at: datetime
    shown: dict[str, str]


def all_of(tx: Tx) -> list[Publication]:
    """Each as it was published last, what accuses somebody among them."""
    rows = tx.all(
        "SELECT c.code, c.published, c.restricted, c.outcome, c.kind, c.office, c.procedure_code,"
        " c.received_at, c.answered_at, h.at, h.data FROM cases c LEFT JOIN case_history h"
        " ON h.case_id = c.id AND h.action = 'publish'"
        " WHERE c.published <> '' ORDER BY c.id, h.seq"
    )
    made: dict[str, Publication] = {}
    for row in rows:
        before = made.get(row[0])
        made[row[0]] = _publication(row, before.first_at if before else None)
    return list(made.values())


def _publication(row: Any, first_at: datetime | None) -> Publication:
    data = orjson.loads(row[10]) if row[10] else {}
    at = unstamp(row[9] or row[7])
    return Publication(
        code=row[0],
        words=row[1],
        restricted=bool(row[2]),
        outcome=data.get("outcome") or row[3],
        first_at=first_at or at,
        last_at=at,
        shown=data.get("shown") or _as_it_is(row),
    )


def _as_it_is(row: Any) -> dict[str, str]:
    named = {"kind": row[4], "office": row[5], "procedure": row[6]}
    return {**named, "received": row[7] or "", "answered": row[8] or ""}


def taken_down(tx: Tx, code: str) -> bool:
    """Whether something of the case stood there once and stands there no more. Of what accuses
    somebody, or does so now, nothing is told."""
    row = tx.one(
        "SELECT 1 FROM cases c JOIN case_history h ON h.case_id = c.id AND h.action = 'unpublish'"
        " WHERE c.code = :code AND c.published = '' AND c.restricted = 0 LIMIT 1",
        code=code,
    )
    return row is not None
