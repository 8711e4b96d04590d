"""The log of what goes beyond the ordinary: refused commands, opened identities,
looks at what accuses somebody."""

from __future__ import annotations

from datetime import datetime, timedelta

from storage.engine.tx import Tx

_AN_HOUR = timedelta(hours=1)


def log_access(
    tx: Tx,
    now: datetime,
    person_id: int | None,
    action: str,
    *,
    case_id: int | None = None,
    detail: str = "",
) -> None:
    tx.insert(
        "access_log", at=now, person_id=person_id, action=action, case_id=case_id, detail=detail
    )


def log_read(tx: Tx, now: datetime, person_id: int, case_id: int, where: str) -> None:
    """An official has seen what stands in a case; one row an hour is enough."""
    lately = tx.one(
        "SELECT 1 FROM access_log WHERE case_id = :case AND person_id = :person"
        " AND action = 'read' AND at > :since LIMIT 1",
        case=case_id,
        person=person_id,
        since=now - _AN_HOUR,
    )
    if lately is None:
        log_access(tx, now, person_id, "read", case_id=case_id, detail=where)
