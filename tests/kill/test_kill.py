"""SIGKILL at random moments while fifty people talk. Afterwards every acknowledged message took
effect exactly once, every confirmed submission is one case, and no notice is missing."""

from __future__ import annotations

import asyncio
import os
import random
import re
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from storage.engine.db import Store
from storage.keys import Keys
from tests import opened_rows
from tests.kill.crowd import Talker, history
from tests.kill.server import Server
from tests.process import small_agency

KEYS = Keys(b"k" * 43)  # as the server's
ROUNDS = int(os.environ.get("KILL_ROUNDS", "3"))
PEOPLE = 50
SEED = int(os.environ.get("KILL_SEED", "2026"))


async def become_dispatcher(server: Server, http: aiohttp.ClientSession) -> str:
    """The first admin, by the code the server printed, in a chat of their own."""
    found: list[str] = []
    while not found:  # printed just after the house began to serve
        await asyncio.sleep(0.1)
        found = re.findall(r"start=([A-Za-z0-9_-]+)", server.printed())
    async with http.post(server.base + "/chat/api/session", json={}) as response:
        token: str = (await response.json())["token"]
    headers = {"Authorization": f"Bearer {token}"}
    for number, text in enumerate([f"/start {found[-1]}", "Trần Thị Văn Thư"]):
        async with http.post(
            server.base + "/chat/api/messages",
            headers=headers,
            json={"id": str(number), "text": text},
        ) as response:
            assert response.status == 202
    return token


async def torment(
    server: Server, rounds: int, chance: random.Random
) -> tuple[list[Talker], str, list[list[dict[str, Any]]]]:
    """Let people talk through `rounds` deaths; returns them, the dispatcher's token, and what
    stands in each one's chat at the end."""
    timeout = aiohttp.ClientTimeout(total=10)
    async with aiohttp.ClientSession(timeout=timeout) as http:
        dispatcher = await become_dispatcher(server, http)
        people = [Talker(n, server.base, http, chance) for n in range(PEOPLE)]
        enough = asyncio.Event()
        talking = [asyncio.create_task(p.talk(enough)) for p in people]
        for _ in range(rounds):
            await asyncio.sleep(chance.uniform(0.1, 1.2))
            server.kill()
            await server.start_behind()
        await asyncio.sleep(0.5)
        enough.set()
        await asyncio.gather(*talking)
        chats = [await history(server.base, http, p.token) for p in people]
    return people, dispatcher, chats


@pytest.mark.kill
def test_nothing_is_lost_or_doubled(database: str, tmp_path: Path) -> None:
    chance = random.Random(SEED)
    server = Server(
        database, tmp_path, LANGNGHE_WEB_PACE="off", LANGNGHE_AGENCY=str(small_agency())
    )
    server.start()
    try:
        people, _, chats = asyncio.run(torment(server, ROUNDS, chance))
    finally:
        server.stop()
    check(database, people, chats)


def check(database: str, people: list[Talker], chats: list[list[dict[str, Any]]]) -> None:
    store = Store(database, KEYS)
    try:
        inbox = store.read_sync(lambda tx: tx.all("SELECT update_id, seq, state FROM inbox"))
        stories = store.read_sync(
            lambda tx: opened_rows.rows(
                tx,
                "SELECT t.body, c.code FROM case_text t JOIN cases c ON c.id = t.case_id"
                " WHERE t.kind = 'story'",
            )
        )
        cards = store.read_sync(
            lambda tx: tx.all(
                "SELECT c.code FROM outbox o JOIN cases c ON c.id = o.case_id"
                " WHERE o.key = 'card.card'"
            )
        )
    finally:
        store.stop()
    assert [row for row in inbox if row[2] != "done"] == []
    confirmed = [story for p in people for story in p.confirmed]
    assert len(confirmed) >= 10 * ROUNDS
    # Every confirmed submission is one case, and there is no other.
    assert sorted(body for body, _ in stories) == sorted(confirmed)
    code_of: dict[str, str] = dict(stories)
    for person, chat in zip(people, chats, strict=True):
        # Every acknowledged message stands in the chat once, at the place it was given.
        mine = [m["seq"] for m in chat if m["from"] == "me"]
        assert sorted(person.acknowledged.values()) == sorted(mine)
        seqs = [m["seq"] for m in chat]
        assert seqs == sorted(set(seqs))
        # Every case has its receipt, once.
        words = "\n".join(m["text"] for m in chat if m["from"] == "bot")
        for story in person.confirmed:
            assert words.count(code_of[story]) >= 1
    # The dispatcher was told of every case.
    assert {code for _, code in stories} <= {row[0] for row in cards}
    assert len(inbox) >= sum(p.sent for p in people)
