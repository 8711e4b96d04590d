"""Questions about a case to offices that do not have it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlmodel import col

from cases.lifecycle import OPEN
from storage.engine.tx import Tx
from storage.tables.casework import Case, Consultation

_OPEN = (col(Consultation.answered_at).is_(None), col(Consultation.withdrawn_at).is_(None))


def ask(
    tx: Tx, case_id: int, office: str, question_id: int, asked_by: int, now: datetime
) -> Consultation:
    """`question_id`: the text of the case that the office reads, and nothing else."""
    asked_id = tx.insert(
        "consultation",
        case_id=case_id,
        office=office,
        question_id=question_id,
        asked_by=asked_by,
        asked_at=now,
    )
    made = tx.get(Consultation, asked_id)
    assert made is not None
    return made


def open_of_case(tx: Tx, case_id: int) -> list[Consultation]:
    """Those not answered yet, oldest first."""
    return [c for c in tx.of_case(Consultation, case_id) if not (c.answered_at or c.withdrawn_at)]


def asked_of(tx: Tx, offices: Collection[str]) -> list[tuple[Consultation, Case]]:
    """What waits for one of these offices, oldest first: of cases still open, and of none that has
    become restricted since."""
    return _of_open_cases(tx, col(Consultation.office).in_(sorted(offices)))


def asked_by(tx: Tx, person_id: int) -> list[tuple[Consultation, Case]]:
    """The same, by who asked."""
    return _of_open_cases(tx, Consultation.asked_by == person_id)


def _of_open_cases(tx: Tx, where: Any) -> list[tuple[Consultation, Case]]:
    waiting = tx.find(Consultation, where, *_OPEN, order=Consultation.id)
    found = ((each, tx.get(Case, each.case_id)) for each in waiting)
    return [(each, c) for each, c in found if c and c.status in OPEN and not c.restricted]


def answered(tx: Tx, consultation_id: int, text_id: int, person_id: int, now: datetime) -> None:
    tx.run(
        "UPDATE consultation SET answer_id = :text, answered_by = :who, answered_at = :now"
        " WHERE id = :id",
        text=text_id,
        who=person_id,
        now=now,
        id=consultation_id,
    )


def withdraw(tx: Tx, consultation_id: int, now: datetime) -> None:
    tx.run(
        "UPDATE consultation SET withdrawn_at = :now WHERE id = :id", now=now, id=consultation_id
    )
