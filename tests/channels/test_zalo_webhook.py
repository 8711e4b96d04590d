"""Zalo's webhook: nobody else is let in, nothing is lost, and every event is what it says."""

from __future__ import annotations

import io
import json
import logging
from datetime import UTC, datetime

import aiohttp
import pytest

from bot.channels.base import FileGone, FileTooLarge
from bot.channels.zalo_parts.signature import Signature, mac
from handlers.citizen.submission.particulars import read as particulars
from messages.envelope import Choice, Event, FileKind, Location
from tests.fakes.zalo_house import PATH, run, scene
from tests.fakes.zalo_webhooks import signature


@pytest.fixture
def database(sqlite_database: str) -> str:
    return sqlite_database


VECTOR = (
    '{"app_id":"1234567890123456789","sender":{"id":"246845883529197922"},'
    '"user_id_by_app":"552177279717587730","recipient":{"id":"388613280878808645"},'
    '"event_name":"user_send_text","message":{"text":"Xin chào","msg_id":"96d3cdf3af150460909"},'
    '"timestamp":"1540368141908"}'
).encode()
VECTOR_MAC = "d195f76882feaf842c2172f340ec24b12774767f7f28e5fe6a8b7fb8016dc34f"


async def post(base, body, given):
    async with (
        aiohttp.ClientSession() as http,
        http.post(base + PATH, data=body, headers={"X-ZEvent-Signature": given}) as answer,
    ):
        return answer.status


# --- who may call --------------------------------------------------------------------------------


def test_the_vector_of_the_facts():
    assert len(VECTOR) == 267
    assert mac("1234567890123456789", VECTOR, "1540368141908", "OASECRETKEY") == VECTOR_MAC
    it = Signature("1234567890123456789", "9", "OASECRETKEY", "x")
    assert it.valid(f"mac={VECTOR_MAC}", VECTOR, "1540368141908")
    assert not it.valid(f"mac={VECTOR_MAC}", VECTOR + b" ", "1540368141908")
    assert not it.valid(VECTOR_MAC, VECTOR, "1540368141908")


def test_the_vector_is_taken_as_it_came(database):
    async def work():
        async with scene(database) as it:
            assert await post(it.base, VECTOR, f"mac={VECTOR_MAC}") == 200
            [message] = it.house.taken
            assert (message.text, message.chat) == ("Xin chào", "246845883529197922")
            assert message.sender == message.chat and message.channel == "zalo"
            assert message.update_id == message.message_id == "96d3cdf3af150460909"
            assert message.at == datetime(2018, 10, 24, 8, 2, 21, 908000, UTC)
            assert message.raw == VECTOR

    run(work())


def test_strangers_are_turned_away_and_nothing_of_theirs_is_kept(database):
    async def work():
        async with scene(database) as it:
            other = VECTOR.replace("chào".encode(), b"chao")
            for body, given in (
                (VECTOR, ""),
                (VECTOR, "mac="),
                (VECTOR, f"mac={VECTOR_MAC[:-1]}0"),
                (VECTOR, "mac=bí mật"),
                (other, f"mac={VECTOR_MAC}"),
                (b"{}", "mac=0"),
                (b"{", "mac=0"),
                (b"\xff\xfe", ""),
            ):
                assert await post(it.base, body, given) == 403
            assert it.house.taken == [] and it.house.strange == []
            assert it.channel.health() == "", "strangers do not make us ill"
            assert await post(it.base, io.BytesIO(b"x" * 1_100_000), "mac=0") == 413

    run(work())


@pytest.mark.parametrize(
    ("first", "secret", "named"),
    [
        ("oa_id", "oa_secret", "oa_id with the OA secret"),
        ("app_id", "app_secret", "app_id with the app secret"),
        ("oa_id", "app_secret", "oa_id with the app secret"),
    ],
)
def test_a_combination_that_would_have_fitted_is_named_and_still_refused(
    database, caplog, first, secret, named
):
    async def work():
        async with scene(database) as it:
            api = it.api
            made = signature(getattr(api, first), VECTOR, "1540368141908", getattr(api, secret))
            assert await post(it.base, VECTOR, f"mac={made}") == 403
            assert it.house.taken == [] and named in it.channel.health()
            assert named in caplog.text
            assert api.oa_secret not in caplog.text and api.app_secret not in caplog.text
            assert await post(it.base, VECTOR, f"mac={VECTOR_MAC}") == 200
            assert it.channel.health() == ""

    with caplog.at_level(logging.INFO):
        run(work())


def test_the_oa_id_may_be_what_comes_first(database):
    async def work():
        async with scene(database, signature_id="oa") as it:
            made = signature(it.api.oa_id, VECTOR, "1540368141908", it.api.oa_secret)
            assert await post(it.base, VECTOR, f"mac={made}") == 200
            assert await post(it.base, VECTOR, f"mac={VECTOR_MAC}") == 403
            assert len(it.house.taken) == 1

    run(work())


def test_without_a_secret_nobody_is_let_in(database):
    async def work():
        async with scene(database, oa_secret="") as it:
            made = signature(it.api.app_id, VECTOR, "1540368141908", "")
            assert await post(it.base, VECTOR, f"mac={made}") == 403

    run(work())


# --- nothing is lost -----------------------------------------------------------------------------


def test_an_event_is_answered_after_the_commit_and_comes_again_until_then(database):
    async def work():
        async with scene(database) as it:
            it.house.failures = 2
            said = it.friend().says("một")
            await it.api.events.delivered()
            assert it.api.delivery().statuses == [503] and it.house.taken == []
            assert "stored" in it.channel.health()
            await it.api.later(seconds=30)
            await it.api.later(minutes=5)
            assert it.api.delivery().statuses == [503, 503, 200]
            assert [m.text for m in it.house.taken] == ["một"] and it.channel.health() == ""
            again = it.api.events.post_raw(it.api.delivery().body, said["timestamp"])
            await it.api.events.delivered()
            assert again.statuses == [200] and len(it.house.taken) == 1, "known by its msg_id"

    run(work())


def test_zalo_gives_up_after_two_hours_and_says_so_nowhere(database):
    """The fake does what the facts say, so that a test can tell what an outage costs."""

    async def work():
        async with scene(database) as it:
            await it.channel.stop()
            it.friend().says("một")
            await it.api.later(hours=3)
            assert it.api.delivery().statuses == [503] * 6 and it.api.events.off

    run(work())


def test_what_nobody_can_read_is_kept_once_and_answered(database):
    async def work():
        async with scene(database) as it:
            for body in (b"", b"  \n"):
                assert await post(it.base, body, "") == 200
            assert it.house.strange == []
            api, user = it.api, it.friend()
            who = {"sender": {"id": user.id}}
            for event in (
                {"event_name": "user_asks_for_their_data", **who},
                {"event_name": "user_send_text", "message": {"msg_id": "1", "text": "x"}},
                {"event_name": "user_send_text", "message": "x", **who},
                {"event_name": "user_seen_message", "message": {}, **who},
                {"event_name": "user_submit_info", "info": {}, **who},
                {"event_name": 7, **who},
                {"event_name": "user_send_image", "message": {"attachments": 5}, **who},
            ):
                api.tell(event)
            for raw in (b"[1]", b"{", b"\xff\xfe", b"[" * 5000):
                api.events.post_raw(raw, "")
            api.events.post_raw(b'{"event_name":"follow","timestamp":"morgen"}', "morgen")
            await api.events.delivered()
            assert [d.statuses for d in api.events.posts] == [[200]] * 12
            reasons = [reason for _, _, reason in it.house.strange]
            assert len(reasons) == 12 and len({i for i, _, _ in it.house.strange}) == 12
            assert reasons[0] == "unknown event user_asks_for_their_data"
            assert it.house.strange[0][1] == api.delivery(0).body
            api.events.post_raw(api.delivery(0).body, json.loads(api.delivery(0).body)["timestamp"])
            await api.events.delivered()
            assert len(it.house.strange) == 12 and it.house.taken == []

    run(work())


def test_what_cannot_be_kept_comes_again_too(database):
    async def work():
        async with scene(database) as it:
            it.house.failures = 1
            it.api.tell({"event_name": "newer_than_we", "sender": {"id": it.friend().id}})
            await it.api.events.delivered()
            assert it.api.delivery().statuses == [503] and it.house.strange == []
            await it.api.later(seconds=31)
            assert len(it.house.strange) == 1

    run(work())


# --- what people do ------------------------------------------------------------------------------


def test_every_thing_a_person_can_send(database):
    async def work():
        async with scene(database) as it:
            user, house = it.friend(), it.house

            async def after(event):
                await it.api.events.delivered()
                return house.taken[-1]

            decomposed = await after(user.says("Xin cha\u0300o\x00", quote="oa1"))
            assert (decomposed.text, decomposed.reply_to) == ("Xin chào", "oa1")
            photo = await after(user.sends_photo(b"jpeg", "Đơn của tôi"))
            assert [f.kind for f in photo.files] == [FileKind.PHOTO] and photo.text == "Đơn của tôi"
            assert await it.channel.fetch(photo.files[0].ref, 100) == b"jpeg"
            assert (await after(user.sends_gif())).files[0].kind is FileKind.PHOTO
            [file] = (await after(user.sends_file("Đơn.pdf", b"%PDF"))).files
            assert (file.kind, file.name, file.type) == (
                FileKind.DOCUMENT,
                "Đơn.pdf",
                "application/pdf",
            )
            assert file.size == 4 and await it.channel.fetch(file.ref, 4) == b"%PDF"
            assert (await after(user.sends_audio())).files[0].kind is FileKind.VOICE
            assert (await after(user.sends_video())).files[0].kind is FileKind.VIDEO
            assert (await after(user.sends_sticker())).files[0].kind is FileKind.STICKER
            for short in (False, True):
                place = await after(user.sends_location(15.12, 108.79, short=short))
                assert place.location == Location(15.12, 108.79) and not place.unsupported
            link = await after(user.sends_link("Báo Quảng Ngãi", "https://bao.example.vn/1"))
            assert link.text == "https://bao.example.vn/1\nBáo Quảng Ngãi"
            card = await after(user.sends_card("Trần Văn Sáu", "84905123456"))
            assert card.text == "Trần Văn Sáu\n+84905123456"
            assert house.strange == [] and {m.event for m in house.taken} == {Event.MESSAGE}
            assert {m.chat for m in house.taken} == {user.id}
            assert len({m.update_id for m in house.taken}) == len(house.taken)

    run(work())


def test_what_holds_nothing_is_told_apart(database):
    async def work():
        async with scene(database) as it:
            user = it.friend()
            user.sends("image", {"attachments": [{"type": "image", "payload": {}}]})
            user.sends("location", {"attachments": [{"payload": {"coordinates": {"lat": "x"}}}]})
            user.sends("location", {"attachments": [None, {"payload": None}]})
            user.sends("business_card", {"attachments": []})
            user.says("")
            await it.api.events.delivered()
            assert [m.unsupported for m in it.house.taken] == [
                "image",
                "location",
                "location",
                "business_card",
                "text",
            ]

    run(work())


@pytest.mark.parametrize("old", [False, True])
def test_the_form_comes_back_as_the_senders_own_words(database, old):
    async def work():
        async with scene(database) as it:
            it.friend().submits_info("Võ Thị Tư", "84905123218", old=old)
            message = await it.taken()
            assert message.text == "Võ Thị Tư\n+84905123218\n12 Lê Lợi, Nghĩa Lộ, Quảng Ngãi"
            told = particulars(message.text)
            assert (told.name, told.phone) == ("Võ Thị Tư", "+84905123218")
            assert told.commune

    run(work())


def test_coming_going_and_receipts(database):
    async def work():
        async with scene(database) as it:
            user = it.api.user("Bà Tư")
            user.follows()
            assert (await it.taken()).event is Event.FOLLOWED
            first = await it.send(user, "một", id=1)
            second = await it.send(user, "hai", id=2)
            user.receives()
            user.sees()
            user.unfollows()
            await it.taken(5)
            followed, got, got_too, seen, left = it.house.taken
            assert followed.chat == left.chat == seen.chat == user.id
            assert (got.event, got.ours) == (Event.DELIVERED, (first.message_id,))
            assert got_too.ours == (second.message_id,)
            assert (seen.event, seen.ours) == (
                Event.SEEN,
                (first.message_id, second.message_id),
            )
            assert left.event is Event.BLOCKED
            assert len({m.update_id for m in it.house.taken}) == 5
            assert it.house.strange == [], "the echoes of our own sends are nothing"
            assert any(b'"oa_send_text"' in d.body for d in it.api.events.posts)

    run(work())


def test_receipts_of_the_same_moment_are_two(database):
    async def work():
        async with scene(database) as it:
            user = it.friend()
            first = json.loads(it.api.events.post(receipt(user, "oa1")).body)
            it.api.events.post(first | {"message": {"msg_id": "oa2"}})
            it.api.events.post(first)
            await it.api.events.delivered()
            assert [m.ours for m in it.house.taken] == [("oa1",), ("oa2",)]

    def receipt(user, ident):
        who = {"event_name": "user_received_message", "sender": {"id": user.id}}
        return {**who, "message": {"msg_id": ident}, "timestamp": "1540368141908"}

    run(work())


# --- taps ----------------------------------------------------------------------------------------


def test_a_tap_comes_back_as_what_stands_behind_the_button(database):
    async def work():
        async with scene(database) as it:
            user, other = it.friend(), it.friend("Ông Năm")
            await it.send(user, "Đúng không?", Choice("Đúng", "=3:a.b"), id=41)
            user.taps("Đúng")
            tap = await it.taken()
            assert (tap.choice, tap.choice_from, tap.text) == ("=3:a.b", 41, "")
            payload = user.inbox[-1].inline[0]["payload"]
            for forged in (
                payload.replace("a.b", "a.c"),
                payload.replace("41", "42"),
                payload[:-1],
                "#ln.",
                "#ln.1",
                "#ln.x.=1:a.0123456789abcdef",
                "#ln.41..",
                "#ln.41.\ud83d.x",
            ):
                user.taps_payload(forged)
            other.taps_payload(payload)
            await it.taken(10)
            stale = it.house.taken[1:]
            assert [(m.choice, m.choice_from, m.text) for m in stale] == [("=stale", 0, "")] * 9
            user.says("#lnxx là gì?")
            assert (await it.taken(11)).text == "#lnxx là gì?"

    run(work())


def test_a_stale_tap_is_answered_like_any_old_button(world):
    citizen = world.citizen()
    citizen.says("xin chao").taps_data("=stale")
    assert citizen.keys == ["common.done_already"]
    citizen.says("/gui").taps_data("=stale")
    assert citizen.keys[0] == "common.stale"


# --- files ---------------------------------------------------------------------------------------


def test_files_come_from_zalo_only_and_are_never_too_large(database):
    async def work():
        async with scene(database) as it:
            fetch, ref = it.channel.fetch, it.api.media(b"x" * 1000, "jpg")
            assert await fetch(ref, 1000) == b"x" * 1000
            with pytest.raises(FileTooLarge):
                await fetch(ref, 999)
            gone = (
                it.api.url + "/media/none.jpg",
                "no-such-ref",
                "https://zdn.vn.example.org/a",
                "https://evilzdn.vn/a",
                "file:///etc/passwd",
                "http://[",
                "",
            )
            for each in gone:
                with pytest.raises(FileGone):
                    await fetch(each, 1000)
            it.api.break_next("media", 410)
            with pytest.raises(FileGone):
                await fetch(ref, 1000)
            it.api.break_next("media", 503)
            with pytest.raises(OSError):
                await fetch(ref, 1000)

    run(work())


def test_a_download_is_not_led_elsewhere(database):
    async def work():
        async with scene(database) as it:
            ref = it.api.media(b"x", "jpg")
            it.api.break_next("media", "http://169.254.169.254/latest")
            with pytest.raises(FileGone):
                await it.channel.fetch(ref, 1000)
            it.api.break_next("media", ref)
            assert await it.channel.fetch(ref, 1000) == b"x"
            it.api.break_next("media", *[ref] * 9)
            with pytest.raises(ConnectionError):
                await it.channel.fetch(ref, 1000)

    run(work())
