"""Cases that were merged into another, whose answer is theirs too."""

from __future__ import annotations

from cases.lifecycle import Status
from storage.tables import Case
from storage.tx import Tx


def waiting_with(tx: Tx, case_id: int) -> list[Case]:
    """Those that wait with this one, oldest first."""
    return _of(tx, case_id, Status.MERGED)


def answered_with(tx: Tx, case_id: int) -> list[Case]:
    """Those that were answered with this one and are still as they were."""
    return _of(tx, case_id, Status.ANSWERED)


def _of(tx: Tx, case_id: int, status: Status) -> list[Case]:
    where = (Case.merged_into == case_id, Case.status == status.value)
    return tx.find(Case, *where, order=Case.id)
