"""What a broadcast would come to, before anybody approves it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from cases.plan.campaigns import Audience
from handlers.campaigns import feeding
from handlers.campaigns.progress import seconds_for
from handlers.desk import Desk
from storage.plan import audience as audiences
from storage.plan.audience_query import Asked

# Zalo (facts: channels 1.4): free for 48 hours after somebody's last word, then priced for as long
# as its window is open.
_FREE = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class Forecast:
    """`free`, `priced` and `beyond` are of channels with a window: within the free hours, at a
    price, or waiting until the person writes again. `cost` is in đồng, `seconds` at the pace of the
    channels, nights not counted. Most of what is gathered for summaries is in `size` too."""

    size: int
    by_channel: Mapping[str, int]
    free: int
    priced: int
    beyond: int
    cost: int
    seconds: int

    @property
    def minutes(self) -> int:
        return -(-self.seconds // 60)


def forecast(desk: Desk, audience: Audience) -> Forecast:
    """Goes through the whole audience: see `storage.plan.audience.spread`."""
    windows = {
        name: window
        for name in feeding.channels(desk)
        if (window := desk.ground.window(name)) is not None
    }
    longest = max(windows.values(), default=_FREE)
    since = [desk.now - min(_FREE, longest), desk.now - longest]
    found = audiences.spread(desk.tx, Asked(audience, feeding.channels(desk)), since)
    spoke = [found.spoke_since.get(name, (0, 0)) for name in windows]
    free, open_ = (sum(each[n] or 0 for each in spoke) for n in (0, 1))
    behind = sum(found.by_channel.get(name, 0) for name in windows)
    priced, beyond = open_ - free, behind - open_
    going = {
        name: count if name not in windows else found.spoke_since[name][1]
        for name, count in found.by_channel.items()
    }
    return Forecast(
        size=found.size,
        by_channel=found.by_channel,
        free=free,
        priced=priced,
        beyond=beyond,
        cost=priced * desk.agency.plan.broadcasts.price,
        seconds=seconds_for(desk, going),
    )
