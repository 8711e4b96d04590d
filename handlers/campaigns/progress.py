"""How far a broadcast has come, and how long the rest takes."""

from __future__ import annotations

from collections import Counter
from math import ceil

from cases.plan.campaigns import Progress
from handlers.desk import Desk
from storage.plan import campaign_sending
from storage.plan.campaign_sending import Told
from storage.tables.plan import Campaign

_NAMES = {
    "pending": "waiting",
    "sent": "sent",
    "held": "held",
    "refused": "refused",
    "unreachable": "unreachable",
    "unknown": "unreachable",  # sent twice, and never confirmed
    "dropped": "dropped",
}


def progress(desk: Desk, campaign: Campaign) -> Progress:
    """What it came to, once it is over: its messages are kept for a while only."""
    return Progress.of(campaign.result) if campaign.result else counted(desk, campaign)


def counted(desk: Desk, campaign: Campaign) -> Progress:
    """A fraction of a second for a hundred thousand, out of one index."""
    told = campaign_sending.told(desk.tx, campaign.id)
    counts: Counter[str] = Counter()
    by_channel: Counter[str] = Counter()
    for each in told:
        counts[_NAMES[each.state]] += each.count
        if each.state == "sent":
            by_channel[each.channel] += each.count
    return Progress(
        size=campaign.size,
        gathered=campaign_sending.gathered(desk.tx, campaign.id),
        unknown=sum(each.twice for each in told if each.state == "sent"),
        by_channel=dict(by_channel),
        seconds_left=_seconds_left(desk, campaign, told),
        **counts,
    )


def seconds_for(desk: Desk, by_channel: dict[str, int]) -> int:
    """Channels send beside each other, each at its own pace."""
    reach = desk.ground.reach
    paces = {name: reach[name].broadcasts for name in by_channel if name in reach}
    return max((ceil(by_channel[name] / pace) for name, pace in paces.items() if pace), default=0)


def _seconds_left(desk: Desk, campaign: Campaign, told: list[Told]) -> int:
    left = Counter(campaign.spread or {})
    left.subtract(Counter({each.channel: 0 for each in told}))
    for each in told:
        if each.state != "pending":
            left[each.channel] -= each.count
    return seconds_for(desk, {name: max(count, 0) for name, count in left.items()})
