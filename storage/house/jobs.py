"""Slow work asked for in a turn, as the database knows it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import col

from storage.engine.tx import Tx
from storage.tables.house import Job

TRIES = 5


def add(tx: Tx, kind: str, params: dict[str, Any], chat_id: int | None, due_at: datetime) -> int:
    return tx.insert("job", kind=kind, params=params, chat_id=chat_id, due_at=due_at)


def waits(tx: Tx, kind: str, params: dict[str, Any]) -> bool:
    """Whether this very job is still to be done."""
    row = tx.one(
        "SELECT 1 FROM job WHERE state = 'waiting' AND kind = :kind AND params = :params",
        kind=kind,
        params=params,
    )
    return row is not None


def end(tx: Tx, kind: str, params: dict[str, Any]) -> bool:
    """It need not be done any more. False where it was not waiting: whoever gets True sees to what
    follows, and nobody else."""
    ended = tx.run(
        "UPDATE job SET state = 'done' WHERE state = 'waiting' AND kind = :kind"
        " AND params = :params",
        kind=kind,
        params=params,
    )
    return ended > 0


def waiting(tx: Tx, now: datetime, limit: int = 20) -> list[Job]:
    """Jobs whose time has come."""
    # The state stands in the text: with a parameter SQLite would not use the index.
    rows = tx.all(
        "SELECT id FROM job WHERE state = 'waiting' AND due_at <= :now"
        " ORDER BY due_at LIMIT :limit",
        now=now,
        limit=limit,
    )
    ids = [r[0] for r in rows]
    return tx.find(Job, col(Job.id).in_(ids), order=Job.id) if ids else []


def done(tx: Tx, job_id: int) -> None:
    tx.run("UPDATE job SET state = 'done' WHERE id = :id", id=job_id)


def put_off(tx: Tx, job_id: int, due_at: datetime) -> None:
    """Not now, and no failure either."""
    tx.run("UPDATE job SET due_at = :due WHERE id = :id", due=due_at, id=job_id)


def failed(tx: Tx, job: Job, reason: str, now: datetime, *, last: bool = False) -> bool:
    """Try again after 10 s, 40 s, 160 s ...; True where that was the last try."""
    attempts = job.attempts + 1
    last = last or attempts >= TRIES
    tx.run(
        "UPDATE job SET state = :state, attempts = :attempts, due_at = :due, reason = :reason"
        " WHERE id = :id",
        state="failed" if last else "waiting",
        attempts=attempts,
        due=now + timedelta(seconds=10 * 4**job.attempts),
        reason=reason,
        id=job.id,
    )
    return last
