"""The web chat API and the public pages, over real HTTP."""

from __future__ import annotations

import asyncio
import dataclasses
import io
import json
import re
from collections.abc import Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from ipaddress import ip_address
from types import SimpleNamespace
from typing import Any

import pytest
from aiohttp import ClientSession, ClientTimeout, FormData, web
from multidict import CIMultiDict

from bot.channels.base import Channel, FileGone, FileTooLarge, Sent
from bot.channels.web import WebChannel
from bot.site import events
from bot.site.app import build
from bot.site.clients import Clients
from bot.site.headers import frame_ancestors
from bot.site.pace import Pace
from bot.site.ways import link_of
from cases.agency.deadlines import Limit
from messages.envelope import Choice, FileKind, Outgoing, Parcel, Priority
from messages.texts import declared
from storage.engine.db import StorageUnavailable
from storage.mailbox import chats, outbox, switches
from tests.fakes.house import FakeHouse, agency, served

API = "/chat/api/"


class Person:
    """Somebody with a session of the web chat."""

    def __init__(self, http: ClientSession, token: str = "") -> None:
        self.http = http
        self.token = token
        self.language = "vi"

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}", "Accept-Language": self.language}

    async def ask(self, method: str, path: str, **more: Any) -> tuple[int, Any]:
        headers = self.headers | more.pop("headers", {})
        async with self.http.request(method, API + path, headers=headers, **more) as answer:
            body = await answer.read()
            return answer.status, json.loads(body) if body else None

    async def opens(self) -> None:
        status, body = await self.ask("POST", "session")
        assert status == 201 and list(body) == ["token"]
        self.token = body["token"]

    async def says(self, text: str, ident: str = "") -> int:
        said = {"id": ident or f"{text}-{id(text)}", "text": text}
        status, body = await self.ask("POST", "messages", json=said)
        assert status == 202, body
        return int(body["seq"])

    async def sends(self, name: str, data: bytes, ident: str, text: str = "") -> int:
        form = FormData()
        form.add_field("id", ident)
        form.add_field("text", text)
        form.add_field("file", io.BytesIO(data), filename=name)
        status, body = await self.ask("POST", "files", data=form)
        assert status == 202, body
        return int(body["seq"])

    async def reads(self, after: int = 0, wait: float = 0) -> list[dict[str, Any]]:
        status, body = await self.ask("GET", f"messages?after={after}&wait={wait}")
        assert status == 200, body
        return list(body["messages"])

    async def ticket(self) -> str:
        status, body = await self.ask("POST", "ticket")
        assert status == 200
        return str(body["ticket"])


@asynccontextmanager
async def open_house(folder, house: FakeHouse | None = None, **of_agency):
    house = house or FakeHouse(folder, **of_agency)
    async with served(house) as address:
        timeout = ClientTimeout(total=10)
        async with ClientSession(address, timeout=timeout) as http:
            person = Person(http)
            await person.opens()
            yield house, person


def in_house(folder, story, **of_agency):
    async def told():
        async with open_house(folder, **of_agency) as (house, person):
            await story(house, person)

    asyncio.run(told())


def test_a_message_is_answered_after_the_commit_and_both_sides_are_listed(tmp_path):
    async def story(house, person):
        assert await person.says("Hồ sơ bị trả <3 lần>", "a") == 1
        mine, theirs = await person.reads()
        assert mine.pop("at") and theirs.pop("at")
        assert mine == {
            "seq": 1,
            "from": "me",
            "text": "Hồ sơ bị trả <3 lần>",
            "choices": [],
            "file": None,
            "replaces": None,
        }
        assert theirs["seq"] == 2 and theirs["from"] == "bot"
        assert "&lt;3 lần&gt;" in theirs["text"]
        assert theirs["choices"][0] == {"label": "Đúng", "data": "c0", "number": 1}
        [heard] = house.heard
        assert heard.channel == "web" and heard.chat == heard.sender
        assert heard.update_id == f"{heard.chat}:a" and heard.language == "vi"
        assert person.token not in heard.chat

    in_house(tmp_path, story)


def test_the_same_id_again_answers_the_first_seq_and_does_nothing(tmp_path):
    async def story(house, person):
        first = await person.says("một", "same")
        await person.says("hai", "other")
        assert await person.says("một", "same") == first
        assert await person.says("đổi lời", "same") == first
        at_once = await asyncio.gather(*(person.says("ba", "third") for _ in range(8)))
        assert set(at_once) == {5}
        assert len(await person.reads()) == 6
        # The same id of somebody else is another message.
        other = Person(person.http)
        await other.opens()
        assert await other.says("một", "same") == 1

    in_house(tmp_path, story)


def test_a_choice_is_heard_as_a_choice_and_shown_with_its_label(tmp_path):
    async def story(house, person):
        await person.says("/gui", "1")
        status, body = await person.ask("POST", "messages", json={"id": "2", "choice": "c0"})
        assert (status, body) == (202, {"seq": 3})
        assert house.heard[-1].choice == "c0" and house.heard[-1].text == ""
        assert (await person.reads(2))[0]["text"] == "Xong"

    in_house(tmp_path, story)


def test_answers_bear_the_number_that_may_be_typed(tmp_path):
    """Of the newest answers only; a link has none and takes none away."""

    def numbers(message):
        return [choice.get("number") for choice in message["choices"]]

    async def story(house, person):
        await person.says("một")
        assert numbers((await person.reads())[1]) == [1, 2, 3]
        await person.says("kinds")
        told = await person.reads()
        assert numbers(told[1]) == [None, None, None]
        assert numbers(told[3]) == [None, None, 1]

    in_house(tmp_path, story)


def test_a_card_between_a_question_and_its_answer_bears_no_numbers(tmp_path):
    async def story(house, person):
        await person.says("một")

        def notice_while_a_question_is_open(tx):
            chat = chats.by_id(tx, tx.one("SELECT max(id) FROM chat")[0])
            assert chat
            chat.state["d"] = {}
            card = Outgoing("card", "Thẻ", (Choice("Xem", "/hoso"),))
            outbox.post_elsewhere(tx, chat, card, house.now(), priority=Priority.NOTICE)

        await house.store.run(notice_while_a_question_is_open)
        question, card = (await person.reads())[1:]
        assert [choice.get("number") for choice in question["choices"]] == [1, 2, 3]
        assert "number" not in card["choices"][0]

    in_house(tmp_path, story)


def test_choices_that_are_no_answers_say_so(tmp_path):
    async def story(house, person):
        await person.says("kinds")
        assert (await person.reads(1))[0]["choices"] == [
            {"label": "Mở trang", "data": "https://example.org/x", "kind": "url"},
            {"label": "Gửi số điện thoại", "data": "phone", "kind": "phone"},
            {"label": "Thôi", "data": "stop", "number": 1},
        ]

    in_house(tmp_path, story)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "bad_json"),
        (b"{", "bad_json"),
        (b"[]", "bad_json"),
        (b"[" * 100_000, "bad_json"),
        (b'{"text": "x"}', "bad_id"),
        (b'{"id": "", "text": "x"}', "bad_id"),
        (b'{"id": 7, "text": "x"}', "bad_id"),
        (json.dumps({"id": "i" * 101, "text": "x"}).encode(), "bad_id"),
        (b'{"id": "a\\u0000", "text": "x"}', "bad_id"),
        (b'{"id": "1"}', "empty"),
        (b'{"id": "1", "text": "  \\n"}', "empty"),
        (b'{"id": "1", "text": "\\u0000"}', "empty"),
        (b'{"id": "1", "text": 5}', "bad_json"),
        (b'{"id": "1", "choice": ["x"]}', "bad_choice"),
        (json.dumps({"id": "1", "choice": "x" * 200}).encode(), "bad_choice"),
        (json.dumps({"id": "1", "text": "x" * 20_001}).encode(), "too_long"),
    ],
)
def test_what_cannot_be_a_message_is_told_in_a_plain_sentence(tmp_path, body, code):
    async def story(house, person):
        status, answer = await person.ask("POST", "messages", data=body)
        assert (status, answer["error"]) == (400, code)
        assert len(answer["message"]) > 20 and "{" not in answer["message"]
        assert house.heard == []

    in_house(tmp_path, story)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (b'{"id": "1", "text": "a\\u0000b"}', "ab"),
        (b'{"id": "1", "text": "a\\ud800b"}', "a\ufffdb"),
        (b'{"id": "1", "text": "a\xff\xfeb"}', "a\ufffd\ufffdb"),
        (b'\xef\xbb\xbf{"id": "1", "text": "bom"}', "bom"),
        ('{"id": "1", "text": "tie\u0302\u0301ng"}'.encode(), "tiếng"),
        ('{"id": "1", "text": "a\u202egnp.exe"}'.encode(), "agnp.exe"),
        ('{"id": "1", "text": "😀"}'.encode(), "😀"),
        (json.dumps({"id": "1", "text": "ờ" * 20_000}).encode(), "ờ" * 20_000),
        (
            b'{"id": "1", "text": "{{ 7*7 }} \'; DROP TABLE chat; --"}',
            "{{ 7*7 }} '; DROP TABLE chat; --",
        ),
    ],
)
def test_odd_letters_are_cleaned_and_accepted(tmp_path, sent, kept):
    async def story(house, person):
        status, _ = await person.ask("POST", "messages", data=sent)
        assert status == 202
        assert (await person.reads())[0]["text"] == kept == house.heard[0].text

    in_house(tmp_path, story)


def test_a_request_that_is_too_large_is_told_so(tmp_path):
    async def story(house, person):
        person.language = "en"
        status, answer = await person.ask("POST", "messages", data=io.BytesIO(b" " * (2 << 20)))
        assert (status, answer["error"]) == (413, "too_large")
        assert "in parts" in answer["message"]

    in_house(tmp_path, story)


@pytest.mark.parametrize(
    "value", ["", "Bearer", "Bearer ", "Basic abc", "Bearer forged", "Bearer " + "x" * 5000]
)
def test_without_the_token_nothing_opens(tmp_path, value):
    async def story(house, person):
        await person.says("riêng tư")
        for method, path in (
            ("POST", "messages"),
            ("POST", "files"),
            ("GET", "messages"),
            ("POST", "ticket"),
            ("DELETE", "session"),
        ):
            status, answer = await person.ask(
                method,
                path,
                headers={"Authorization": value},
                data=b"{}" if method == "POST" else None,
            )
            assert (status, answer["error"]) == (401, "session"), (method, path)
        assert len(house.heard) == 1

    in_house(tmp_path, story)


def test_an_erased_session_opens_nothing_any_more(tmp_path):
    async def story(house, person):
        await person.says("xin chào")
        waiting = asyncio.create_task(person.ask("GET", "messages?after=2&wait=20"))
        ticket = await person.ticket()
        await asyncio.sleep(0.05)
        assert (await person.ask("DELETE", "session"))[0] == 204
        assert (await waiting)[0] == 401
        assert (await person.ask("GET", "messages"))[0] == 401
        assert (await person.ask("GET", f"events?ticket={ticket}"))[0] == 401
        # What was sent is still in the house.
        assert house.store.read_sync(lambda tx: tx.one("SELECT count(*) FROM inbox")) == (1,)

    in_house(tmp_path, story)


def test_long_chats_are_paged_oldest_first(tmp_path):
    async def story(house, person):
        for number in range(60):
            await person.says(f"tin {number}", str(number))
        first = await person.reads()
        second = await person.reads(first[-1]["seq"])
        assert [m["seq"] for m in first + second] == list(range(1, 121))
        assert len(first) == 100
        assert await person.reads(120) == await person.reads(10**30) == []
        assert await person.reads(-5) == first
        status, answer = await person.ask("GET", "messages?after=x")
        assert (status, answer["error"]) == (400, "bad_number")

    in_house(tmp_path, story)


def test_waiting_ends_with_the_first_message_or_with_the_time(tmp_path):
    async def story(house, person):
        clock = asyncio.get_running_loop()
        began = clock.time()
        assert await person.reads(0, wait=0.2) == []
        assert 0.15 < clock.time() - began < 2
        waiting = asyncio.create_task(person.reads(0, wait=25))
        await asyncio.sleep(0.05)
        await person.says("xong")
        assert (await waiting)[0]["seq"] == 1
        assert clock.time() - began < 2

    in_house(tmp_path, story)


class Stream:
    """Server-sent events, read as a browser reads them."""

    def __init__(self, answer) -> None:
        self._answer = answer

    async def next(self) -> tuple[int, dict[str, Any]]:
        seq = 0
        while line := (await self._answer.content.readline()).decode().rstrip("\n"):
            if line.startswith("id: "):
                seq = int(line[4:])
            elif line.startswith("data: "):
                return seq, json.loads(line[6:])
        return await self.next()


@asynccontextmanager
async def streaming(person, ticket, after=0, **headers):
    path = f"{API}events?ticket={ticket}&after={after}"
    async with person.http.get(path, headers=headers) as answer:
        assert answer.status == 200
        assert answer.headers["Content-Type"].startswith("text/event-stream")
        assert answer.headers["X-Accel-Buffering"] == "no"
        yield Stream(answer)


def test_events_bring_what_is_there_and_what_comes(tmp_path):
    async def story(house, person):
        await person.says("một")
        async with streaming(person, await person.ticket()) as stream:
            assert [(await stream.next())[0] for _ in range(2)] == [1, 2]
            await person.says("hai")
            seq, message = await stream.next()
            assert (seq, message["text"]) == (3, "hai")
            assert message == (await person.reads(2))[0]
        async with streaming(person, await person.ticket(), after=3) as stream:
            assert (await stream.next())[0] == 4
        # A browser that comes back says itself what it saw last.
        async with streaming(person, await person.ticket(), 4, **{"Last-Event-ID": "1"}) as stream:
            assert (await stream.next())[0] == 2

    in_house(tmp_path, story)


def test_a_silent_stream_says_that_it_is_still_there(tmp_path, monkeypatch):
    monkeypatch.setattr(events, "_COMMENT_SECONDS", 0.6)

    async def story(house, person):
        path = f"{API}events?ticket={await person.ticket()}"
        async with person.http.get(path) as answer:
            assert await answer.content.readuntil(b": still here\n\n")

    in_house(tmp_path, story)


def test_a_ticket_ends_after_an_hour_and_cannot_be_made_up(tmp_path):
    async def story(house, person):
        ticket = await person.ticket()
        chat, expires, mac = ticket.split(".")
        forged = (
            f"9{chat}.{expires}.{mac}",
            f"{chat}.{int(expires) + 9}.{mac}",
            "",
            "x",
            "1.2.3",
            f"{chat}.{expires}.",
            f"{chat}.²²²²²²²².{mac}",
        )
        for each in forged:
            status, answer = await person.ask("GET", "events", params={"ticket": each})
            assert (status, answer["error"]) == (401, "ticket")
        house.later = timedelta(minutes=59)
        async with streaming(person, ticket):
            pass
        house.later = timedelta(minutes=61)
        assert (await person.ask("GET", f"events?ticket={ticket}"))[0] == 401

    in_house(tmp_path, story)


def test_a_stopping_server_lets_everybody_go_at_once(tmp_path):
    async def story(house, person):
        async with served_again(house) as (http, runner):
            visitor = Person(http, person.token)
            ticket = await visitor.ticket()
            stream = await http.get(f"{API}events?ticket={ticket}")
            waiting = asyncio.create_task(visitor.reads(0, wait=25))
            await asyncio.sleep(0.1)
            began = asyncio.get_running_loop().time()
            await runner.cleanup()
            assert await waiting == []
            assert (await stream.read()).startswith(b"retry: ")
            assert asyncio.get_running_loop().time() - began < 2

    in_house(tmp_path, story)


def test_a_replacement_names_what_it_replaces(tmp_path):
    async def story(house, person):
        await person.says("/gui", "1")
        await person.says("edit", "2")
        assert [(m["seq"], m["replaces"]) for m in await person.reads()] == [
            (1, None),
            (2, None),
            (3, None),
            (4, 2),
        ]

    in_house(tmp_path, story)


def test_words_shown_once_are_wiped_when_asked_for_what_follows(tmp_path):
    async def story(house, person):
        await person.says("once")
        async with streaming(person, await person.ticket()) as stream:
            await stream.next()
            assert "1234 5678" in (await stream.next())[1]["text"]
            # Written to a connection is not yet seen by a person.
            await person.says("x")
            assert (await stream.next())[0] == 3
        shown = (await person.reads(1))[0]
        assert "1234 5678" in shown["text"] and shown["once"] is True
        await person.reads(2)
        again = (await person.reads())[1]
        assert "chỉ hiện một lần" in again["text"]
        assert "1234" not in again["text"] and "once" not in again

    in_house(tmp_path, story)


def test_a_file_is_on_disk_before_it_is_heard(tmp_path):
    async def story(house, person):
        data = b"%PDF-1.4\n" + b"x" * 3000
        assert await person.sends("../đơn <thư>.pdf", data, "f1", "đơn của tôi") == 1
        [heard] = house.heard
        [file] = heard.files
        assert heard.text == "đơn của tôi" and file.kind is FileKind.DOCUMENT
        assert (file.name, file.type, file.size) == ("đơn _thư_.pdf", "application/pdf", 3009)
        assert await house.web.fetch(file.ref, 1 << 20) == data
        shown = (await person.reads())[0]["file"]
        assert (shown["name"], shown["type"], shown["size"]) == (file.name, file.type, 3009)
        # Again: the first answer, nothing kept, nothing heard.
        assert await person.sends("other.pdf", b"%PDF-1.4 other", "f1") == 1
        assert len(house.heard) == 1

    in_house(tmp_path, story)


def test_a_file_opens_by_its_signed_address_or_its_session_only(tmp_path):
    async def story(house, person):
        await person.sends("thư.txt", "Kính gửi".encode(), "f")
        url = (await person.reads())[0]["file"]["url"]
        async with person.http.get(url) as answer:
            assert await answer.read() == "Kính gửi".encode()
            headers = answer.headers
        assert headers["Content-Disposition"].startswith('attachment; filename="th_.txt"; ')
        assert "filename*=UTF-8''th%C6%B0.txt" in headers["Content-Disposition"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in headers["Content-Security-Policy"]
        path = url.split("?")[0]
        stranger = Person(person.http)
        await stranger.opens()
        for query, headers, status in (
            ("", {}, 403),
            ("?t=1.2", {}, 403),
            ("", person.headers, 200),
            ("", stranger.headers, 404),
            (url.removeprefix(path)[:-1], {}, 403),
        ):
            async with person.http.get(path + query, headers=headers) as answer:
                assert answer.status == status, (query, status)
        house.later = timedelta(hours=3)
        async with person.http.get(url) as answer:
            assert answer.status == 403
            assert "hết hạn" in await answer.text()

    in_house(tmp_path, story)


def test_the_name_of_a_file_is_never_that_of_a_stranger_with_the_same_file(tmp_path):
    async def story(house, person):
        stranger = Person(person.http)
        await stranger.opens()
        await stranger.sends("don cua Nguyen Van A.pdf", b"%PDF-1.4 same", "f")
        await person.sends("giay.pdf", b"%PDF-1.4 same", "f")
        assert (await person.reads())[0]["file"]["name"] == "giay.pdf"
        assert (await stranger.reads())[0]["file"]["name"] == "don cua Nguyen Van A.pdf"

    in_house(tmp_path, story)


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("trống.pdf", b"", "empty"),
        ("to.pdf", b"%PDF-1.4" + b"x" * (3 << 20), "too_large"),
        ("virus.jpg", b"MZ\x90\x00" + b"\0" * 200, "type"),
        ("hỏng.jpg", b"\xff\xd8\xff" + b"\0" * 200, "broken"),
    ],
)
def test_a_file_we_do_not_take_is_still_a_message_that_is_answered(tmp_path, name, data, reason):
    async def story(house, person):
        assert await person.sends(name, data, "f") == 1
        [file] = house.heard[0].files
        assert (file.ref, file.name, file.type) == ("", name, f"rejected:{reason}")
        mine, theirs = await person.reads()
        assert mine["text"] == f"📎 {name}" and mine["file"] is None
        assert theirs["from"] == "bot" and reason in theirs["text"]

    in_house(tmp_path, story)


def test_what_is_no_upload_is_told_in_a_plain_sentence(tmp_path):
    async def story(house, person):
        broken = {"Content-Type": "multipart/form-data; boundary=xx"}
        no_boundary = {"Content-Type": "multipart/form-data"}
        for data, headers, code in (
            (b"{}", {"Content-Type": "application/json"}, "bad_form"),
            (b"nothing", broken, "bad_form"),
            (b"nothing", no_boundary, "bad_form"),
            (
                b'--xx\r\nContent-Disposition: form-data; name="id"\r\n\r\n1\r\n--xx--\r\n',
                broken,
                "no_file",
            ),
            (
                b'--xx\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n1\r\n'
                b"--xx--\r\n",
                broken,
                "bad_id",
            ),
        ):
            status, answer = await person.ask("POST", "files", data=data, headers=headers)
            assert (status, answer["error"]) == (400, code)

    in_house(tmp_path, story)


def test_nothing_is_acknowledged_that_was_not_committed(tmp_path):
    async def story(house, person):
        house.failing = StorageUnavailable("disk full")
        async with person.http.post(
            API + "messages", headers=person.headers, json={"id": "1", "text": "giữ giúp"}
        ) as answer:
            assert answer.status == 503
            assert int(answer.headers["Retry-After"]) > 0
            assert (await answer.json())["error"] == "unavailable"
        house.failing = RuntimeError("secret detail")
        status, body = await person.ask("POST", "messages", json={"id": "1", "text": "giữ giúp"})
        assert status == 500 and "secret" not in str(body)
        assert await person.says("giữ giúp", "1") == 1

    in_house(tmp_path, story)


def test_who_floods_is_told_to_wait_and_others_are_not(tmp_path):
    async def story(house, person):
        house.settings.trusted_proxies = ("127.0.0.1",)
        async with served_again(house) as (http, _):

            async def session(client: str) -> int:
                headers = {"X-Forwarded-For": f"6.6.6.6, {client}"} if client else {}
                async with http.post(API + "session", headers=headers) as answer:
                    if answer.status == 429:
                        assert int(answer.headers["Retry-After"]) >= 1
                    return answer.status

            statuses = [await session("203.0.113.7") for _ in range(32)]
            assert statuses[:30] == [201] * 30 and statuses[31] == 429
            assert await session("203.0.113.8") == 201
            assert [await session("") for _ in range(40)] == [201] * 40
            far = {"X-Forwarded-For": "203.0.113.9"}
            writer = Person(http, person.token)
            answers = [
                await writer.ask("POST", "messages", json={"id": str(n), "text": "x"}, headers=far)
                for n in range(62)
            ]
            assert [status for status, _ in answers][:60] == [202] * 60
            assert answers[-1][0] == 429 and answers[-1][1]["error"] == "too_many"

    in_house(tmp_path, story)


@asynccontextmanager
async def served_again(house: FakeHouse):
    """A second site of the same house, with settings changed."""
    runner = web.AppRunner(build(house))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with ClientSession(f"http://127.0.0.1:{runner.addresses[0][1]}") as http:
        yield http, runner
        await runner.cleanup()


def test_waits_grow_for_those_who_do_not_wait():
    now = [0.0]
    pace = Pace(burst=2, per_second=0.1, longest=8, clock=lambda: now[0])
    assert [pace.wait("a") for _ in range(3)] == [0, 0, 2]
    waits: list[float] = []
    for _ in range(4):
        now[0] += waits[-1] if waits else 2
        waits.append(pace.wait("a"))
    assert waits == [4, 8, 0, 8]
    now[0] += 100
    assert [pace.wait("a") for _ in range(3)] == [0, 0, 2]


def test_only_trusted_proxies_say_who_the_client_is():
    def asked(remote: str, forwarded: Sequence[str] = ()) -> Any:
        headers = CIMultiDict([("X-Forwarded-For", f) for f in forwarded])
        return SimpleNamespace(remote=remote, headers=headers)

    clients = Clients(("10.0.0.0/8", "::1"))
    for remote, forwarded, expected in (
        ("203.0.113.1", ["1.1.1.1"], "203.0.113.1"),
        ("10.0.0.1", ["1.1.1.1, 203.0.113.5"], "203.0.113.5"),
        ("10.0.0.1", ["1.1.1.1", "203.0.113.5, 10.2.2.2"], "203.0.113.5"),
        ("10.0.0.1", ["nonsense"], "10.0.0.1"),
        ("10.0.0.1", ["203.0.113.5:4711"], "203.0.113.5"),
        ("::1", ["[2001:db8::7]:99"], "2001:db8::7"),
    ):
        assert clients.address(asked(remote, forwarded)) == ip_address(expected)
    assert clients.paced(asked("2001:db8::7")) == clients.paced(asked("2001:db8::8")) != ""
    assert clients.paced(asked("127.0.0.1")) == ""
    assert clients.inside(asked("127.0.0.1")) and not clients.inside(asked("8.8.8.8"))
    assert not clients.inside(asked("127.0.0.1", ["203.0.113.1"]))
    with pytest.raises(ValueError):
        Clients(("proxy.example",))


def test_the_language_of_a_session_is_that_of_its_browser(tmp_path):
    async def story(house, person):
        for header, language in (
            ("en-US,en;q=0.9,vi;q=0.8", "vi"),
            ("en-GB", "en"),
            ("ja", "en"),
            ("", "vi"),
            ("vi-VN", "vi"),
        ):
            person.language = header
            await person.opens()
            row = house.store.read_sync(
                lambda tx: tx.one("SELECT language FROM chat ORDER BY id DESC LIMIT 1")
            )
            assert row == (language,), header

    in_house(tmp_path, story)


async def page(person, path: str) -> str:
    async with person.http.get(path) as answer:
        assert answer.status == 200, path
        return await answer.text()


def test_the_portal_tells_everything_without_a_script(tmp_path):
    async def story(house, person):
        house.channels = {"web": house.web, "telegram": house.web}
        html = await page(person, "/")
        assert "<script" not in html and ' style="' not in html
        for said in (
            "Quảng Ngãi",
            "0255 3822 868",
            "96 Nguyễn Nghiêm",
            "số mẫu",
            "@langnghe_mau_bot",
            "5 ngày làm việc",
            "15 ngày làm việc",
            "Phòng Đăng ký kinh doanh",
            "https://dichvucong.gov.vn",
            "Nghị định 20/2008/NĐ-CP",
            "chờ Sở xác nhận",
        ):
            assert said in html, said
        assert html.count('class="qr"') == 2 and "Zalo" not in html
        english = await page(person, "/?lang=en")
        assert "15 working days" in english and 'href="/chat?lang=en"' in english
        assert "Please tell us" in english and 'lang="en"' in english
        assert "Bản 2026-11-01" in await page(person, "/privacy")
        assert "91/2025" in await page(person, "/privacy?lang=en")

    in_house(tmp_path, story)


def test_the_privacy_page_is_made_of_what_is_on(tmp_path):
    async def story(house, person):
        said = await page(person, "/privacy")
        assert "Telegram" not in said and "Zalo" not in said and "Thư điện tử (chỉ" not in said
        house.channels = {"web": house.web, "telegram": house.web, "email": house.web}
        said = await page(person, "/privacy")
        assert "đi ra khỏi Việt Nam" in said and "Thư điện tử (chỉ gửi tin báo)" in said
        await house.store.run(
            lambda tx: switches.switch_off(tx, "telegram", house.now(), by=1, reason="bị chặn")
        )
        assert "đi ra khỏi Việt Nam" not in await page(person, "/privacy")
        house.channels = {"web": house.web, "zalo": house.web}
        said = await page(person, "/privacy")
        assert "Quyết định 12/QĐ-SKHĐT" in said and "công ty làm ra" in said.lower()
        assert "90 ngày" in said and "20 ngày" in said and "Hỏi ông/bà hài lòng chưa" in said
        limits = dataclasses.replace(house.agency.retention, chat=Limit(45, "Quy chế"))
        house.agency = dataclasses.replace(house.agency, retention=limits)
        said = await page(person, "/privacy")
        assert "45 ngày" in said and "Quy chế" in said and "90 ngày" not in said

    in_house(tmp_path, story)


def test_the_portal_promises_what_is_so(tmp_path):
    """A tip is not answered, and where there is one official nobody else can look again."""

    async def story(house, person):
        html, english = await page(person, "/"), await page(person, "/?lang=en")
        assert "Lời nào cũng có cán bộ đọc" in html and "và có trả lời" not in html
        assert "có người khác thì giao người khác" in html
        assert "every message is answered" not in english and "The Quang Ngai Dep" in english
        assert "where there is somebody else" in english

    in_house(tmp_path, story)


def test_samples_among_the_other_doors_are_marked(tmp_path):
    async def story(house, person):
        doors = re.compile(r"Khiếu nại, tố cáo</h2>(.*?)</div>", re.S)
        [marked] = doors.findall(await page(person, "/"))
        assert marked.count('class="sample"') == 2 and "số mẫu" in marked
        house.agency = dataclasses.replace(house.agency, doors_sample=False)
        [confirmed] = doors.findall(await page(person, "/"))
        assert 'class="sample"' not in confirmed and "113" in confirmed

    in_house(tmp_path, story)


def test_a_place_has_its_english_name_in_english(tmp_path):
    async def story(house, person):
        house.agency = dataclasses.replace(house.agency, denunciation_place_en="the Inspectorate")
        assert "Where to go: the Inspectorate" in await page(person, "/?lang=en")
        assert "Nơi nhận: Thanh tra tỉnh" in await page(person, "/")

    in_house(tmp_path, story)


def test_a_new_agency_folder_is_shown_at_the_next_request(tmp_path):
    async def story(house, person):
        house.agency = agency(tmp_path, megabytes=7)
        assert "7 MB" in await page(person, "/chat")

    in_house(tmp_path, story)


def test_every_page_has_its_security_headers(tmp_path):
    async def story(house, person):
        house.settings.address = "https://phan-anh.example.org"
        for path in ("/", "/chat", "/privacy", "/nowhere", "/healthz", API + "messages"):
            async with person.http.get(path) as answer:
                policy = answer.headers["Content-Security-Policy"]
                assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
                assert "unsafe" not in policy and answer.headers["X-Frame-Options"] == "DENY"
                assert answer.headers["X-Content-Type-Options"] == "nosniff"
                assert "max-age" in answer.headers["Strict-Transport-Security"]
                assert "Server" not in answer.headers
        async with person.http.get("/chat?embed=1") as answer:
            policy = answer.headers["Content-Security-Policy"]
            assert frame_ancestors(house) in policy
            assert "X-Frame-Options" not in answer.headers

    in_house(tmp_path, story, website="https://www.so.example.org/trang-chu")


def test_who_may_show_the_chat_in_a_frame(tmp_path):
    house = FakeHouse(tmp_path, website="so.example.org")
    assert frame_ancestors(house) == "*"  # a developer's machine
    house.settings.address = "https://phan-anh.example.org"
    assert frame_ancestors(house) == "'self' https://so.example.org https://www.so.example.org"
    house.agency = agency(tmp_path)
    assert frame_ancestors(house) == "*"
    house.store.engine.dispose()


def test_errors_are_pages_in_the_language_asked_for(tmp_path):
    async def story(house, person):
        for path, status, words in (
            ("/nowhere", 404, "Không có trang này"),
            ("/nowhere?lang=en", 404, "There is no such page"),
            ("/static/x/../../app.py", 404, "Không có trang này"),
            ("/chat/file/99?t=1.x", 403, "hết hạn"),
        ):
            async with person.http.get(path) as answer:
                assert answer.status == status
                assert words in await answer.text()
        async with person.http.post("/privacy") as answer:
            assert answer.status == 405

    in_house(tmp_path, story)


def test_scripts_and_styles_are_kept_by_browsers_for_good(tmp_path):
    async def story(house, person):
        html = await page(person, "/chat")
        for address in set(re.findall(r'(?:href|src)="(/static/[^"]+)"', html)):
            async with person.http.get(address) as answer:
                assert answer.status == 200 and "immutable" in answer.headers["Cache-Control"]
        [setup_text] = re.findall(r'id="setup">(.*?)</script>', html, re.S)
        setup = json.loads(setup_text)
        assert setup["textLimit"] == 20_000 and setup["words"]["sending"] == "đang gửi…"
        assert "<script>" not in html  # the policy forbids what stands in the page itself
        assert "0255 3822 868" in html  # for those whose browser runs no script

    in_house(tmp_path, story)


def test_the_embedding_script_brings_its_words(tmp_path):
    async def story(house, person):
        async with person.http.get("/embed.js") as answer:
            script = await answer.text()
            assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert "Phản ánh, góp ý với Sở" in script and "Give feedback to" in script
        assert "Set-Cookie" not in answer.headers

    in_house(tmp_path, story)


def test_monitoring(tmp_path):
    async def story(house, person):
        house.serving, house.reasons = False, {"telegram": "token refused"}
        async with person.http.get("/healthz") as answer:
            assert answer.status == 503
        async with person.http.get("/readyz") as answer:
            assert answer.status == 503
            assert await answer.json() == {"ready": False, "reasons": {"telegram": "token refused"}}
        house.serving, house.reasons = True, {}
        assert await page(person, "/healthz") == "ok\n"
        assert json.loads(await page(person, "/readyz"))["ready"] is True
        assert "langnghe_http_requests_total" in await page(person, "/metrics")
        async with person.http.get("/metrics", headers={"X-Forwarded-For": "1.2.3.4"}) as answer:
            assert answer.status == 404

    in_house(tmp_path, story)


def test_addresses_people_can_open():
    assert link_of("telegram", "@so_bot") == "https://t.me/so_bot"
    assert link_of("zalo", "123456") == "https://zalo.me/123456"
    assert link_of("zalo", "Sở Kế hoạch và Đầu tư") == ""
    assert link_of("zalo", "zalo.me/123") == "https://zalo.me/123"
    assert link_of("web", "https://so.example.org/chat") == "https://so.example.org/chat"


def test_the_web_channel_is_a_mailbox(tmp_path):
    kept = tmp_path / "kept"
    kept.write_bytes(b"12345")

    def open_path(path: str):
        if path != "kept":
            raise FileNotFoundError(path)
        return kept

    channel: Channel = WebChannel(open_path)
    parcel = Parcel(1, "web", 1, "x", "", Outgoing("key", "text"))
    assert channel.capabilities.mailbox and channel.capabilities.edits
    assert asyncio.run(channel.send(parcel)) == Sent()
    assert asyncio.run(channel.fetch("kept", 5)) == b"12345"
    with pytest.raises(FileTooLarge):
        asyncio.run(channel.fetch("kept", 4))
    with pytest.raises(FileGone):
        asyncio.run(channel.fetch("", 5))


def test_the_words_of_the_site_are_the_same_in_every_language():
    vietnamese, english = (
        {key: args for key, args in declared(language).items() if key.startswith("web.")}
        for language in ("vi", "en")
    )
    assert vietnamese == english
