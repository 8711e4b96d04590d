"""Telegram's pace: limits kept without being told, and 429 obeyed by every send."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta

from telegram.error import RetryAfter

from bot.channels.base import Later, Sent
from bot.channels.telegram_parts.pace import UNPACED, Pace, Pacer
from messages.envelope import Priority
from tests.fakes.telegram_api import Flood
from tests.fakes.telegram_house import friend, parcel, run, sending
from tests.fakes.telegram_rules import ApiError


def test_429_halts_every_send_until_it_is_over():
    async def work():
        async with sending() as (api, channel):
            people = [await friend(api, f"Người {n}") for n in range(12)]
            api.flood = Flood(overall=(4, 5.0), retry_after=0.3)
            first = asyncio.gather(*(channel.send(parcel(p)) for p in people[:5]))
            pacer = channel._sender._bot.rate_limiter
            # Refused there is not yet heard here: what leaves in between breaks no rule.
            await api.until(lambda: pacer._not_before)
            api.flood = None
            late = asyncio.gather(*(channel.send(parcel(p)) for p in people[5:]))
            outcomes = await first + await late
            assert all(isinstance(outcome, Sent) for outcome in outcomes)
            assert api.violations == 0
            assert [len(p.inbox) for p in people] == [1] * 12

    run(work())


def test_a_halt_too_long_to_wait_goes_back_to_the_outbox_and_binds_the_others():
    async def work():
        async with sending() as (api, channel):
            user, other = await friend(api), await friend(api, "Ông Năm")
            api.break_next("sendMessage", ApiError(429, "Too Many Requests", retry_after=40))
            first = await channel.send(parcel(user))
            second = await channel.send(parcel(other))
            assert isinstance(first, Later) and isinstance(second, Later)
            assert 39 < second.seconds < 41 and len(api.calls("sendMessage")) == 1

    run(work())


class Time:
    """A clock that sleeping moves, so that minutes pass at once."""

    def __init__(self, monkeypatch):
        self.now = 1000.0
        monkeypatch.setattr("bot.channels.telegram_parts.pace.asyncio.sleep", self.sleep)

    async def sleep(self, seconds):
        self.now += seconds

    def __call__(self):
        return self.now


async def paced(pacer, count, chat, priority=0):
    times = []

    async def callback():
        times.append(pacer._clock())

    for _ in range(count):
        await pacer.process_request(callback, (), {}, "sendmessage", {"chat_id": chat}, priority)
    return times


def test_a_chat_gets_a_short_burst_and_then_the_pace(monkeypatch):
    clock = Time(monkeypatch)
    pacer = Pacer(Pace(chat=(3, 0.6)), clock)
    began = clock.now
    times = asyncio.run(paced(pacer, 7, 5))
    assert times[:3] == [began] * 3
    assert all(b - a >= 0.6 for a, b in zip(times, times[3:], strict=False))
    before = clock.now
    assert asyncio.run(paced(pacer, 1, 6)) == [before]  # somebody else does not wait


def test_the_limits_of_a_group_and_of_all(monkeypatch):
    clock = Time(monkeypatch)
    pacer = Pacer(Pace(), clock)
    times = asyncio.run(paced(pacer, 65, -100))
    assert all(b - a >= 60 for a, b in zip(times, times[20:], strict=False))
    assert times[64] - times[0] < 200
    times = asyncio.run(paced(pacer, 10, 5))
    assert all(b - a >= 3 for a, b in zip(times, times[3:], strict=False))

    async def everybody():
        return [(await paced(pacer, 1, chat))[0] for chat in range(1000, 1095)]

    times = asyncio.run(everybody())
    assert all(b - a >= 1 for a, b in zip(times, times[30:], strict=False))
    assert times[-1] - times[0] < 4


def test_a_reply_does_not_wait_behind_a_broadcast():
    async def work():
        pacer = Pacer(Pace())
        everybody = asyncio.gather(
            *(paced(pacer, 1, chat, int(Priority.BROADCAST)) for chat in range(1, 101))
        )
        await asyncio.sleep(0.05)
        began = time.monotonic()
        for chat in range(2001, 2006):
            await paced(pacer, 1, chat)
        assert time.monotonic() - began < 2  # a hundred broadcasts take over three
        everybody.cancel()

    run(work())


def test_a_broadcast_leaves_room_for_replies(monkeypatch):
    pacer = Pacer(Pace(), Time(monkeypatch))

    async def everybody():
        return [(await paced(pacer, 1, chat, int(Priority.BROADCAST)))[0] for chat in range(1, 80)]

    times = asyncio.run(everybody())
    assert all(b - a >= 1 for a, b in zip(times, times[20:], strict=False))


def test_a_call_that_ends_during_a_halt_opens_no_gate():
    async def work():
        pacer = Pacer(UNPACED)
        began = time.monotonic()
        tries, left = [], []

        async def halted():
            tries.append(1)
            if len(tries) == 1:
                raise RetryAfter(timedelta(seconds=0.3))

        async def slow():
            await asyncio.sleep(0.1)

        async def note():
            left.append(time.monotonic() - began)

        async def call(callback, chat):
            await pacer.process_request(callback, (), {}, "sendmessage", {"chat_id": chat}, None)

        async def later():
            await asyncio.sleep(0.15)
            await call(note, 3)

        await asyncio.gather(call(slow, 1), call(halted, 2), later())
        assert left[0] >= 0.3

    run(work())


def test_idle_chats_are_forgotten(monkeypatch):
    clock = Time(monkeypatch)
    pacer = Pacer(Pace(overall=None), clock)

    async def work():
        for chat in range(1, 3000):
            clock.now += 0.1
            await paced(pacer, 1, chat)

    asyncio.run(work())
    assert len(pacer._chats) <= 1024
