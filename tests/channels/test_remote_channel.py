"""A channel in a process of its own is one like any other, whatever becomes of the process."""

from __future__ import annotations

import asyncio
import io
import os
import signal
import subprocess
import sys
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from markupsafe import Markup

from bot.channels.base import (
    Closed,
    FileGone,
    FileTooLarge,
    Later,
    Refused,
    Sent,
    Taken,
    Unknown,
    Unreachable,
)
from bot.channels.remote import wire
from bot.channels.remote.channel import Hosted, RemoteChannel
from bot.channels.remote.keeper import Keeper
from messages.envelope import (
    Attachment,
    ChatKind,
    Choice,
    ChoiceKind,
    Document,
    Event,
    FileKind,
    Incoming,
    Location,
    Outgoing,
    Parcel,
    Priority,
)
from storage.engine.unavailable import StorageUnavailable
from tests.fakes.remote_hosted import CAPABILITIES, HOOK

pytestmark = pytest.mark.slow  # processes and sockets of their own

STUB = "tests.fakes.remote_hosted:stub"


class House:
    """`commit` is what receiving does before it returns."""

    def __init__(self):
        self.taken = []
        self.strange = []
        self.commit = self.at_once

    async def at_once(self):
        """Nothing keeps it waiting."""

    async def receive(self, updates):
        await self.commit()
        self.taken += updates
        return [Taken(len(self.taken), repeated=True) for _ in updates]

    async def unreadable(self, *what):
        self.strange.append(what)


async def until(done, seconds=30.0):
    async with asyncio.timeout(seconds):
        while not done():
            await asyncio.sleep(0.005)


@asynccontextmanager
async def stub(diary: Path, routes=(("POST", HOOK),), **more):
    house = House()
    hosted = Hosted("stub", CAPABILITIES, STUB, {"diary": str(diary)}, routes, **more)
    channel = RemoteChannel(hosted)
    await channel.start(house.receive, house.unreadable)
    try:
        yield house, channel
    finally:
        await channel.stop()


@asynccontextmanager
async def served(channel):
    """The address of a web server with the channel's routes."""
    app = web.Application()
    app.add_routes(channel.routes())
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        async with aiohttp.ClientSession(f"http://127.0.0.1:{runner.addresses[0][1]}") as http:
            yield http
    finally:
        await runner.cleanup()


def parcel(text, ident=1):
    return Parcel(ident, "stub", 7, "c", "", Outgoing("test", text))


def processes(diary: Path):
    return [int(line.split()[1]) for line in diary.read_text().splitlines() if "started" in line]


def run(work):
    asyncio.run(asyncio.wait_for(work, 60))


@pytest.fixture
def diary(tmp_path):
    return tmp_path / "diary"


def test_everything_arrives_as_it_left():
    at = datetime(2026, 3, 4, 5, 6, 7, 123457, UTC)
    files = (Attachment(FileKind.VOICE, "ref", "name", "audio/ogg", None),)
    full = Incoming(
        "telegram", "1", "2", "3", at, "vỡ \ud83d", "choice", "4", 9, files, Location(1.5, 2.5),
        "+84", True, "vi", "5", "6", True, "album", ChatKind.GROUP, "7", Event.MIGRATED, "8",
        "poll", ("9", "10"), b"\xff\0",
    )  # fmt: skip
    for update in (full, Incoming("telegram", "1", "2", "3", at)):
        assert wire.unpack_incoming(wire.pack_incoming(update)) == update
    choices = (Choice("Đúng", "yes"), Choice("Số", "", ChoiceKind.PHONE))
    message = Outgoing("key", "chữ", choices, Document("a", "b", "c", 4), True)
    whole = Parcel(
        1, "telegram", 2, "3", "4", message, Priority.NOTICE, "5", 6, "7", 8, True, "subject",
        True, "en", False,
    )  # fmt: skip
    for each in (whole, parcel("x")):
        assert wire.unpack_parcel(wire.pack_parcel(each)) == each
    gone, away = Unreachable("w", "2"), Closed("w")
    for outcome in (Sent("1"), Later(2.5, "w"), gone, away, Refused("w"), Unknown("w")):
        assert wire.unpack_outcome(wire.pack_outcome(outcome)) == outcome


def test_what_is_asked_of_it_is_done_there(diary):
    async def work():
        async with stub(diary) as (_, channel):
            assert channel.health() != ""
            sends = [channel.send(parcel(Markup("<b>x</b>"), n)) for n in range(100)]
            assert await asyncio.gather(*sends) == [Sent(f"m{n}") for n in range(100)]
            assert await channel.send(parcel("later")) == Later(7, "wait")
            assert await channel.send(parcel("unreachable")) == Unreachable("gone", "42")
            assert await channel.send(parcel("refused")) == Refused("wrong")
            assert await channel.fetch("ref", 3_000_000) == b"x" * 3_000_000
            for ref, error in (("large", FileTooLarge), ("gone", FileGone), ("away", OSError)):
                with pytest.raises(error, match=ref):
                    await channel.fetch(ref, 1)
            with pytest.raises(PermissionError):
                await channel.create_topic("c", "name")
            await until(lambda: channel.health() == "")
            await channel.send(parcel("ill"))
            await until(lambda: channel.health() == "I am ill")
        assert len(processes(diary)) == 1

    run(work())


def test_what_cannot_travel_takes_nothing_with_it(diary):
    async def work():
        async with stub(diary) as (_, channel):
            odd = Parcel(1, "stub", 7, object(), "", Outgoing("test", "odd"))  # type: ignore[arg-type]
            ends = await asyncio.gather(channel.send(odd), channel.send(parcel("even", 2)))
            assert isinstance(ends[0], Refused) and ends[1] == Sent("m2")

    run(work())


def test_a_webhook_call_is_answered_after_the_commit(diary):
    async def work():
        async with stub(diary) as (house, channel), served(channel) as http:
            async with http.post(HOOK, data=b"early") as answer:
                assert answer.status == 503
            await until(lambda: channel.health() == "")
            committed = asyncio.Event()
            house.commit = committed.wait
            call = asyncio.create_task(http.post(HOOK, data=b"\xff\0", headers={"X-Id": "5"}))
            await asyncio.wait([call], timeout=0.1)
            assert not call.done()
            committed.set()
            async with await call as answer:
                assert (answer.status, await answer.text()) == (200, "seq 1 True")
            assert (house.taken[0].update_id, house.taken[0].raw) == ("5", b"\xff\0")
            async with http.post(f"{HOOK}?unreadable=1", data=b"?") as answer:
                assert (answer.status, answer.headers["X-Kept"]) == (202, "yes")
            assert house.strange == [("stub", "9", b"?", "no update")]

    run(work())


def test_what_cannot_be_stored_is_told_there(diary):
    async def full():
        raise StorageUnavailable("disk full")

    async def work():
        async with stub(diary) as (house, channel), served(channel) as http:
            await until(lambda: channel.health() == "")
            house.commit = full
            async with http.post(HOOK, data=b"1", headers={"X-Id": "5"}) as answer:
                assert (answer.status, await answer.text()) == (503, "disk full")

    run(work())


def test_strangers_and_floods_go_no_further_than_the_house(diary):
    def admit(request):
        if request.headers.get("X-Id") != "known":
            raise web.HTTPForbidden

    async def work():
        async with stub(diary, admit=admit) as (house, channel), served(channel) as http:
            async with http.post(HOOK, data=b"1") as answer:
                assert answer.status == 403
            await until(lambda: channel.health() == "")
            known = {"X-Id": "known"}
            async with http.post(HOOK, data=io.BytesIO(b"x" * 1_100_000), headers=known) as answer:
                assert answer.status == 413
            assert house.taken == []

    run(work())


def test_a_death_in_mid_send_is_unknown_and_the_next_process_goes_on(diary):
    async def work():
        async with stub(diary) as (_, channel):
            await until(lambda: channel.health() == "")
            under_way = asyncio.create_task(channel.send(parcel("never")))
            await until(lambda: "never" in diary.read_text())
            assert isinstance(await channel.send(parcel("die")), Unknown)
            assert isinstance(await under_way, Unknown)
            assert "started again" in channel.health()
            assert await channel.send(parcel("x", 3)) == Sent("m3")
            assert len(set(processes(diary))) == 2
            await until(lambda: channel.health() == "")

    run(work())


def test_a_death_while_downloading_is_to_be_tried_again(diary):
    async def work():
        async with stub(diary) as (_, channel):
            await until(lambda: channel.health() == "")
            [pid] = processes(diary)
            os.kill(pid, signal.SIGSTOP)
            download = asyncio.create_task(channel.fetch("ref", 3))
            await asyncio.sleep(0.05)
            os.kill(pid, signal.SIGKILL)
            with pytest.raises(OSError):
                await download
            assert await channel.fetch("ref", 3) == b"xxx"

    run(work())


def test_a_death_in_mid_receive_loses_nothing(diary):
    async def work():
        async with stub(diary) as (house, channel), served(channel) as http:
            await until(lambda: channel.health() == "")
            begun, committed = asyncio.Event(), asyncio.Event()

            async def slow():
                begun.set()
                await committed.wait()

            house.commit = slow
            call = asyncio.create_task(http.post(HOOK, data=b"1", headers={"X-Id": "5"}))
            await begun.wait()
            os.kill(processes(diary)[0], signal.SIGKILL)
            async with await call as answer:
                assert answer.status == 503
            committed.set()
            await until(lambda: len(house.taken) == 1)
            await until(lambda: channel.health() == "")
            async with http.post(HOOK, data=b"1", headers={"X-Id": "5"}) as answer:
                assert answer.status == 200
            assert [update.update_id for update in house.taken] == ["5", "5"]

    run(work())


def test_one_that_never_comes_up_is_told_and_puts_messages_off(diary, monkeypatch):
    monkeypatch.setattr(Keeper, "patience", 0.1)

    async def work():
        hosted = Hosted("stub", CAPABILITIES, "tests.no_such_module:make", {})
        channel = RemoteChannel(hosted)
        await channel.start(House().receive, House().unreadable)
        await until(lambda: "does not start" in channel.health())
        assert isinstance(await channel.send(parcel("x")), Later)
        with pytest.raises(OSError):
            await channel.fetch("ref", 1)
        await channel.stop()

    run(work())


def test_stop_lets_what_is_under_way_end_and_a_new_start_works(diary):
    async def work():
        async with stub(diary) as (house, channel):
            await until(lambda: channel.health() == "")
            under_way = asyncio.create_task(channel.send(parcel("slow", 4)))
            await until(lambda: "slow" in diary.read_text())
            await channel.stop()
            assert await under_way == Sent("m4")
            assert isinstance(await channel.send(parcel("x")), Later)
            assert "stopped" in channel.health()
            await channel.start(house.receive, house.unreadable)
            assert await channel.send(parcel("x", 5)) == Sent("m5")
        lines = [line.split()[0] for line in diary.read_text().splitlines()]
        assert lines == ["started", "sending", "stopped", "started", "sending", "stopped"]

    run(work())


_HOUSE = """
import asyncio, pathlib, sys
from tests.channels.test_remote_channel import parcel, stub
async def work():
    async with stub(pathlib.Path(sys.argv[1])) as (_, channel):
        await channel.send(parcel("never"))
asyncio.run(work())
"""


def test_the_process_ends_with_its_house_and_not_with_the_terminal(diary):
    house = subprocess.Popen([sys.executable, "-c", _HOUSE, str(diary)])
    try:
        run(until(lambda: diary.exists() and "never" in diary.read_text()))
        for sign in (signal.SIGINT, signal.SIGTERM):
            os.kill(processes(diary)[0], sign)
    finally:
        house.kill()
        house.wait()
    run(until(lambda: "stopped" in diary.read_text()))
