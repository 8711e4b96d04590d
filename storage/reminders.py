"""Steps of cases that run, and which officials were reminded of them: each once per step and
level."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.columns import stamp, unstamp
from storage.tx import Tx

# Waiting for the sender the department owes nothing.
_OURS = "status IN ('received', 'assigned', 'in_progress', 'awaiting_approval')"


@dataclass(frozen=True, slots=True)
class Running:
    """An open case that waits for an official, as far as its clock needs it."""

    case_id: int
    kind: str
    status: str
    since: datetime
    due_at: datetime | None


def running(tx: Tx) -> list[Running]:
    """All of them, earliest due first."""
    rows = tx.all(
        f"SELECT id, kind, status, status_at, due_at FROM cases WHERE {_OURS}"
        " AND status_at IS NOT NULL ORDER BY due_at IS NULL, due_at, id"
    )
    return [
        Running(row[0], row[1], row[2], unstamp(row[3]), unstamp(row[4]) if row[4] else None)
        for row in rows
    ]


def told(tx: Tx, person_id: int) -> set[tuple[int, str, str, str]]:
    """Case, step, stamp of when the step began, and level of what the person was reminded of."""
    rows = tx.all(
        "SELECT r.case_id, r.step, r.since, r.level FROM reminder r JOIN cases c"
        f" ON c.id = r.case_id WHERE r.person_id = :person AND c.{_OURS}",
        person=person_id,
    )
    return {(row[0], row[1], row[2], row[3]) for row in rows}


def note(
    tx: Tx, case_id: int, step: str, since: datetime, level: str, person_id: int, now: datetime
) -> bool:
    """False where the person was reminded of it before."""
    made = tx.insert_once(
        "reminder",
        case_id=case_id,
        step=step,
        since=since,
        level=level,
        person_id=person_id,
        at=now,
    )
    return made is not None


def key(case_id: int, step: str, since: datetime, level: str) -> tuple[int, str, str, str]:
    """As in `told`."""
    return case_id, step, stamp(since), level
