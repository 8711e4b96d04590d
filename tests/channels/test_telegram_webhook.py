"""Telegram's webhook: nothing lost, nobody else let in."""

from __future__ import annotations

import io

import aiohttp

from tests.fakes.telegram_house import (
    PATH,
    SECRET,
    run,
    taken,
    webhook,
)


def test_the_webhook_takes_what_telegram_posts():
    async def work():
        async with webhook() as (api, house, channel, base):
            await api.until(lambda: api.updates.webhook)
            url = "https://chat.example.vn" + PATH
            assert api.updates.webhook == {"url": url, "secret": SECRET}
            assert api.calls("setWebhook")[0].params["drop_pending_updates"] is False
            api.deliver_webhook(base)
            user, other = api.user("Bà Tư"), api.user("Ông Năm")
            house.failures = 3
            user.says("một")
            await api.until(lambda: "stored" in channel.health())
            assert set(api.updates.posts) == {503}
            user.says("hai")
            other.says("ba")
            await taken(api, house, 3)
            await api.until(lambda: not api.updates.pending)
            assert [m.text for m in house.taken if m.chat == str(user.id)] == ["một", "hai"]
            assert api.updates.posts.count(200) == 3
            assert channel.health() == ""

    run(work())


def test_the_webhook_keeps_what_nobody_can_read_and_lets_the_chat_go_on():
    async def work():
        async with webhook() as (_, house, _, base), aiohttp.ClientSession() as http:
            headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
            for body in (b"{", b"[1]", b"\xff\xfe", b'{"update_id": 7, "message": {}}', b"", b"{}"):
                async with http.post(base + PATH, data=body, headers=headers) as answer:
                    assert answer.status == 200
            assert len(house.strange) == 6 and house.taken == []
            assert house.strange[3][0] == "7"
            assert len({update_id for update_id, _, _ in house.strange}) == 6
            flood = io.BytesIO(b"x" * 1_100_000)
            async with http.post(base + PATH, data=flood, headers=headers) as answer:
                assert answer.status == 413
            raw = b'{"update_id":8,"message":{"message_id":1,"date":1,"text":"\\ud83d","from":'
            raw += b'{"id":5,"is_bot":false,"first_name":"A"},"chat":{"id":5,"type":"private"}}}'
            async with http.post(base + PATH, data=raw, headers=headers) as answer:
                assert answer.status == 200
            assert house.taken[-1].text == "\ufffd" and house.taken[-1].raw == raw

    run(work())


def test_the_webhook_turns_strangers_away():
    async def work():
        async with webhook() as (_, _, channel, base), aiohttp.ClientSession() as http:
            for secret in (None, "", "wrong", SECRET + "x", "bí mật"):
                headers = {} if secret is None else {"X-Telegram-Bot-Api-Secret-Token": secret}
                async with http.post(base + PATH, data=b"{}", headers=headers) as answer:
                    assert answer.status == 403
            await channel.stop()
            headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
            async with http.post(base + PATH, data=b"{}", headers=headers) as answer:
                assert answer.status == 503
        async with (
            webhook(webhook_secret="") as (api, _, channel, base),
            aiohttp.ClientSession() as http,
        ):
            headers = {"X-Telegram-Bot-Api-Secret-Token": ""}
            async with http.post(base + PATH, data=b"{}", headers=headers) as answer:
                assert answer.status == 403
            assert "SECRET" in channel.health() and api.calls("setWebhook") == []

    run(work())
