"""How long offices take from accepting a case to answering it. Restricted cases are never part of
what an office is told, so they are left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.columns.plain import unstamp
from storage.engine.tx import Tx

_MOST = 50
_ACCEPTED = (
    "(SELECT MAX(h.at) FROM case_history h WHERE h.case_id = c.id"
    " AND h.action IN ('accept', 'transfer'))"
)


@dataclass(frozen=True, slots=True)
class InHand:
    """A case an office works on. `since`: when it came there."""

    case_id: int
    kind: str
    since: datetime
    due_at: datetime


def answered(
    tx: Tx, office: str, since: datetime, *, questions: bool
) -> list[tuple[datetime, datetime]]:
    """When the newest cases that an office answered since then came there, and when they were
    answered: questions, or everything else."""
    rows = tx.all(
        f"SELECT {_ACCEPTED}, c.answered_at FROM cases c WHERE c.status IN ('answered', 'closed')"
        " AND c.office = :office AND c.restricted = 0 AND c.answered_at >= :since"
        f" AND c.kind {'=' if questions else '<>'} 'question'"
        f" ORDER BY c.answered_at DESC LIMIT {_MOST}",
        office=office,
        since=since,
    )
    return [(unstamp(row[0]), unstamp(row[1])) for row in rows if row[0]]


def in_hand(tx: Tx, office: str, now: datetime) -> list[InHand]:
    """What an office has not answered, and can still answer in time; earliest due first."""
    rows = tx.all(
        f"SELECT c.id, c.kind, {_ACCEPTED}, c.due_at FROM cases c"
        " WHERE c.status IN ('assigned', 'in_progress') AND c.office = :office"
        " AND c.restricted = 0 AND c.due_at > :now AND c.new_date_at IS NULL"
        " ORDER BY c.due_at, c.id",
        office=office,
        now=now,
    )
    return [InHand(row[0], row[1], unstamp(row[2]), unstamp(row[3])) for row in rows if row[2]]
