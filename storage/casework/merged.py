"""Cases that were merged into another, whose answer is theirs too."""

from __future__ import annotations

from cases.lifecycle import Status
from storage.engine.tx import Tx
from storage.tables.casework import Case


def waiting_with(tx: Tx, case_id: int) -> list[Case]:
    """Those that wait with this one, oldest first."""
    return _of(tx, case_id, Status.MERGED)


def answered_with(tx: Tx, case_id: int) -> list[Case]:
    """Those that were answered with this one and are still as they were."""
    return _of(tx, case_id, Status.ANSWERED)


def _of(tx: Tx, case_id: int, status: Status) -> list[Case]:
    merged = tx.one("SELECT 1 FROM cases WHERE merged_into = :case LIMIT 1", case=case_id)
    where = (Case.merged_into == case_id, Case.status == status.value)
    return tx.find(Case, *where, order=Case.id) if merged else []
