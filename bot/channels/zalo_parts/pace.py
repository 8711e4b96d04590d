"""Zalo's pace: 4,000 requests a minute for the whole app (facts: channels 1.10)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

from bot.channels.base import Later
from bot.channels.parts.pace_window import Limit, Window
from bot.channels.zalo_parts.errors import NotDone
from bot.channels.zalo_parts.traits import BROADCASTS
from messages.envelope import Priority

# By the second rather than by the minute, so that nobody waits long behind a broadcast; 65 a second
# are at most 3,965 in any minute.
_OVERALL: Limit = (65, 1.0)
_NOTICES: Limit = (55, 1.0)
_BROADCASTS: Limit = (BROADCASTS, 1.0)
_HOLD = 5.0  # seconds a call waits here before it goes back to the outbox


class Pace:
    """Shared by every call. Lanes are nested: notices and broadcasts leave room for replies. `now`
    is a monotonic clock, `sleep` waits on it."""

    def __init__(
        self,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._now = now
        self._sleep = sleep
        self._not_before = 0.0
        broadcasts, notices, overall = map(Window, (_BROADCASTS, _NOTICES, _OVERALL))
        self._lanes = {
            Priority.REPLY: (overall,),
            Priority.NOTICE: (notices, overall),
            Priority.BROADCAST: (broadcasts, notices, overall),
        }

    async def turn(self, priority: Priority = Priority.REPLY) -> None:
        """Returns when the call may leave. Raises NotDone during a long halt."""
        await self._halt()
        for window in self._lanes[priority]:
            now = self._now()
            if (at := window.take(now)) > now:
                await self._sleep(at - now)
        await self._halt()

    def halt(self, seconds: float) -> None:
        """No call leaves for so long; an earlier, longer halt stays."""
        self._not_before = max(self._not_before, self._now() + seconds)

    async def _halt(self) -> None:
        while (wait := self._not_before - self._now()) > 0:
            if wait > _HOLD:
                raise NotDone(Later(wait, "Zalo asks us to slow down"))
            await self._sleep(wait)
