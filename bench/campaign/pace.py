"""The limits of the services and our own pace, both so many times as fast as in life."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass

from bot.channels.parts.pace_window import Limit

# facts: channels 3.7 (core.telegram.org/bots/faq) and 1.10.
TELEGRAM: Limit = (30, 1.0)
TELEGRAM_CHAT: Limit = (3, 3.0)  # one a second, with short bursts
ZALO: Limit = (4000, 60.0)


def faster(limit: Limit | None, scale: int) -> Limit | None:
    """So many more calls in the same time: shorter times would make every millisecond by which a
    call is late weigh as much more."""
    return (limit[0] * scale, limit[1]) if limit else None


def sooner(limit: Limit | None, scale: int) -> Limit | None:
    """The same calls in less time, where the number itself is the point."""
    return (limit[0], limit[1] / scale) if limit else None


@dataclass
class Gate:
    """A service's own count: what is too much is refused."""

    limit: Limit

    def __post_init__(self) -> None:
        self._times: deque[float] = deque()

    def lets_in(self) -> bool:
        count, seconds = self.limit
        now = time.monotonic()
        while self._times and self._times[0] <= now - seconds:
            self._times.popleft()
        if len(self._times) >= count:
            return False
        self._times.append(now)
        return True
