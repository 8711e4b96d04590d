"""What was changed because people spoke, and who spoke of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from cases.kinds import STATUTORY
from cases.plan.campaigns import CampaignKind, State
from storage.engine.tx import Tx

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


def with_merged(tx: Tx, case_ids: Sequence[int]) -> list[int]:
    """These cases and those that were merged into them: their senders wrote about the same."""
    among = ", ".join(str(int(ident)) for ident in case_ids)
    rows = tx.all(f"SELECT id FROM cases WHERE id IN ({among}) OR merged_into IN ({among})")
    return sorted(row[0] for row in rows)


def complaints(tx: Tx, since: datetime) -> dict[str, int]:
    """By procedure, how many said since then that something is wrong with it; without what accuses
    somebody."""
    kinds = ", ".join(f"'{kind}'" for kind in sorted(STATUTORY))
    rows = tx.all(
        "SELECT procedure_code, COUNT(*) FROM cases WHERE procedure_code <> '' AND restricted = 0"
        f" AND kind IN ({kinds}) AND received_at >= :since GROUP BY procedure_code",
        since=since,
    )
    return {row[0]: row[1] for row in rows}
