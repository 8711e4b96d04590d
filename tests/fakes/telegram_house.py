"""A stub of the house around the Telegram channel, and short ways to set both up in a test."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from bot.channels.base import Taken
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_parts.pace import UNPACED
from messages.envelope import Outgoing, Parcel
from tests.fakes.telegram_api import FakeTelegram

SECRET = "a-secret_of-Telegrams"
PATH = "/webhooks/telegram"


class House:
    """Takes updates as the inbox does; `failures` of the next times it cannot."""

    def __init__(self):
        self.taken = []
        self.strange = []
        self.failures = 0
        self.before = lambda messages: None

    async def receive(self, messages):
        self.before(messages)
        if self.failures:
            self.failures -= 1
            raise OSError("disk full")
        await asyncio.sleep(0)
        self.taken.extend(messages)
        return [Taken(n) for n, _ in enumerate(messages)]

    async def unreadable(self, channel, update_id, raw, reason):
        assert isinstance(raw, bytes) and channel == "telegram"
        self.strange.append((update_id, raw, reason))


@asynccontextmanager
async def telegram(start=True, **options):
    """(api, house, channel); polling, and at no pace, unless told otherwise."""
    async with FakeTelegram() as api:
        house = House()
        settings: dict[str, Any] = {"pace": UNPACED, "poll_seconds": 5}
        channel = TelegramChannel(api.token, api.url, **settings | options)
        if start:
            await channel.start(house.receive, house.unreadable)
        try:
            yield api, house, channel
        finally:
            await channel.stop()


@asynccontextmanager
async def sending(**options):
    """(api, channel), the channel not yet taking updates."""
    async with telegram(start=False, **options) as (api, _, channel):
        yield api, channel


@asynccontextmanager
async def webhook(**options):
    """The same in webhook mode, with a web server for the channel's route."""
    settings = {"webhook_secret": SECRET, "public_url": "https://chat.example.vn"} | options
    async with telegram(mode="webhook", **settings) as (api, house, channel):
        app = web.Application()
        app.add_routes(channel.routes())
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        base = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield api, house, channel, base
        finally:
            await runner.cleanup()


def parcel(user, text="Chào ông/bà", *choices, **more):
    chat = str(getattr(user, "id", user))
    file, key = more.pop("file", None), more.pop("key", "test")
    message = Outgoing(key, text, tuple(choices), file)
    return Parcel(more.pop("id", 1), "telegram", 7, chat, more.pop("topic", ""), message, **more)


async def friend(api, name="Bà Tư"):
    """Someone who has written before, so that the bot may write to them."""
    user = api.user(name)
    user.says("/start")
    return user


async def taken(api, house, count=1):
    await api.until(lambda: len(house.taken) >= count)
    return house.taken[-1]


def run(work):
    asyncio.run(asyncio.wait_for(work, 20))
