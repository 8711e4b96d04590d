"""Requests of people about their own data, each with its two clocks."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import col

from storage.engine.tx import Tx
from storage.tables.casework import Duty
from storage.tables.privacy import DataRequest

DUTY = "data"
"""The kind of the duty that puts an open request into the list of who may answer it."""


def keep(
    tx: Tx,
    *,
    person_id: int,
    chat_id: int | None,
    case_id: int | None,
    kind: str,
    words: str,
    at: datetime,
    first_due_at: datetime,
    due_at: datetime,
) -> int:
    """Returns its number. The machine's own answer, in the same turn, is the first one."""
    return tx.insert(
        "data_request",
        person_id=person_id,
        chat_id=chat_id,
        case_id=case_id,
        kind=kind,
        words=words,
        at=at,
        first_due_at=first_due_at,
        due_at=due_at,
        acknowledged_at=at,
    )


def finish(
    tx: Tx, number: int, outcome: str, reason: str, now: datetime, by: int | None = None
) -> bool:
    """`outcome` is done or refused; `by` None: the machine did it. False where it was over."""
    done = tx.run(
        "UPDATE data_request SET done_at = :now, done_by = :by, outcome = :outcome,"
        " reason = :reason WHERE id = :id AND done_at IS NULL",
        now=now,
        by=by,
        outcome=outcome,
        reason=tx.seal(reason),
        id=number,
    )
    for duty in tx.find(Duty, Duty.kind == DUTY, col(Duty.done_at).is_(None)):
        if (duty.data or {}).get("request") == number:
            tx.run(
                "UPDATE duty SET done_at = :now, done_by = :by WHERE id = :id",
                now=now,
                by=by,
                id=duty.id,
            )
    return done == 1


def put_on_lists(
    tx: Tx, office: str, number: int, kind: str, case_id: int | None, now: datetime
) -> None:
    tx.insert(
        "duty",
        kind=DUTY,
        office=office,
        case_id=case_id,
        created_at=now,
        data={"request": number, "why": f"data:{kind}"},
    )


def get(tx: Tx, number: int) -> DataRequest | None:
    return tx.get(DataRequest, number)


def waiting(tx: Tx) -> list[DataRequest]:
    """Those nobody has finished, earliest due first."""
    order = (col(DataRequest.due_at), col(DataRequest.id))
    return tx.find(DataRequest, col(DataRequest.done_at).is_(None), order=order)


def waiting_of(tx: Tx, person_id: int, kind: str, case_id: int | None = None) -> DataRequest | None:
    """The open one of a person, of that kind and about that case."""
    return next(
        (r for r in waiting(tx) if (r.person_id, r.kind, r.case_id) == (person_id, kind, case_id)),
        None,
    )


def of_person(tx: Tx, person_id: int) -> list[DataRequest]:
    """Oldest first."""
    return tx.find(DataRequest, DataRequest.person_id == person_id, order=DataRequest.id)


def due_by(tx: Tx, until: datetime, after: int, limit: int) -> list[int]:
    """Numbers of open ones that must be done by then."""
    rows = tx.all(
        "SELECT id FROM data_request WHERE done_at IS NULL AND due_at <= :until AND id > :after"
        " ORDER BY id LIMIT :limit",
        until=until,
        after=after,
        limit=limit,
    )
    return [row[0] for row in rows]
