"""Reading every history again: the first row that is not as it was written."""

from __future__ import annotations

from dataclasses import dataclass

from storage import history
from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class BrokenRow:
    code: str
    seq: int  # 1 where a case has no history at all


def first_broken(tx: Tx) -> tuple[int, BrokenRow | None]:
    """How many cases were read, and the first bad row among them."""
    cases = tx.all("SELECT id, code FROM cases ORDER BY id")
    for number, (case_id, code) in enumerate(cases, 1):
        seq = history.broken_at(tx, case_id)
        if seq is None and not _has_history(tx, case_id):
            seq = 1
        if seq is not None:
            return number, BrokenRow(code, seq)
    return len(cases), None


def _has_history(tx: Tx, case_id: int) -> bool:
    return tx.one("SELECT 1 FROM case_history WHERE case_id = :id LIMIT 1", id=case_id) is not None
