"""The log of what goes beyond the ordinary: refused commands, opened identities."""

from __future__ import annotations

from datetime import datetime

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
