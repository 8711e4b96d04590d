"""What the accused side was asked and answered, under numbers that lead to no case."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import col

from storage.engine.tx import Tx
from storage.tables.casework import Explanation

_UNDECIDED = " AND approved_at IS NULL AND refused_at IS NULL"
_ASKED = " AND approved_at IS NOT NULL AND answered_at IS NULL AND refused_at IS NULL"
_UNANSWERED = " AND answered_at IS NULL AND refused_at IS NULL"


def add(
    tx: Tx,
    number: str,
    case_id: int,
    summary_id: int,
    asked_by: int,
    now: datetime,
    *,
    office: str,
    person_id: int | None,
) -> Explanation:
    ident = tx.insert(
        "explanation",
        number=number,
        case_id=case_id,
        summary_id=summary_id,
        asked_by=asked_by,
        asked_at=now,
        office=office,
        person_id=person_id,
    )
    made = tx.get(Explanation, ident)
    assert made is not None
    return made


def get(tx: Tx, explanation_id: int) -> Explanation | None:
    return tx.get(Explanation, explanation_id)


def by_number(tx: Tx, number: str) -> Explanation | None:
    found = tx.find(Explanation, Explanation.number == number)
    return found[0] if found else None


def asked(tx: Tx) -> list[Explanation]:
    """Those that wait for the accused side."""
    return tx.find(
        Explanation,
        col(Explanation.approved_at).is_not(None),
        col(Explanation.answered_at).is_(None),
        col(Explanation.refused_at).is_(None),
        order=Explanation.id,
    )


def of_case(tx: Tx, case_id: int) -> list[Explanation]:
    """Oldest first."""
    return tx.of_case(Explanation, case_id)


def approve(tx: Tx, ident: int, by: int, now: datetime, due: datetime) -> bool:
    """False where it was decided before."""
    sets = "approved_by = :by, approved_at = :now, due_at = :due"
    return _change(tx, ident, sets, _UNDECIDED, by=by, now=now, due=due)


def end(tx: Tx, ident: int, now: datetime) -> bool:
    """Returned or withdrawn. False where it was answered, or ended before."""
    return _change(tx, ident, "refused_at = :now", _UNANSWERED, now=now)


def answer(tx: Tx, ident: int, text_id: int, by: int, now: datetime) -> bool:
    """False where it waits for nobody any more."""
    sets = "answer_id = :text, answered_by = :by, answered_at = :now"
    return _change(tx, ident, sets, _ASKED, text=text_id, by=by, now=now)


def _change(tx: Tx, ident: int, sets: str, where: str, **params: object) -> bool:
    sql = f"UPDATE explanation SET {sets} WHERE id = :id{where}"
    return tx.run(sql, id=ident, **params) == 1
