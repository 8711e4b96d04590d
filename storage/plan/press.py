"""Which press notes went out."""

from __future__ import annotations

from cases.plan.campaigns import CampaignKind, State
from storage.engine.tx import Tx

_SENT = "press letters of "
_GOES = ", ".join(f"'{state}'" for state in (State.APPROVED, State.RUNNING, State.DONE))


def to_send(tx: Tx, after: int) -> list[int]:
    """Approved notes that are not written yet, whether or not they count as done."""
    rows = tx.all(
        f"SELECT c.id FROM campaign c WHERE c.kind = '{CampaignKind.PRESS}' AND c.id > :after"
        f" AND c.state IN ({_GOES}) AND NOT EXISTS (SELECT 1 FROM kept k"
        f" WHERE k.name = '{_SENT}' || c.id) ORDER BY c.id",
        after=after,
    )
    return [row[0] for row in rows]


def note_sent(tx: Tx, campaign_id: int) -> bool:
    """False where it was noted before."""
    return tx.insert_once_plain("kept", name=f"{_SENT}{campaign_id}", value="sent")
