"""A broadcast whose time is long past, because the house stood still or its channel was away: its
words may be true no more, so it goes on only once somebody says so."""

from __future__ import annotations

from datetime import timedelta

from cases.plan.campaigns import CampaignKind
from handlers.desk import Desk
from messages.dates import moment_text
from storage.tables.plan import Campaign

_LONG = timedelta(days=2)


def why(desk: Desk, campaign: Campaign) -> str:
    """In words; empty while it is fresh, and of what recurs or sums up, which holds as long."""
    if campaign.every or campaign.kind == CampaignKind.SUMMARY:
        return ""
    times = (campaign.send_at, campaign.approved_at, campaign.watched_since)
    meant = max(filter(None, times), default=desk.now)
    if desk.now - meant <= _LONG:
        return ""
    return desk.words("vi", "campaign.why_late", at=moment_text(meant, "vi"))
