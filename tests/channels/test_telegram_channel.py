"""The Telegram channel takes updates, against a Bot API server stricter than the real one."""

from __future__ import annotations

import asyncio
import socket
import time
from datetime import UTC

import pytest

from bot.channels.base import Later
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_parts.pace import UNPACED
from messages.envelope import ChatKind, Choice, Event
from tests.fakes.telegram_api import FakeTelegram
from tests.fakes.telegram_house import (
    House,
    friend,
    parcel,
    run,
    taken,
    telegram,
)
from tests.fakes.telegram_rules import ApiError

# Receiving


def test_what_a_person_says_arrives_whole():
    async def work():
        async with telegram() as (api, house, _):
            user = api.user("Bà Tư", "en")
            update = user.says("Hồ sơ bị trả\r\n3 lần \u202eabc\x00")
            got = await taken(api, house)
            assert got.text == "Hồ sơ bị trả\n3 lần abc"
            assert (got.chat, got.sender, got.language) == (str(user.id), str(user.id), "en")
            assert got.update_id == str(update["update_id"])
            assert got.message_id == str(update["message"]["message_id"])
            assert got.at.tzinfo is UTC and abs(got.at.timestamp() - time.time()) < 5
            assert got.chat_kind is ChatKind.PRIVATE and got.event is Event.MESSAGE
            assert b"update_id" in got.raw

    run(work())


def test_the_offset_advances_only_after_the_commit():
    async def work():
        async with telegram() as (api, house, channel):
            house.failures = 2
            user = api.user("Bà Tư")
            user.says("một")
            await api.until(lambda: house.failures == 1)
            assert [u["message"]["text"] for u in api.updates.pending] == ["một"]
            await api.until(lambda: "stored" in channel.health())
            user.says("hai")
            await taken(api, house, 2)
            assert [m.text for m in house.taken] == ["một", "hai"]
            await api.until(lambda: not api.updates.pending)
            assert channel.health() == ""

    run(work())


def test_an_update_nobody_can_read_is_kept_and_the_others_go_on():
    async def work():
        async with telegram() as (api, house, _):
            user = api.user("Bà Tư")
            poison = api.updates.push({"message": {"text": "no chat, no date"}})
            user.says("sau đó")
            assert (await taken(api, house)).text == "sau đó"
            await api.until(lambda: not api.updates.pending)
            [(update_id, raw, reason)] = house.strange
            assert update_id == str(poison["update_id"]) and b"no chat" in raw
            assert "message" in reason and "no chat" not in reason

    run(work())


def test_a_lone_surrogate_stalls_nobody():
    async def work():
        async with telegram() as (api, house, _):
            api.user("Bà Tư").says("vỡ \ud83d rồi")
            assert (await taken(api, house)).text == "vỡ \ufffd rồi"

    run(work())


def test_words_beside_something_unreadable_arrive():
    async def work():
        async with telegram() as (api, house, _):
            user = api.user("Bà Tư")
            strange = {"id": "1", "question": "of a newer or older Telegram"}
            replied = user.message({"poll": strange})
            user.posts({"text": "về cái đó", "reply_to_message": replied})
            user.posts({"poll": strange})
            await taken(api, house, 2)
            assert [m.text for m in house.taken] == ["về cái đó", ""]
            assert house.taken[1].unsupported == "poll" and house.strange == []

    run(work())


def test_a_page_is_handed_over_in_portions_and_no_update_is_lost_or_doubled():
    async def work():
        async with telegram(start=False) as (api, house, channel):
            people = [api.user(f"Người {n}") for n in range(150)]
            for n, person in enumerate(people):
                person.says(str(n))
            sizes = []
            house.before = lambda messages: sizes.append(len(messages))
            await channel.start(house.receive, house.unreadable)
            await taken(api, house, 150)
            assert [m.text for m in house.taken] == [str(n) for n in range(150)]
            assert sizes == [20] * 5 + [20, 20, 10]

    run(work())


def test_a_webhook_set_before_is_deleted_and_its_updates_are_kept():
    async def work():
        async with telegram(start=False) as (api, house, channel):
            api.updates.set_webhook({"url": "https://old.example.vn/"})
            api.user("Bà Tư").says("chờ")
            await channel.start(house.receive, house.unreadable)
            assert (await taken(api, house)).text == "chờ"

    run(work())


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (ApiError(401, "Unauthorized"), "token"),
        (ApiError(404, "Not Found"), "token"),
        (ApiError(409, "Conflict: terminated by other getUpdates request"), "another program"),
        (ApiError(502, "Bad Gateway"), "out of order"),
        (ApiError(429, "Too Many Requests", retry_after=1), "wait 1"),
        ("drop", "cannot be reached"),
    ],
)
def test_trouble_is_told_and_outlived(fault, words):
    async def work():
        async with telegram(start=False) as (api, house, channel):
            api.break_next("getUpdates", fault)
            user = api.user("Bà Tư")
            user.says("vẫn đến")
            await channel.start(house.receive, house.unreadable)
            await api.until(lambda: words in channel.health())
            assert (await taken(api, house)).text == "vẫn đến"
            await api.until(lambda: channel.health() == "")

    run(work())


def test_a_server_that_knows_few_methods_is_enough():
    async def work():
        menus = {("default", ""): [("gui", "Gửi")]}
        async with telegram(start=False, commands=menus) as (api, house, channel):
            for method in ("getMe", "deleteWebhook", "setMyCommands"):
                api.break_next(method, ApiError(404, "Not Found"))
            api.user("Bà Tư").says("vẫn đến")
            await channel.start(house.receive, house.unreadable)
            await taken(api, house)

    run(work())


def test_nobody_at_the_other_end_does_not_stop_the_start():
    async def work():
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            url = f"http://127.0.0.1:{free.getsockname()[1]}"
        house = House()
        channel = TelegramChannel("1:abc", url, pace=UNPACED)
        await channel.start(house.receive, house.unreadable)
        async with asyncio.timeout(5):
            while not channel.health():
                await asyncio.sleep(0.01)
        assert "cannot be reached" in channel.health()
        outcome = await channel.send(parcel(5))
        assert isinstance(outcome, Later)
        with pytest.raises(OSError):
            await channel.fetch("file-1", 100)
        await channel.stop()
        assert isinstance(await channel.send(parcel(5)), Later)

    run(work())


@pytest.mark.parametrize("token", ["abc", "1: 2", "x:y"])
def test_a_malformed_token_is_told_without_a_connection(token):
    async def work():
        channel = TelegramChannel(token, "http://127.0.0.1:9")
        await channel.start(House().receive, House().unreadable)
        assert "LANGNGHE_TELEGRAM_TOKEN" in channel.health()
        assert isinstance(await channel.send(parcel(5)), Later)
        await channel.stop()

    run(work())


def test_a_wrong_token_is_told():
    async def work():
        async with FakeTelegram() as api:
            channel = TelegramChannel("1:wrong", api.url)
            await channel.start(House().receive, House().unreadable)
            await api.until(lambda: "LANGNGHE_TELEGRAM_TOKEN" in channel.health())
            outcome = await channel.send(parcel(5))
            assert isinstance(outcome, Later) and "token" in outcome.why
            await channel.stop()

    run(work())


def test_stop_lets_the_commit_under_way_end():
    async def work():
        async with telegram() as (api, house, channel):
            gate, original = asyncio.Event(), house.receive

            async def slow(messages):
                gate.set()
                await asyncio.sleep(0.1)
                return await original(messages)

            await channel.stop()
            await channel.start(slow, house.unreadable)
            api.user("Bà Tư").says("đang ghi")
            await gate.wait()
            await channel.stop()
            assert [m.text for m in house.taken] == ["đang ghi"]

    run(work())


def test_menus_are_set_for_each_scope_and_language():
    menus = {
        ("all_private_chats", ""): [("gui", "Gửi phản ánh")],
        ("all_private_chats", "en"): [("submit", "Send feedback")],
        ("default", "vi"): [("Gui!", "không hợp lệ")],
        ("all_group_chats", ""): [("homnay", "Việc hôm nay")],
    }

    async def work():
        async with telegram(commands=menus) as (api, _, channel):
            await api.until(lambda: len(api.calls("setMyCommands")) == 4)
            await api.until(lambda: len(api.menus) == 3)
            assert api.menus["all_private_chats", "en"][0]["command"] == "submit"
            assert channel.health() == ""

    run(work())


def test_a_tap_is_answered_after_the_commit():
    async def work():
        async with telegram() as (api, house, channel):
            user = await friend(api)
            sent = await channel.send(parcel(user, "Đúng không?", Choice("Đúng", "yes")))
            house.failures = 1
            order = []
            house.before = lambda messages: order.append((len(messages), len(api.answered)))
            tap = user.taps("Đúng")
            await api.until(lambda: api.answered)
            got = house.taken[-1]
            assert (got.choice, got.choice_on, got.text) == ("yes", sent.message_id, "")
            assert api.answered == [tap["callback_query"]["id"]]
            assert all(answered == 0 for _, answered in order) and len(order) >= 2

    run(work())
