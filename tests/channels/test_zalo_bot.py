"""The Zalo Bot channel against a platform stricter than the real one."""

from __future__ import annotations

import asyncio
import io
import json
import random
import unicodedata
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.channels.base import (
    FileGone,
    FileTooLarge,
    Later,
    Outcome,
    Refused,
    Sent,
    Taken,
    Unknown,
    Unreachable,
)
from bot.channels.parts.file_links import FileLinks
from bot.channels.zalo_bot import ZaloBotChannel
from bot.file_types import file_type
from bot.files import FileStore
from messages.envelope import Choice, ChoiceKind, Document, FileKind, Incoming, Outgoing, Parcel
from messages.texts import Texts
from storage.engine.db import StorageUnavailable
from storage.keys import Keys
from tests.bot_town import SECRET
from tests.channels.test_plain_text import Form, random_text
from tests.fakes.zalo_bot_api import ApiError, FakeZaloBot
from tests.fakes.zalo_bot_people import VOICE, BotUser
from tests.place import PUBLIC
from tests.ports import free_port

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


class House:
    """Takes updates as the inbox does; `failures` of the next times it cannot."""

    def __init__(self) -> None:
        self.taken: list[Incoming] = []
        self.strange: list[tuple[str, bytes, str]] = []
        self.failures = 0

    async def receive(self, updates: Any) -> list[Taken]:
        await asyncio.sleep(0)
        if self.failures:
            self.failures -= 1
            raise StorageUnavailable("disk full")
        self.taken += updates
        return [Taken(len(self.taken)) for _ in updates]

    async def unreadable(self, channel: str, update_id: str, raw: bytes, reason: str) -> None:
        if self.failures:
            self.failures -= 1
            raise StorageUnavailable("disk full")
        assert channel == "zalo_bot" and isinstance(raw, bytes)
        self.strange.append((update_id, raw, reason))


class Scene:
    """A platform, a channel before it, and a house behind."""

    def __init__(self, zalo: FakeZaloBot, folder: Path, **options: Any) -> None:
        self.api, self.house = zalo, House()
        self.files = FileStore(folder / "files")
        texts = Texts()
        links = FileLinks(Keys(b"k" * 32), PUBLIC, self.files.open_path, lambda: datetime.now(UTC))

        def words(language: str, key: str, **params: Any) -> str:
            return str(texts.render(language, key, **params))

        given: dict[str, Any] = {"api": zalo.url, "poll_seconds": 5, "public_url": PUBLIC}
        self.channel = ZaloBotChannel(zalo.token, words, links, **given | options)
        self.links = links
        self.user = zalo.user("Võ Thị Tư")
        self.user.knows_us = True
        self._serial = 0

    def parcel(self, text: str, *choices: Choice, **more: Any) -> Parcel:
        self._serial += 1
        to: BotUser = more.pop("to", self.user)
        message = Outgoing("test", text, choices, more.pop("file", None))
        return Parcel(more.pop("id", self._serial), "zalo_bot", 7, to.id, "", message, **more)

    async def sends(self, text: str, *choices: Choice, **more: Any) -> Outcome:
        return await self.channel.send(self.parcel(text, *choices, **more))

    def document(self, name: str, type_: str, data: bytes) -> Document:
        kept = self.files.keep_ours(name, type_, data)
        return Document(kept.name, kept.path, kept.type, kept.size)

    async def start(self) -> None:
        await self.channel.start(self.house.receive, self.house.unreadable)

    async def hears(self, count: int = 1) -> list[Incoming]:
        await self.api.until(lambda: len(self.house.taken) >= count)
        return self.house.taken

    @property
    def shown(self) -> list[str]:
        return [bubble.text for bubble in self.user.inbox]


@asynccontextmanager
async def scene(
    folder: Path, *, start: bool = False, documented: bool = False, **options: Any
) -> AsyncIterator[Scene]:
    async with FakeZaloBot(documented=documented) as api:
        made = Scene(api, folder, **options)
        app = web.Application()
        app.add_routes([*made.channel.routes(), *made.links.routes()])
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        api.sites[PUBLIC] = f"http://127.0.0.1:{runner.addresses[0][1]}"
        if start:
            await made.start()
        try:
            yield made
        finally:
            await made.channel.stop()
            await runner.cleanup()


WEBHOOK: dict[str, Any] = {"mode": "webhook", "secret": SECRET}


# --- what comes in -------------------------------------------------------------------------------


@pytest.mark.parametrize("documented", [False, True], ids=["flat", "wrapped"])
@pytest.mark.parametrize("options", [{}, WEBHOOK], ids=["polling", "webhook"])
def test_everything_people_send_is_heard(
    tmp_path: Path, options: dict[str, Any], documented: bool
) -> None:
    async def work() -> None:
        async with scene(tmp_path, start=True, documented=documented, **options) as at:
            user = at.user
            user.says(unicodedata.normalize("NFD", "hồ sơ bị trả\x00 * <b>"))
            user.sends_photo(PNG, "phiếu hẹn")
            user.sends_photo(PNG)
            user.sends_voice()
            user.sends_sticker(b"RIFF")
            user.sends_unsupported()
            text, captioned, photo, voice, sticker, nothing = await at.hears(6)
            assert text.text == "hồ sơ bị trả * <b>" and not text.files
            assert captioned.text == "phiếu hẹn"
            kinds = [each.files[0].kind for each in (captioned, photo, voice, sticker)]
            assert kinds == [FileKind.PHOTO, FileKind.PHOTO, FileKind.VOICE, FileKind.STICKER]
            assert voice.files[0].type == "audio/aac"
            assert await at.channel.fetch(photo.files[0].ref, 1000) == PNG
            assert await at.channel.fetch(voice.files[0].ref, 1000) == VOICE
            assert (nothing.text, nothing.files, nothing.unsupported) == ("", (), "zalo")
            assert {each.chat for each in at.house.taken} == {user.id} == {text.sender}
            assert len({each.update_id for each in at.house.taken}) == 6
            assert abs((text.at - datetime.now(UTC)).total_seconds()) < 60
            assert at.house.strange == []

    asyncio.run(work())


def test_what_we_cannot_read_is_kept_and_what_is_nobodys_word_is_not(tmp_path: Path) -> None:
    async def work() -> None:
        async with scene(tmp_path, start=True) as at:
            at.api.push({"event_name": "bot.joined.group", "group": "g"})
            at.api.push({"event_name": "message.text.received", "message": {"text": "lạc"}})
            at.api.push({"event_name": "message.unsupported.received"})
            at.user.posts("reaction", reaction="/-heart")
            at.user.posts("text", group="nhom", text="@bot chuyện của nhóm")
            bot: dict[str, Any] = {"from": {"id": "1", "is_bot": True}}
            at.user.posts("text", text="tiếng vọng", **bot)
            at.user.posts("link", text="https://x.vn xem giúp")
            at.user.posts("location")
            link, place = await at.hears(2)
            assert link.text == "https://x.vn xem giúp" and place.unsupported == "zalo"
            reasons = [reason for _, _, reason in at.house.strange]
            assert reasons == ["ValueError", "KeyError", "KeyError"]
            assert "bot.joined.group" in at.house.strange[0][1].decode()
            assert all(len(known) <= 64 for known, _, _ in at.house.strange)

    asyncio.run(work())


def test_an_update_without_an_id_is_known_again_by_its_time(tmp_path: Path) -> None:
    async def work() -> None:
        async with scene(tmp_path, start=True) as at:
            for _ in range(2):
                at.user.posts("unsupported", message_id="", date=1789300000000)
            at.user.posts("unsupported", message_id="", date="?")
            first, again, undated = await at.hears(3)
            assert first.update_id == again.update_id != undated.update_id
            assert first.at == datetime.fromtimestamp(1789300000, UTC)

    asyncio.run(work())


# --- polling -------------------------------------------------------------------------------------


def test_polling_takes_a_webhook_away_and_asks_one_by_one(tmp_path: Path) -> None:
    async def work() -> None:
        async with scene(tmp_path) as at:
            at.api.webhook = {"url": f"{PUBLIC}/elsewhere", "secret": SECRET}
            at.user.says("một")
            await at.start()
            at.user.says("hai")
            assert [each.text for each in await at.hears(2)] == ["một", "hai"]
            assert at.api.webhook == {} and at.channel.health() == ""
            assert at.channel.routes() == []
            assert all(c.params["timeout"] == "5" for c in at.api.calls("getUpdates"))

    asyncio.run(work())


@pytest.mark.parametrize("status", [200, 408])
def test_nothing_new_is_no_trouble(tmp_path: Path, status: int) -> None:
    async def work() -> None:
        async with scene(tmp_path, start=False) as at:
            nothing = ApiError(408, "Request timeout", status)
            at.api.break_next("getUpdates", nothing, nothing, nothing)
            await at.start()
            at.user.says("rồi")
            await at.hears()
            assert at.channel.health() == "" and len(at.api.calls("deleteWebhook")) == 1

    asyncio.run(work())


def test_trouble_is_told_in_one_line_and_passes(tmp_path: Path) -> None:
    async def work() -> None:
        async with scene(tmp_path) as at:
            at.api.break_next("getUpdates", *[ApiError(500, "oops", 500)] * 2)
            await at.start()
            await at.api.until(at.channel.health)
            assert "500" in at.channel.health() and "\n" not in at.channel.health()
            at.user.says("vẫn đến")
            await at.hears()
            await at.api.until(lambda: at.channel.health() == "")

    asyncio.run(work())


def test_what_was_handed_over_is_offered_until_it_is_kept(tmp_path: Path) -> None:
    """The platform gives it once; a full disk must not lose it while we run."""

    async def work() -> None:
        async with scene(tmp_path, start=True) as at:
            at.house.failures = 2
            at.user.says("giữ giúp")
            at.user.says("sau đó")
            await at.api.until(lambda: "stored" in at.channel.health())
            assert [each.text for each in await at.hears(2)] == ["giữ giúp", "sau đó"]
            await at.api.until(lambda: at.channel.health() == "")

    asyncio.run(work())


def test_stopping_finishes_what_was_handed_over(tmp_path: Path) -> None:
    async def work() -> None:
        async with scene(tmp_path, start=True) as at:
            at.house.failures = 1
            at.user.says("đang cất")
            await at.api.until(lambda: at.channel.health())
            await at.channel.stop()
            assert [each.text for each in at.house.taken] == ["đang cất"]
            await at.channel.stop()
            await at.start()
            at.user.says("lại đây")
            assert (await at.hears(2))[1].text == "lại đây"

    asyncio.run(work())


def test_a_wrong_token_is_told_without_it(tmp_path: Path) -> None:
    async def work() -> None:
        async with scene(tmp_path) as at:
            at.api.token = "1459232241454765289:another"
            await at.start()
            await at.api.until(at.channel.health)
            assert "LANGNGHE_ZALO_BOT_TOKEN" in at.channel.health()
            outcome = await at.sends("Chào ông/bà")
            assert isinstance(outcome, Later) and outcome.alarm and outcome.seconds == 300
            assert "geheim" not in at.channel.health() + outcome.why

    asyncio.run(work())


# --- webhook -------------------------------------------------------------------------------------


def test_the_webhook_is_set_and_tried_until_we_are_reached(tmp_path: Path) -> None:
    async def work() -> None:
        async with scene(tmp_path, **WEBHOOK) as at:
            sites = dict(at.api.sites)
            at.api.sites.clear()
            await at.start()
            await at.api.until(at.channel.health)
            assert "cannot reach our webhook (UNREACHABLE)" in at.channel.health()
            at.api.sites |= sites
            await at.api.until(lambda: at.channel.health() == "")
            assert at.api.webhook == {"url": f"{PUBLIC}/webhooks/zalo-bot", "secret": SECRET}
            assert at.api.calls("getUpdates") == []

    asyncio.run(work())


@pytest.mark.parametrize(
    ("options", "missing"),
    [
        ({"secret": ""}, "LANGNGHE_ZALO_BOT_SECRET"),
        ({"secret": "short"}, "LANGNGHE_ZALO_BOT_SECRET"),
        ({"public_url": ""}, "LANGNGHE_PUBLIC_URL"),
    ],
)
def test_what_the_webhook_lacks_is_named(
    tmp_path: Path, options: dict[str, Any], missing: str
) -> None:
    async def work() -> None:
        async with scene(tmp_path, start=True, **WEBHOOK | options) as at:
            assert missing in at.channel.health() and at.api.requests == []

    asyncio.run(work())


async def _call(at: Scene, body: bytes, secret: str | None = SECRET) -> int:
    headers = {"X-Bot-Api-Secret-Token": secret} if secret is not None else {}
    url = at.api.sites[PUBLIC] + "/webhooks/zalo-bot"
    async with (
        aiohttp.ClientSession() as http,
        http.post(url, data=io.BytesIO(body) if body else b"", headers=headers) as answer,
    ):
        return answer.status


UPDATE = json.dumps(
    {"event_name": "message.text.received", "message": {"text": "x", "chat": {"id": "1"}}}
).encode()


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", "a-secret_of-Zaloṣ"])
def test_whoever_does_not_know_the_secret_is_turned_away(
    tmp_path: Path, secret: str | None
) -> None:
    async def work() -> None:
        async with scene(tmp_path, start=True, **WEBHOOK) as at:
            assert await _call(at, UPDATE, secret) == 403
            assert at.house.taken == [] == at.house.strange

    asyncio.run(work())


@pytest.mark.parametrize("given", [None, "", "any"])
def test_without_a_secret_of_ours_nobody_gets_in(tmp_path: Path, given: str | None) -> None:
    async def work() -> None:
        async with scene(tmp_path, start=True, mode="webhook") as at:
            for body in (UPDATE, b""):
                assert await _call(at, body, given) == 403
            assert at.house.taken == []

    asyncio.run(work())


def test_probes_are_answered_and_say_nothing(tmp_path: Path) -> None:
    async def work() -> None:
        async with scene(tmp_path, start=True, **WEBHOOK) as at:
            assert await _call(at, b"", None) == 200
            for body in (b"", b"  ", b"{}", b"null", b'{"ok":true,"result":{}}', b'{"a":1}'):
                assert await _call(at, body) == 200, body
            assert at.house.taken == [] == at.house.strange

    asyncio.run(work())


def test_what_is_no_json_is_kept_and_a_flood_is_not(tmp_path: Path) -> None:
    async def work() -> None:
        async with scene(tmp_path, start=True, **WEBHOOK) as at:
            for body in (b"<html>", b"\xff\xfe", b"[1]", b'"x"', b'{"event_name":[]}'):
                assert await _call(at, body) == 200
            assert len(at.house.strange) == 5 and at.house.strange[0][1] == b"<html>"
            assert await _call(at, b"x" * (1 << 21)) == 413
            assert await _call(at, b'{"event_name":"message.text.received","message":'
                                   b'{"text":"v\\ud83d","chat":{"id":"1"}}}') == 200  # fmt: skip
            assert at.house.taken[0].text.startswith("v")

    asyncio.run(work())


def test_it_is_answered_after_the_commit_only(tmp_path: Path) -> None:
    async def work() -> None:
        async with scene(tmp_path, **WEBHOOK) as at:
            assert await _call(at, UPDATE) == 503, "not started"
            await at.start()
            at.house.failures = 2
            at.user.says("hai lần không cất được")
            await at.hears()
            await at.api.until(lambda: at.api.updates.posts[-1:] == [200])
            assert at.api.updates.posts == [503, 503, 200]
            at.house.failures = 1
            assert await _call(at, b"no json") == 503
            assert "stored" in at.channel.health()
            assert await _call(at, b"no json") == 200 and at.channel.health() == ""

    asyncio.run(work())


# --- files that came -----------------------------------------------------------------------------


def test_a_file_is_theirs_small_enough_and_still_there(tmp_path: Path) -> None:
    async def work() -> None:
        async with scene(tmp_path) as at:
            fetch, ref = at.channel.fetch, at.api.media(b"x" * 5000, "jpg")
            with pytest.raises(FileTooLarge):
                await fetch(ref, 4999)
            assert len(await fetch(ref, 5000)) == 5000
            at.api.gone.add(ref.rpartition("/")[2])
            with pytest.raises(FileGone):
                await fetch(ref, 5000)
            for elsewhere in ("file:///etc/passwd", "", "no-such-ref", "ftp://zdn.vn/a", "https://[/a",
                              "http://127.0.0.1:1/a", "https://127.0.0.1/a", "https://azdn.vn/",
                              "https://zdn.vn.evil.example/a"):  # fmt: skip
                with pytest.raises(FileGone):
                    await fetch(elsewhere, 5000)

    asyncio.run(work())


def test_a_redirect_leads_only_to_their_own_servers(tmp_path: Path) -> None:
    async def work() -> None:
        async with scene(tmp_path) as at:
            there = at.api.media(PNG, "jpg")
            at.api.moved["a"] = there
            at.api.moved["b"] = "http://127.0.0.1:1/inside"
            at.api.moved["c"] = f"{at.api.url}/media/c"
            assert await at.channel.fetch(f"{at.api.url}/media/a", 1000) == PNG
            with pytest.raises(FileGone):
                await at.channel.fetch(f"{at.api.url}/media/b", 1000)
            with pytest.raises(ConnectionError):
                await at.channel.fetch(f"{at.api.url}/media/c", 1000)

    asyncio.run(work())


def test_their_voices_are_recordings_that_we_keep(tmp_path: Path) -> None:
    assert file_type(VOICE) is not None
    kept = FileStore(tmp_path).keep("", "audio/aac", VOICE, 1000)
    assert (kept.type, kept.name, kept.size) == ("audio/aac", "tep.aac", len(VOICE))
    mpeg2 = bytes([0xFF, 0xF9]) + VOICE[2:]
    assert FileStore(tmp_path).keep("", "", mpeg2, 1000).type == "audio/aac"


# --- what goes out -------------------------------------------------------------------------------


def test_words_arrive_as_they_are(tmp_path: Path) -> None:
    async def work() -> None:
        async with scene(tmp_path) as at:
            outcome = await at.sends("Việc <b>PA26</b>: *sao* _gạch_ 1 &lt; 2 &amp; [x](y)")
            assert isinstance(outcome, Sent) and outcome.message_id == at.user.inbox[0].id
            assert at.shown == ["Việc PA26: *sao* _gạch_ 1 < 2 & [x](y)"]
            assert set(at.api.calls("sendMessage")[0].params) == {"chat_id", "text"}

    asyncio.run(work())


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_no_character_is_lost_on_the_way_out(tmp_path: Path, form: Form) -> None:
    async def work() -> None:
        chance = random.Random(form)
        texts = [random_text(chance, form) * chance.randint(1, 6) for _ in range(150)]
        async with scene(tmp_path) as at:
            for text in texts:
                at.user.inbox.clear()
                assert isinstance(await at.sends(text), Sent)
                assert "".join(at.shown) == unicodedata.normalize("NFC", text).strip()
            assert any(len(text) > 4000 for text in texts)
            assert all(call.code == 0 for call in at.api.requests)

    asyncio.run(work())


def test_what_is_all_emoji_fits_however_they_are_counted(tmp_path: Path) -> None:
    async def work() -> None:
        async with scene(tmp_path) as at:
            await at.sends("👍" * 3000)
            assert "".join(at.shown) == "👍" * 3000
            assert all(len(text.encode("utf-16-le")) <= 4000 for text in at.shown)

    asyncio.run(work())


def test_choices_are_numbered_lines(tmp_path: Path) -> None:
    async def work() -> None:
        async with scene(tmp_path) as at:
            page = Choice("Mở trang", f"{PUBLIC}/?a=1&b=2", ChoiceKind.URL)
            choices = (page, Choice("Nhận", "/nhan X"), Choice("Xem đủ", "/hoso X"))
            await at.sends("Việc mới", *choices)
            await at.sends("Việc mới", *choices, numbers=False)
            assert at.shown == [
                f"Việc mới\nMở trang: {PUBLIC}/?a=1&b=2\n1. Nhận\n2. Xem đủ",
                f"Việc mới\nMở trang: {PUBLIC}/?a=1&b=2\nNhận: /nhan X\nXem đủ: /hoso X",
            ]

    asyncio.run(work())


@pytest.mark.parametrize(
    ("language", "above"),
    [("vi", "(Tin này thay cho tin trước đó.)"), ("en", "(This replaces an earlier message.)")],
)
def test_an_edit_goes_out_anew_and_says_so(tmp_path: Path, language: str, above: str) -> None:
    async def work() -> None:
        async with scene(tmp_path) as at:
            outcome = await at.sends("Đã nhận", replaces="abc", replaces_id=3, language=language)
            assert at.shown == [f"{above}\nĐã nhận"]
            assert outcome == Sent(at.user.inbox[0].id)

    asyncio.run(work())


def test_a_picture_is_fetched_from_us(tmp_path: Path) -> None:
    async def work() -> None:
        async with scene(tmp_path) as at:
            picture = at.document("ảnh.png", "image/png", PNG)
            await at.sends("Phiếu <b>hẹn</b>", file=picture)
            await at.sends("Dài. " * 500, file=picture)
            await at.sends("", file=picture)
            first, *long, last, alone = at.user.inbox
            assert (first.text, first.picture) == ("Phiếu hẹn", PNG)
            assert "".join(each.text for each in long) == ("Dài. " * 500).strip()
            assert (last.text, last.picture) == ("", PNG) == (alone.text, alone.picture)

    asyncio.run(work())


def test_a_picture_that_cannot_be_fetched_goes_out_as_a_link(tmp_path: Path) -> None:
    """On a trial nobody outside can reach us; the words must not be lost with the picture."""

    async def work() -> None:
        async with scene(tmp_path) as at:
            at.api.sites.clear()
            picture = at.document("ảnh.png", "image/png", PNG)
            for text in ("Phiếu hẹn", "Dài. " * 500):
                at.user.inbox.clear()
                assert isinstance(await at.sends(text, Choice("Xong", "=1:x"), file=picture), Sent)
                said = "".join(at.shown)
                assert text.strip() in said and "1. Xong" in said
                assert said.count(f"Tệp ảnh.png: {PUBLIC}/files/once/") == 1

    asyncio.run(work())


def test_another_file_is_a_link_that_opens_it(tmp_path: Path) -> None:
    async def work() -> None:
        async with scene(tmp_path) as at:
            answer = at.document("Trả lời.pdf", "application/pdf", b"%PDF-1.4 real")
            await at.sends("Văn bản <i>đây</i>", file=answer)
            await at.sends("", file=answer, language="en")
            [one, other] = at.shown
            words, link = one.rsplit(" ", 1)
            assert words == "Văn bản đây\nTệp Trả lời.pdf:"
            assert other.startswith("File Trả lời.pdf: ")
            async with (
                aiohttp.ClientSession() as http,
                http.get(at.api.reach(link)) as response,
            ):
                assert await response.read() == b"%PDF-1.4 real"

    asyncio.run(work())


# --- what follows when it fails ------------------------------------------------------------------

OUTCOMES: list[tuple[ApiError, type[Outcome]]] = [
    (ApiError(400, "Bad Request: parse error"), Refused),
    (ApiError(400, "Bad Request: chat not found"), Unreachable),
    (ApiError(400, "user has blocked the bot", 400), Unreachable),
    (ApiError(401, "Unauthorized"), Later),
    (ApiError(403, "Internal server error"), Unknown),
    (ApiError(404, "Not Found"), Refused),
    (ApiError(404, "User not found"), Unreachable),
    (ApiError(408, "Request timeout"), Unknown),
    (ApiError(429, "Quota exceeded"), Later),
    (ApiError(500, "oops", 500), Unknown),
    (ApiError(418, "?"), Refused),
]


@pytest.mark.parametrize(("fault", "kind"), OUTCOMES, ids=lambda v: str(getattr(v, "code", "")))
def test_each_refusal_has_its_consequence(
    tmp_path: Path, fault: ApiError, kind: type[Outcome]
) -> None:
    async def work() -> None:
        async with scene(tmp_path) as at:
            fault.description += f" {at.user.id} Võ Thị Tư"
            at.api.break_next("sendMessage", fault)
            outcome = await at.sends("Chào ông/bà")
            assert isinstance(outcome, kind) and not isinstance(outcome, Sent)
            assert outcome.why and at.user.id not in outcome.why and "Tư" not in outcome.why
            alarm = isinstance(outcome, Later) and bool(outcome.alarm)
            assert alarm == (fault.code in (401, 429)) == bool(at.channel.health())
            assert isinstance(await at.sends("Chào ông/bà"), Sent) and at.channel.health() == ""

    asyncio.run(work())


def test_a_quota_used_up_is_asked_for_less_and_less_often(tmp_path: Path) -> None:
    async def work() -> None:
        async with scene(tmp_path) as at:
            at.api.break_next("sendMessage", *[ApiError(429, "Quota exceeded")] * 2)
            first, later = [await at.sends("x", attempts=n) for n in (0, 9)]
            assert isinstance(first, Later) and isinstance(later, Later)
            assert 300 <= first.seconds < later.seconds <= 3600

    asyncio.run(work())


def test_nobody_there_is_unreachable(tmp_path: Path) -> None:
    async def work() -> None:
        async with scene(tmp_path) as at:
            stranger = at.api.user("Chưa nhắn bao giờ")
            assert isinstance(await at.sends("Chào", to=stranger), Unreachable)
            at.user.leaves()
            assert isinstance(await at.sends("Chào"), Unreachable)
            assert at.channel.health() == "", "one person's trouble is not the channel's"

    asyncio.run(work())


def test_a_server_that_is_away_and_one_that_broke_off(tmp_path: Path) -> None:
    async def work() -> None:
        async with scene(tmp_path) as at:
            at.api.break_next("sendMessage", "drop")
            assert isinstance(await at.sends("có thể đã đến"), Unknown)
            assert at.shown == ["có thể đã đến"]
        async with scene(tmp_path / "x", api="http://127.0.0.1:1") as at:
            outcome = await at.sends("chưa đi đâu")
            assert isinstance(outcome, Later) and outcome.seconds > 0 and not outcome.alarm
            assert "cannot be reached" in at.channel.health()
            await at.start()
            await at.channel.stop()
            assert isinstance(await at.sends("đã dừng"), Later)

    asyncio.run(work())


def test_a_platform_that_comes_back_is_noticed_by_whoever_meets_it(tmp_path: Path) -> None:
    async def work() -> None:
        late = FakeZaloBot(port=free_port())
        at = Scene(late, tmp_path, api=f"http://127.0.0.1:{late.port}")
        await at.start()
        assert isinstance(await at.sends("chưa đi đâu"), Later)
        assert "cannot be reached" in at.channel.health()
        async with late:
            await late.until(lambda: at.channel.health() == "")
            at.user.says("đây rồi")
            await at.hears()
            await at.channel.stop()

    asyncio.run(work())


def test_an_answer_without_sense_may_mean_anything(tmp_path: Path) -> None:
    async def work() -> None:
        async def gate(request: web.Request) -> web.Response:
            status = int(request.match_info["status"])
            return web.Response(text="<html>Cloudflare</html>", status=status)

        app = web.Application()
        app.router.add_post("/{status}/{rest:.*}", gate)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        try:
            base = f"http://127.0.0.1:{runner.addresses[0][1]}"
            for status, kind in ((200, Unknown), (502, Unknown), (403, Unknown), (301, Refused)):
                made = Scene(FakeZaloBot(), tmp_path, api=f"{base}/{status}")
                assert isinstance(await made.sends("x"), kind), status
                await made.channel.stop()
        finally:
            await runner.cleanup()

    asyncio.run(work())


def test_a_long_parcel_goes_on_where_a_failed_try_left_off(tmp_path: Path) -> None:
    async def work() -> None:
        async with scene(tmp_path) as at:
            text = "Một câu dài. " * 400
            picture = at.document("a.png", "image/png", PNG)
            parcel = at.parcel(text, file=picture)
            at.api.break_next("sendMessage", "pass", ApiError(429, "Quota exceeded"), "pass")
            at.api.break_next("sendPhoto", ApiError(500, "", 500))
            assert isinstance(await at.channel.send(parcel), Later)
            assert isinstance(await at.channel.send(parcel), Unknown)
            assert isinstance(await at.channel.send(parcel), Sent)
            assert "".join(at.shown) == text.strip()
            assert [bool(each.picture) for each in at.user.inbox] == [False, False, False, True]
            # Another message under the same number begins anew.
            assert isinstance(await at.sends("khác", id=parcel.id), Sent)
            assert at.shown[-1] == "khác"

    asyncio.run(work())


def test_nothing_to_say_is_our_mistake(tmp_path: Path) -> None:
    async def work() -> None:
        async with scene(tmp_path) as at:
            assert await at.sends("<b> </b>") == Refused("an empty message")
            gone = Document("a.png", "aa/bb/gone", "image/png", 4)
            await at.sends("Ảnh", file=gone)
            assert at.shown and "Tệp a.png" in at.shown[0]

    asyncio.run(work())


def test_it_says_what_it_can_do(tmp_path: Path) -> None:
    can = ZaloBotChannel.capabilities
    assert (can.buttons, can.text_limit, can.files, can.edits, can.groups) == (
        0, 2000, True, False, False,
    )  # fmt: skip
    assert not can.contact_request and not can.replies and can.window is None
    assert can.text_length("<b>đã &amp; xong</b>") == len("đã & xong")
    assert can.text_length(unicodedata.normalize("NFD", "Quảng Ngãi")) == 10
