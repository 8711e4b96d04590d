"""Which officials have said that they read a broadcast, and to whom it was written."""

from __future__ import annotations

from datetime import datetime

from cases.plan.campaigns import CampaignKind
from storage.columns.plain import stamp
from storage.engine.tx import Tx

_REMINDED = "reminded of unread broadcast "


def add(tx: Tx, campaign_id: int, person_id: int, now: datetime) -> bool:
    """False where they had said so before."""
    return (
        tx.insert_once("acknowledgement", campaign_id=campaign_id, person_id=person_id, at=now)
        is not None
    )


def readers(tx: Tx, campaign_id: int) -> frozenset[int]:
    rows = tx.all("SELECT person_id FROM acknowledgement WHERE campaign_id = :id", id=campaign_id)
    return frozenset(row[0] for row in rows)


def written_to(tx: Tx, campaign_id: int) -> frozenset[int]:
    rows = tx.all(
        "SELECT DISTINCT person_id FROM outbox WHERE campaign_id = :id AND person_id IS NOT NULL",
        id=campaign_id,
    )
    return frozenset(row[0] for row in rows)


def to_remind_of(tx: Tx, begun_since: datetime, begun_by: datetime, after: int) -> list[int]:
    """Broadcasts to officials begun in that time, of which nobody was reminded yet."""
    rows = tx.all(
        "SELECT c.id FROM campaign c WHERE c.kind = :staff AND c.state IN ('running', 'done')"
        " AND c.started_at > :since AND c.started_at <= :by AND c.id > :after"
        " AND NOT EXISTS (SELECT 1 FROM kept k WHERE k.name = :reminded || c.id)"
        " ORDER BY c.id LIMIT 50",
        staff=CampaignKind.STAFF.value,
        since=stamp(begun_since),
        by=stamp(begun_by),
        after=after,
        reminded=_REMINDED,
    )
    return [row[0] for row in rows]


def note_reminded(tx: Tx, campaign_id: int, now: datetime) -> bool:
    """True once."""
    return tx.insert_once_plain("kept", name=f"{_REMINDED}{campaign_id}", value=stamp(now))
