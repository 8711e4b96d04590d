"""What the Director asked for in reply to a report: who does it, until which day, what came of
it."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import col

from storage.clock.due import ids_of
from storage.engine.tx import Tx
from storage.tables.reports import Task


def add(
    tx: Tx,
    words: str,
    owner_id: int,
    due_on: date,
    by_id: int,
    now: datetime,
    report_id: int | None,
) -> int:
    return tx.insert(
        "task",
        report_id=report_id,
        words=words,
        owner_id=owner_id,
        due_on=due_on.isoformat(),
        at=now,
        by_id=by_id,
    )


def get(tx: Tx, task_id: int) -> Task | None:
    return tx.get(Task, task_id)


def open_of(tx: Tx, owner_id: int) -> list[Task]:
    """Earliest due first."""
    order = (col(Task.due_on), col(Task.id))
    return tx.find(Task, Task.owner_id == owner_id, col(Task.done_at).is_(None), order=order)


def given_by(tx: Tx, person_id: int) -> list[Task]:
    """Those not done yet, earliest due first."""
    order = (col(Task.due_on), col(Task.id))
    return tx.find(Task, Task.by_id == person_id, col(Task.done_at).is_(None), order=order)


def hand_to(tx: Tx, task_id: int, owner_id: int) -> None:
    tx.run("UPDATE task SET owner_id = :owner WHERE id = :id", owner=owner_id, id=task_id)


def finish(tx: Tx, task_id: int, outcome: str, by: int, now: datetime) -> bool:
    """False where it was done already."""
    done = tx.run(
        "UPDATE task SET done_at = :now, done_by = :by, outcome = :outcome"
        " WHERE id = :id AND done_at IS NULL",
        now=now,
        by=by,
        outcome=tx.seal(outcome),
        id=task_id,
    )
    return done == 1


def to_remind(tx: Tx, today: date, until: date, after: int) -> list[int]:
    """Not done, due by `until`, and whose owner was not reminded today."""
    return ids_of(
        tx,
        "SELECT id FROM task WHERE done_at IS NULL AND due_on <= :until AND reminded_on < :today"
        " AND id > :after",
        until=until.isoformat(),
        today=today.isoformat(),
        after=after,
    )


def note_reminded(tx: Tx, task_id: int, today: date) -> bool:
    """False where somebody was there first."""
    noted = tx.run(
        "UPDATE task SET reminded_on = :today WHERE id = :id AND reminded_on < :today",
        today=today.isoformat(),
        id=task_id,
    )
    return noted == 1
