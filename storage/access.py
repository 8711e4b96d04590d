"""The log of what goes beyond the ordinary: refused commands, opened identities."""

from __future__ import annotations

from datetime import datetime

from storage.columns import unstamp
from storage.tx import Tx


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


def identity_openings(tx: Tx, case_id: int) -> tuple[int, datetime | None]:
    """How often the sender's name was opened, and when last."""
    row = tx.one(
        "SELECT COUNT(*), MAX(at) FROM access_log WHERE case_id = :id AND action = 'identity'",
        id=case_id,
    )
    return (row[0], unstamp(row[1])) if row and row[0] else (0, None)
