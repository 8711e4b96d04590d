"""SIGKILL while the tokens of the Zalo account rotate, and between Zalo's call and our answer.
Afterwards the next start goes on without a login, unless the pair Zalo gave last was on nobody's
disk; nothing said is lost, and what came twice is marked."""

from __future__ import annotations

import asyncio
import os
import random
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.channels.zalo_parts.spare import Spare
from storage.engine.db import Store
from storage.keys import Keys
from storage.mailbox import zalo_tokens
from tests import opened_rows
from tests.fakes.zalo_api import FakeZalo
from tests.fakes.zalo_oauth import Grants
from tests.fakes.zalo_people import ZaloUser
from tests.kill.server import Server
from tests.oa_town import settings_for
from tests.process import small_agency

ROUNDS = int(os.environ.get("KILL_ROUNDS", "3"))
SEED = int(os.environ.get("KILL_SEED", "2026"))
KEYS = Keys(b"k" * 43)  # as the server's
PEOPLE = 3
_CALLS = 4  # more than are ever under way together: whoever renews can also send


class ShortLived(Grants):
    """Access tokens that are over after some calls."""

    def __init__(self, api: FakeZalo) -> None:
        super().__init__(api.app_id, api.app_secret, api.now)
        self.calls: Counter[str] = Counter()

    def code_for(self, access: str) -> int:
        code = super().code_for(access)
        if not code:
            self.calls[access] += 1
            if self.calls[access] == _CALLS:
                del self.until[access]
        return code


class Torment:
    """`survived` counts the deaths after which it went on by itself, `lost` those in the moment
    between Zalo's answer and our disk."""

    def __init__(self, url: str, folder: Path, api: FakeZalo) -> None:
        self.url, self.folder, self.api = url, folder, api
        self.grants = api.grants = ShortLived(api)
        self.given = given = settings_for(api)
        settings = {f"LANGNGHE_{name.upper()}": value for name, value in given.items()}
        self.server = Server(url, folder, **{"LANGNGHE_AGENCY": str(small_agency()), **settings})
        self.users = [api.user(f"Người {n}") for n in range(PEOPLE)]
        self.chance = random.Random(SEED)
        self.survived = self.lost = 0
        self.moments = (self.any_moment, self.after_a_renewal, self.after_an_acknowledgement)

    async def goes_through(self, rounds: int) -> None:
        await self.server.start_behind()
        self.api.webhook_to(self.server.base)
        try:
            for number in range(rounds):
                await self.one_round(number)
        finally:
            await asyncio.to_thread(self.server.stop)

    async def one_round(self, number: int) -> None:
        talking = asyncio.create_task(self.talk())
        await self.a_renewal()  # in each round, however slow the machine
        await self.moments[number % len(self.moments)]()
        self.server.kill()
        talking.cancel()
        await asyncio.sleep(0.2)  # what it had sent is answered now, to nobody
        refused = self.grants.refused
        [(newest, access)] = self.grants.pairs.items()
        if newest in self.on_disk():
            self.survived += 1
        else:
            assert not self.grants.calls[access], "a pair was used before it was stored"
            self.lost += 1
            self.grants.pairs.clear()
            self.logs_in()
        await self.server.start_behind()
        await self.all_answered()
        assert self.grants.refused == refused, "a spent token was tried"

    async def talk(self) -> None:
        for number in range(1_000_000):
            self.users[number % PEOPLE].says("/trogiup")
            await asyncio.sleep(self.chance.uniform(0, 0.02))

    # When it dies

    async def any_moment(self) -> None:
        await asyncio.sleep(self.chance.uniform(0.05, 0.8))

    async def a_renewal(self) -> None:
        renewals = len(self.grants.spent)
        await self.api.until(lambda: len(self.grants.spent) > renewals, 60)

    async def after_a_renewal(self) -> None:
        await self.a_renewal()
        await asyncio.sleep(self.chance.uniform(0, 0.01))

    async def after_an_acknowledgement(self) -> None:
        heard = self.acknowledged()
        await self.api.until(lambda: self.acknowledged() > heard, 20)
        await asyncio.sleep(self.chance.uniform(0, 0.004))

    def acknowledged(self) -> int:
        return sum(200 in each.statuses for each in self.api.events.posts)

    # What it left, and how it goes on

    def on_disk(self) -> list[str]:
        """The refresh tokens a start can find."""
        pair = self.read(lambda tx: zalo_tokens.kept(tx, KEYS))
        spare = Spare(self.folder / "zalo-tokens.sealed", KEYS).get()
        return [each.refresh for each in (pair, spare and spare[1]) if each]

    def logs_in(self) -> None:
        """As `langnghe zalo-login` does."""
        access, refresh = self.grants.by_hand()
        store = Store(self.url, KEYS)
        store.start()
        try:
            seeds = (self.given["zalo_access_token"], self.given["zalo_refresh_token"])
            seed = zalo_tokens.seed_mark(KEYS, *seeds)
            fresh = zalo_tokens.Pair(access, refresh, datetime.now(UTC), seed)
            store.run_sync(lambda tx: zalo_tokens.replace(tx, KEYS, fresh))
        finally:
            store.stop()

    async def all_answered(self) -> None:
        """Whatever was not acknowledged comes again, and every answer goes out."""
        async with asyncio.timeout(60):
            while self.api.events.pending or not self.nothing_waits():
                with suppress(TimeoutError):
                    await asyncio.wait_for(self.api.later(seconds=31), 5)
                await asyncio.sleep(0.05)

    def nothing_waits(self) -> bool:
        return not self.rows("SELECT id FROM outbox WHERE state = 'pending' ORDER BY id LIMIT 1")

    def rows(self, sql: str) -> list[Any]:
        return self.read(lambda tx: opened_rows.rows(tx, sql))

    def read(self, work: Any) -> Any:
        store = Store(self.url, KEYS)
        try:
            return store.read_sync(work)
        finally:
            store.stop()


def check(it: Torment) -> None:
    assert not it.api.events.off
    events = len(it.api.events.posts)
    said = sum(b"/trogiup" in each.body for each in it.api.events.posts)
    heard = it.rows("SELECT state FROM inbox WHERE channel = 'zalo' ORDER BY id")
    assert said <= len(heard) <= events and {row[0] for row in heard} == {"done"}
    sent = it.rows("SELECT message_id, state, maybe_twice FROM outbox ORDER BY id")
    assert len(sent) >= said, "every word has its answer"
    assert {state for _, state, _ in sent} == {"sent"}
    marked = {message_id for message_id, _, maybe_twice in sent if maybe_twice}
    known = {message_id for message_id, _, _ in sent}
    for user in it.users:
        check_chat(user, known, marked)


def check_chat(user: ZaloUser, known: set[str], marked: set[str]) -> None:
    """A message that came and that nobody remembers sending is the double of one marked."""
    doubles = Counter(b.text for b in user.inbox if b.id not in known)
    suspects = Counter(b.text for b in user.inbox if b.id in marked)
    assert not doubles - suspects


@pytest.mark.kill
def test_tokens_survive_sudden_death(
    migrated_sqlite: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = tmp_path / "langnghe.db"
    database.write_bytes(migrated_sqlite.read_bytes())

    async def torment() -> Torment:
        async with FakeZalo(clock=lambda: datetime.now(UTC)) as api:
            it = Torment(f"sqlite:///{database}", tmp_path, api)
            await it.goes_through(ROUNDS)
            return it

    it = asyncio.run(torment())
    assert it.survived + it.lost == ROUNDS and len(it.grants.spent) >= ROUNDS
    check(it)
    with capsys.disabled():
        print(
            f"\n{it.survived} of {ROUNDS} deaths survived, {it.lost} between answer and disk;"
            f" {len(it.grants.spent)} pairs, {it.acknowledged()} messages heard"
        )
