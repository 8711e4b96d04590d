"""Telegram in its own process keeps Telegram's contract. Its libraries take seconds to load, so all
of it is one test with two processes that come up at once."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
from aiohttp import web

from bot.channels.base import Refused
from bot.channels.telegram_parts import remote as telegram_remote
from bot.channels.telegram_parts.remote import remote_telegram
from messages.envelope import Choice
from tests.fakes.telegram_api import FakeTelegram
from tests.fakes.telegram_house import SECRET, House, friend, parcel, run, taken
from tests.fakes.telegram_rules import ApiError

pytestmark = pytest.mark.slow  # processes and sockets of their own

MENUS = {("all_private_chats", "en"): [("submit", "Send feedback")]}


@asynccontextmanager
async def telegram(files, mode="polling"):
    """(api, house, channel), as tests.fakes.telegram_house.telegram."""
    async with FakeTelegram() as api:
        house, public = House(), "https://chat.example.vn"
        channel = remote_telegram(api.token, api.url, mode, SECRET, public, MENUS, files)
        await channel.start(house.receive, house.unreadable)
        try:
            yield api, house, channel
        finally:
            await channel.stop()


async def polls(api, house, channel):
    user = api.user("Bà Tư")
    house.failures = 2
    user.says("một")
    await api.until(lambda: house.failures == 1, 15)
    assert [u["message"]["text"] for u in api.updates.pending] == ["một"]
    await api.until(lambda: "stored" in channel.health())
    got = await taken(api, house)
    assert (got.text, got.channel, got.chat) == ("một", "telegram", str(user.id))
    await api.until(lambda: not api.updates.pending and channel.health() == "")
    api.updates.push({"message": {"text": "no chat, no date"}})
    user.says("vỡ \ud83d rồi")
    assert (await taken(api, house, 2)).text == "vỡ \ufffd rồi"
    await api.until(lambda: house.strange)
    assert b"no chat" in house.strange[0][1]
    assert api.menus["all_private_chats", "en"][0]["command"] == "submit"


async def sends(api, house, channel):
    user = await friend(api)
    sent = await channel.send(parcel(user, "<b>Đúng</b> không?", Choice("Đúng", "yes")))
    assert user.inbox[-1].id == int(sent.message_id)
    house.failures = 1
    tap = user.taps("Đúng")
    await api.until(lambda: api.answered)
    assert api.answered == [tap["callback_query"]["id"]]
    got = house.taken[-1]
    assert (got.choice, got.choice_on) == ("yes", sent.message_id)
    assert isinstance(await channel.send(parcel(user, " ")), Refused)
    ends = await asyncio.gather(*[channel.send(parcel(user, f"{n}", id=n)) for n in range(64)])
    assert len({end.message_id for end in ends}) == 64
    assert await channel.fetch(api.file(b"abc" * 1000), 10_000) == b"abc" * 1000


async def takes_calls(api, house, channel):
    await api.until(lambda: api.updates.webhook, 15)
    app = web.Application()
    app.add_routes(channel.routes())
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    api.deliver_webhook(f"http://127.0.0.1:{runner.addresses[0][1]}")
    house.failures = 2
    user = api.user("Ông Năm")
    user.says("một")
    user.says("hai")
    await taken(api, house, 2)
    await api.until(lambda: not api.updates.pending)
    assert [m.text for m in house.taken] == ["một", "hai"]
    assert api.updates.posts.count(503) == 2 and api.updates.posts.count(200) == 2
    await runner.cleanup()


async def is_refused(api, house, channel):
    api.break_next("getUpdates", ApiError(401, "Unauthorized"))
    user = api.user("Bà Sáu")
    user.says("hết phiên chờ")
    await api.until(lambda: "LANGNGHE_TELEGRAM_TOKEN" in channel.health())
    user.says("lại được rồi")
    await api.until(lambda: channel.health() == "")


def test_telegram_beside_the_house(tmp_path, monkeypatch):
    monkeypatch.setattr(telegram_remote, "FACTORY", "tests.fakes.remote_hosted:telegram")

    async def work():
        async with AsyncExitStack() as open_ones:
            enter = open_ones.enter_async_context
            polling = await enter(telegram(tmp_path))
            hooked = await enter(telegram(tmp_path, "webhook"))
            await polls(*polling)
            await sends(*polling)
            await takes_calls(*hooked)
            await is_refused(*polling)

    run(work())
