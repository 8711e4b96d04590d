"""Telegram's pace, kept in one place for everything that python-telegram-bot sends."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.channels.parts.pace_window import Limit, Window
from bot.channels.telegram_parts.traits import BROADCASTS
from messages.envelope import Priority


@dataclass(frozen=True, slots=True)
class Pace:
    """The limits of core.telegram.org/bots/faq ("My bot is hitting limits"): 1 message a second in
    a chat with short bursts, 20 a minute in a group, about 30 a second overall. None: no limit.

    `notices` (with the broadcasts in it) and `broadcasts` stay below `overall`, so that people who
    are just writing are answered while a broadcast runs. `hold` is how many seconds of a halt a
    call waits here before it goes back to the outbox; `retries` how often one is repeated.
    """

    chat: Limit | None = (3, 3.0)
    group: Limit | None = (20, 60.0)
    # A second as Telegram counts it may be a little shorter than ours: calls travel unevenly.
    overall: Limit | None = (30, 1.05)
    notices: Limit | None = (25, 1.05)
    # Two at a time: a second's worth at once, a little late, would meet the next one on its way.
    broadcasts: Limit | None = (2, 2 / BROADCASTS)
    hold: float = 10.0
    retries: int = 3
    margin: float = 0.1


UNPACED = Pace(chat=None, group=None, overall=None, notices=None, broadcasts=None)
"""Only halts are kept: for measuring, and for a Bot API server without limits."""


def seconds_of(error: RetryAfter) -> float:
    after = error.retry_after
    return after.total_seconds() if isinstance(after, timedelta) else float(after)


class Pacer(BaseRateLimiter[int]):
    """Spaces calls, and halts all of them when Telegram answers 429.

    The one "not before" time only ever moves later, on the monotonic clock, and every call looks
    at it again after waking: a call that ends during a halt cannot open the gate for the others
    (as it can in AIORateLimiter, python-telegram-bot issue 5338). Raises RetryAfter with what is
    left of a halt too long to wait out.
    """

    def __init__(self, pace: Pace, clock: Callable[[], float] = time.monotonic) -> None:
        self._pace = pace
        self._clock = clock
        self._not_before = 0.0
        self._chats: dict[str | int, tuple[Window, ...]] = {}
        self._sweep_at = 1024
        lanes = (pace.broadcasts, pace.notices, pace.overall)
        broadcasts, notices, overall = (Window(lane) if lane else None for lane in lanes)
        # Lanes are nested and taken one after the other: a waiting broadcast holds no overall slot.
        self._lanes = {
            int(Priority.REPLY): tuple(w for w in (overall,) if w),
            int(Priority.NOTICE): tuple(w for w in (notices, overall) if w),
            int(Priority.BROADCAST): tuple(w for w in (broadcasts, notices, overall) if w),
        }

    async def initialize(self) -> None:
        """Nothing to set up."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Any:
        """One call, sent in its turn. `rate_limit_args` is a Priority; none means a reply."""
        for left in range(self._pace.retries, -1, -1):
            await self._turn(data.get("chat_id"), rate_limit_args or 0)
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                wait = seconds_of(error) + self._pace.margin
                self._not_before = max(self._not_before, self._clock() + wait)
                if not left or wait > self._pace.hold:
                    raise
        raise AssertionError("the last try either returns or raises")

    async def _turn(self, chat: str | int | None, priority: int) -> None:
        while True:
            await self._halt()
            slept = False
            for window in self._windows(chat, priority):
                now = self._clock()
                if (at := window.take(now)) > now:
                    slept = True
                    await asyncio.sleep(at - now)
            if not slept or self._clock() >= self._not_before:
                return
            # A halt came while we slept. Our slots are over: take new ones, or all who waited
            # would leave at once when it ends.

    async def _halt(self) -> None:
        while (wait := self._not_before - self._clock()) > 0:
            if wait > self._pace.hold:
                raise RetryAfter(timedelta(seconds=wait))
            await asyncio.sleep(wait)

    def _windows(self, chat: str | int | None, priority: int) -> Iterator[Window]:
        if chat is None:
            return  # answerCallbackQuery and the like count for no limit, but wait out halts
        windows = self._chats.get(chat)
        if windows is None:
            if len(self._chats) >= self._sweep_at:
                self._sweep()
            windows = self._chats[chat] = self._new(chat)
        yield from windows
        yield from self._lanes[priority]

    def _new(self, chat: str | int) -> tuple[Window, ...]:
        group = isinstance(chat, str) or chat < 0
        limits = (self._pace.chat, self._pace.group if group else None)
        return tuple(Window(limit) for limit in limits if limit)

    def _sweep(self) -> None:
        now = self._clock()
        self._chats = {
            chat: windows
            for chat, windows in self._chats.items()
            if not all(window.idle(now) for window in windows)
        }
        self._sweep_at = max(1024, 2 * len(self._chats))
