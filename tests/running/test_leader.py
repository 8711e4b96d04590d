"""One process delivers, keeps the clock and polls. With PostgreSQL several serve; with SQLite a
second one is turned away."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from bot.leader import AlreadyRunning, OnlyProcess
from bot.settings import ROOT
from messages.envelope import Outgoing
from storage.engine.db import Store
from storage.engine.schema import migrate
from storage.mailbox import chats, outbox
from tests.conftest import empty_postgres
from tests.people import FakeChannel, Person, World

HOLD = """
import sys, pathlib
from bot.leader import OnlyProcess
OnlyProcess(pathlib.Path(sys.argv[1])).claim()
print("held", flush=True)
sys.stdin.read()
"""


def test_a_second_process_in_the_same_data_folder_says_so(migrated_sqlite, tmp_path):
    url = f"sqlite:///{tmp_path / 'langnghe.db'}"
    world = World(url, tmp_path)
    with pytest.raises(AlreadyRunning, match=f"{tmp_path} \\({os.getpid()}\\)"):
        World(url, tmp_path)
    world.close()
    World(url, tmp_path).close()


def test_a_process_that_was_killed_leaves_the_folder_free(tmp_path):
    held = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert held.stdout is not None and held.stdin is not None
    try:
        assert held.stdout.readline() == "held\n"
        with pytest.raises(AlreadyRunning, match=str(held.pid)):
            OnlyProcess(tmp_path).claim()
    finally:
        held.send_signal(signal.SIGKILL)
        held.wait()
        held.stdin.close()
        held.stdout.close()
    OnlyProcess(tmp_path).claim()


# --- several processes ---------------------------------------------------------------------------


class Polling(FakeChannel):
    """Knows whether it is asking its service."""

    polls = False

    async def start(self, receive, unreadable):
        self.polls = True

    async def stop(self):
        self.polls = False


@contextmanager
def another(url, folder) -> Iterator[World]:
    world = World(url, folder, channel=Polling())
    try:
        yield world
    finally:
        world.close()


@pytest.fixture
def two(postgres, tmp_path) -> Iterator[tuple[World, World]]:
    """The one that leads, and one that does not."""
    empty_postgres(postgres)
    with another(postgres, tmp_path / "1") as first:
        # The house of the test before may not have let go of the lock yet.
        until(first, lambda: first.house.leader.leads)
        with another(postgres, tmp_path / "2") as second:
            yield first, second


def until(world: World, what) -> None:
    """Let a world go on until something holds."""

    async def wait():
        for _ in range(400):
            if what():
                return
            await asyncio.sleep(0.02)
        raise AssertionError("it never came about")

    world.run(wait())


@pytest.mark.postgres
def test_only_one_of_two_leads(two):
    first, second = two
    assert first.house.leader.leads and not second.house.leader.leads
    assert first.channel.polls and not second.channel.polls
    assert first.house.serving and second.house.serving


@pytest.mark.postgres
def test_what_one_takes_the_other_sends(two):
    first, second = two
    citizen = Person(second, "citizen", second.channel)
    citizen.says("/start")
    assert not second.channel.seen
    first.later(minutes=1)
    first.tick()
    first.tick()
    assert [p.message.key for p in first.channel.seen[citizen.id]] == ["greeting.greeting"]


@pytest.mark.postgres
def test_a_process_that_stops_is_followed_by_another(two, tmp_path):
    first, second = two
    citizen = Person(second, "citizen", second.channel)
    citizen.says("/start")
    first.run(first.house.leader.stop())
    assert not first.channel.polls
    until(second, lambda: second.channel.polls and bool(citizen.seen))
    assert second.house.leader.leads and citizen.got("greeting.greeting")
    citizen.says("/trogiup")
    assert citizen.news


@pytest.mark.postgres
def test_whoever_loses_the_connection_loses_the_lead_and_may_win_it_again(two, postgres):
    first, second = two
    second.run(second.house.leader.stop())
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
        )
    until(first, lambda: not first.channel.polls)
    until(first, lambda: first.channel.polls)
    assert first.house.leader.leads
    citizen = Person(first, "citizen", first.channel)
    citizen.says("/start")
    assert citizen.got("greeting.greeting")


@pytest.mark.postgres
def test_a_reader_hears_of_what_another_process_wrote(two, postgres):
    _, second = two
    chat = second.store(lambda tx: chats.open_chat(tx, "web", "w1", second.now))
    elsewhere = Store(postgres, second.house.keys)
    elsewhere.start()

    def write(tx):
        row = chats.by_id(tx, chat.id)
        assert row
        outbox.post_elsewhere(tx, row, Outgoing("test.note", "lời"), second.now)

    async def read():
        reading = asyncio.create_task(second.house.wait_for(chat.id, 0, 20))
        await asyncio.sleep(0.05)
        assert not reading.done()
        await asyncio.to_thread(elsewhere.run_sync, write)
        await asyncio.wait_for(reading, 3)

    try:
        second.run(read())
    finally:
        elsewhere.stop()


@pytest.mark.postgres
def test_two_that_start_together_make_the_tables_once(postgres):
    name = "langnghe_together"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")
    url = postgres.replace("/postgres?", f"/{name}?")
    assert url != postgres

    async def both():
        await asyncio.gather(*(asyncio.to_thread(migrate, url) for _ in range(4)))

    asyncio.run(both())
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT COUNT(*) FROM alembic_version").fetchone() == (1,)
