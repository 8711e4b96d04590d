"""Cases whose promised day was missed: of which their sender must still hear, and when they heard
last."""

from __future__ import annotations

from datetime import datetime

from storage.clock.due import ids_of
from storage.engine.tx import Tx

# Waiting for the sender the clock stands still.
_WORKED_ON = "status IN ('received', 'assigned', 'in_progress', 'awaiting_approval')"
# Of those merged into another the senders keep the days they were promised.
_UNANSWERED = "status IN ('received', 'assigned', 'in_progress', 'awaiting_approval', 'merged')"


def missed(tx: Tx, now: datetime, after: int) -> list[int]:
    """Cases past their day whose sender was given no new date."""
    return ids_of(
        tx,
        f"SELECT id FROM cases WHERE {_UNANSWERED} AND due_at < :now AND new_date_at IS NULL"
        " AND id > :after",
        now=now,
        after=after,
    )


def without_news(tx: Tx, now: datetime, until: datetime, after: int) -> list[int]:
    """Those past their day whose sender was told so by `until`, and nothing since."""
    return ids_of(
        tx,
        f"SELECT c.id FROM cases c WHERE c.{_UNANSWERED} AND c.due_at < :now"
        " AND c.new_date_at IS NOT NULL AND c.id > :after AND :until >="
        " (SELECT MAX(h.at) FROM case_history h WHERE h.case_id = c.id"
        " AND h.action IN ('delay', 'follow_delay', 'late', 'progress'))",
        now=now,
        until=until,
        after=after,
    )


def due_between(tx: Tx, since: datetime, until: datetime, after: int) -> list[int]:
    """Cases somebody works on whose day ends then, and whose sender was given no new date."""
    return ids_of(
        tx,
        f"SELECT id FROM cases WHERE {_WORKED_ON} AND due_at >= :since AND due_at <= :until"
        " AND new_date_at IS NULL AND id > :after",
        since=since,
        until=until,
        after=after,
    )
