"""Pairs of cases that may be about the same matter, as the machine suggests them and officials turn
them down."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlmodel import col

from cases.lifecycle import OPEN, Status
from storage.engine.tx import Row, Tx
from storage.tables.casework import Case

COMPARED = OPEN | {Status.ANSWERED}
_TOLD = ("story", "transcript")
_MOST = 3_000


def others(tx: Tx, case: Case, since: datetime, among: Sequence[int]) -> list[Case]:
    """Those of them that were filed since then and before this one and are not over; restricted
    ones only beside one that is."""
    return tx.find(
        Case,
        col(Case.id) < case.id,
        col(Case.id).in_(among),
        Case.restricted == int(case.restricted),
        col(Case.status).in_(sorted(COMPARED)),
        col(Case.received_at) >= since,
    )


def filed(tx: Tx, since: datetime, after: int) -> list[tuple[int, bool]]:
    """(id, whether it is restricted) of the cases filed since then with a higher id, at most the
    newest of two months in an office like ours, in order."""
    rows = tx.all(
        "SELECT id, restricted FROM cases WHERE received_at >= :since AND id > :after"
        f" ORDER BY id DESC LIMIT {_MOST}",
        since=since,
        after=after,
    )
    return [(row[0], bool(row[1])) for row in reversed(rows)]


def first(tx: Tx, since: datetime) -> int:
    """The smallest id filed since then; 0 for none."""
    row = tx.one("SELECT MIN(id) FROM cases WHERE received_at >= :since", since=since)
    return int(row[0]) if row and row[0] else 0


def stories(tx: Tx, case_ids: Sequence[int]) -> dict[int, str]:
    """What was told in each, as far as it was not erased."""
    if not case_ids:
        return {}
    found: dict[int, list[str]] = {}
    marks = {f"c{at}": ident for at, ident in enumerate(case_ids)}
    kinds = {f"k{at}": kind for at, kind in enumerate(_TOLD)}
    rows: list[Row] = tx.all(
        f"SELECT case_id, body FROM case_text WHERE case_id IN ({_named(marks)})"
        f" AND kind IN ({_named(kinds)}) ORDER BY id",
        **marks,
        **kinds,
    )
    for case_id, body in rows:
        found.setdefault(case_id, []).append(tx.opened(body))
    return {case_id: "\n".join(told) for case_id, told in found.items()}


def _named(params: Iterable[str]) -> str:
    return ", ".join(f":{name}" for name in params)


def keep(tx: Tx, case_id: int, like_id: int, percent: int, now: datetime) -> None:
    """Once for a pair, the later case first."""
    tx.insert_once("likeness", case_id=case_id, like_id=like_id, percent=percent, at=now)


def of_case(tx: Tx, case_id: int) -> list[tuple[int, int]]:
    """(the other case, percent) of every pair that nobody turned down, most alike first."""
    rows = tx.all(
        "SELECT CASE WHEN case_id = :case THEN like_id ELSE case_id END, percent FROM likeness"
        " WHERE (case_id = :case OR like_id = :case) AND dismissed_at IS NULL"
        " ORDER BY percent DESC, id",
        case=case_id,
    )
    return [(row[0], row[1]) for row in rows]


def dismiss(tx: Tx, case_id: int, like_id: int, person_id: int, now: datetime) -> bool:
    """They are two matters, for good. False where nobody had suggested it, or it was done."""
    done = tx.run(
        "UPDATE likeness SET dismissed_at = :now, dismissed_by = :who WHERE dismissed_at IS NULL"
        " AND ((case_id = :one AND like_id = :other) OR (case_id = :other AND like_id = :one))",
        one=case_id,
        other=like_id,
        who=person_id,
        now=now,
    )
    return done > 0
