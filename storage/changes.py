"""What was changed because people spoke, as they were told of it."""

from __future__ import annotations

from datetime import datetime

from cases.campaigns import CampaignKind, State
from storage.tx import Tx

_TOLD = ", ".join(
    f"'{state}'" for state in (State.APPROVED, State.RUNNING, State.PAUSED, State.DONE)
)


def titles(tx: Tx, begins: datetime, ends: datetime) -> list[str]:
    """In a line each, of what was approved in the span; newest first."""
    rows = tx.all(
        f"SELECT title FROM campaign WHERE kind = '{CampaignKind.CHANGED}' AND state IN ({_TOLD})"
        " AND approved_at >= :begins AND approved_at < :ends ORDER BY approved_at DESC, id DESC",
        begins=begins,
        ends=ends,
    )
    return [row[0] for row in rows]
