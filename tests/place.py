"""What is the same wherever people stand before a whole house: the house as it runs in life, its
site on loopback, its clock and database within a test's reach, and people who say and see."""

from __future__ import annotations

import asyncio
import itertools
import re
import time
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

import aiohttp
from aiohttp import web

from bot.app import House
from bot.settings import Settings
from bot.site.app import build
from cases.kinds import Role
from cases.words.text import fold
from storage.engine.tx import Tx
from storage.people import people
from storage.tables.casework import Case
from tests import opened_rows
from tests.people import sample_agency

SUNDAY_MORNING = datetime(2026, 11, 15, 2, 0, tzinfo=UTC)  # 9:00; nobody is greeted on Sundays
PUBLIC = "https://phananh.example.vn"
_CODE = re.compile(r"PA\d{2}-\d{5}-[A-Z]")
_KEY = re.compile(r"[a-z_]+\.[a-z_0-9]+")

Service = AbstractAsyncContextManager[Any]


class Place:
    """The house may be closed and opened again; the services and the people stay. `passed` moves
    its clock. `answered` waits until everything said was heard and answered."""

    passed = timedelta()

    def __init__(self, database: str, folder: Path, **settings: Any) -> None:
        self.loop = asyncio.new_event_loop()
        self.services: list[Service] = []
        self.settings = Settings(
            _env_file=None,
            **{
                "database_url": database,
                "data_dir": folder,
                "secret_key": "k" * 32,
                "public_url": PUBLIC,
                **settings,
            },
        )
        self._began = time.monotonic()
        self._codes = itertools.count(1)
        self._runner: web.AppRunner | None = None
        self.site = ""

    def run(self, awaitable: Any, seconds: float = 60) -> Any:
        return self.loop.run_until_complete(asyncio.wait_for(awaitable, seconds))

    def now(self) -> datetime:
        return SUNDAY_MORNING + self.passed + timedelta(seconds=time.monotonic() - self._began)

    def come(self, *services: Service) -> None:
        """Services that this place begins and ends."""
        for service in services:
            self.run(service.__aenter__())
            self.services.append(service)

    # The house

    def makes_house(self) -> House:
        return House(self.settings, now=self.now, agency=sample_agency())

    def begins(self, *, site: bool) -> None:
        self.house = self.makes_house()
        self.run(self.house.start())
        if site:
            self.run(self._serve())

    async def _serve(self) -> None:
        self._runner = web.AppRunner(
            build(self.house), handler_cancellation=True, access_log=None, shutdown_timeout=1
        )
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.site = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self.served()

    def served(self) -> None:
        """The site stands at `site`: services that call us learn it here."""

    def closes(self) -> None:
        async def close() -> None:
            if self._runner is not None:
                await self._runner.cleanup()
                self._runner = None
            await self.house.stop()

        self.run(close())

    def ends(self) -> None:
        """Whatever happened before: the house, the services and the loop."""
        if self.house.serving:
            self.closes()
        for service in self.services:
            self.run(service.__aexit__(None, None, None))
        self.loop.close()

    # Waiting

    def does(self, what: Callable[[], Any]) -> Any:
        """Somebody does something, without waiting for what follows."""

        async def act() -> Any:
            return what()

        return self.run(act())

    def settles(self) -> None:
        """Everything said has been committed and answered, and the answers are there."""
        raise NotImplementedError

    def until(self, done: Callable[[], object], seconds: float = 20) -> None:
        async def look() -> None:
            while not done():
                await asyncio.sleep(0.005)

        self.run(look(), seconds)

    def works(self, table: str = "stored_file", busy: str = "wanted") -> None:
        """Until the jobs behind the turns have done what was asked for, and said so."""
        sql = f"SELECT COUNT(*) FROM {table} WHERE state = :busy"
        self.until_rows(lambda rows: rows == [(0,)], sql, busy=busy)
        self.settles()

    def until_rows(
        self, done: Callable[[list[tuple[Any, ...]]], object], sql: str, **params: Any
    ) -> None:
        async def look() -> None:
            while not done(await self.house.store.read(lambda tx: tx.all(sql, **params))):
                await asyncio.sleep(0.01)

        self.run(look(), 20)

    # What can be opened

    def opens_link(self, link: str) -> tuple[int, bytes]:
        """Somebody without an account opens a link of ours: (status, content)."""

        async def fetch() -> tuple[int, bytes]:
            async with (
                aiohttp.ClientSession(self.site) as http,
                http.get(link.removeprefix(PUBLIC)) as answer,
            ):
                return answer.status, await answer.read()

        status, content = self.run(fetch())
        return int(status), bytes(content)

    # What is kept

    def rows(self, sql: str, **params: Any) -> list[tuple[Any, ...]]:
        """Rows asked for in no order come sorted: PostgreSQL gives them in any."""
        found = self.store(lambda tx: opened_rows.rows(tx, sql, **params))
        return found if "ORDER BY" in sql else sorted(found, key=repr)

    def store(self, work: Callable[[Tx], Any]) -> Any:
        return self.run(self.house.store.run(work))

    def case(self, code: str) -> Case:
        found: Case = self.store(lambda tx: tx.find(Case, Case.code == code)[0])
        return found

    def actions(self, code: str) -> list[str]:
        rows = self.rows(
            "SELECT h.action FROM case_history h JOIN cases c ON c.id = h.case_id"
            " WHERE c.code = :code ORDER BY h.seq",
            code=code,
        )
        return [row[0] for row in rows]

    def words(self, key: str, **params: Any) -> str:
        return str(self.house.texts.render("vi", key, **params).unescape())

    def meant(self, label: str) -> str:
        """A button's words, folded: as given, or of this key."""
        return fold(self.words(label) if _KEY.fullmatch(label) else label)

    # People

    def invitation(self, role: str, office: str = "") -> str:
        code = f"{role}{next(self._codes):08d}"
        keys, now = self.house.keys, self.now()
        self.store(lambda tx: people.invite(tx, keys, code, Role(role), office, now))
        return code


class Someone:
    """A person at their chat in `channel`. `news` is what came since they last did something."""

    channel = ""

    def __init__(self, place: Place, external: str, name: str) -> None:
        self.place = place
        self.external = external
        self.name = name
        self.forget()

    # What they do

    def does(self, what: Callable[[], Any]) -> Self:
        self.forget()
        self.place.does(what)
        self.place.settles()
        return self

    def says(self, text: str) -> Self:
        raise NotImplementedError

    def is_invited(self, role: str, office: str = "") -> Self:
        return self.says(f"/start {self.place.invitation(role, office)}")

    def becomes(self, role: str, office: str = "") -> Self:
        """Redeems an invitation, and tells their name."""
        self.is_invited(role, office).says(self.name)
        assert self.got("people.welcome"), self.keys
        return self

    def forget(self) -> None:
        """Take everything so far as read."""
        self._read, self._after = len(self.inbox), self._newest()

    # What they see

    @property
    def inbox(self) -> list[Any]:
        raise NotImplementedError

    @property
    def news(self) -> list[Any]:
        return self.inbox[self._read :]

    @property
    def text(self) -> str:
        return "\n".join(each.text for each in self.news)

    @property
    def keys(self) -> list[str]:
        """Of the messages delivered here since they last did something."""
        return [row[0] for row in self._delivered("o.key", " AND o.id > :after", after=self._after)]

    def got(self, key: str) -> bool:
        return key in self.keys

    @property
    def code(self) -> str:
        """The newest case code they saw."""
        return newest_code(self.inbox, self.name)

    def _newest(self) -> int:
        rows = self._delivered("o.id", "")
        return int(rows[-1][0]) if rows else 0

    def _delivered(self, what: str, more: str, **params: Any) -> list[tuple[Any, ...]]:
        return self.place.rows(
            f"SELECT {what} FROM outbox o JOIN chat c ON c.id = o.chat_id WHERE c.channel ="
            f" :channel AND c.external = :chat AND o.state = 'sent'{more} ORDER BY o.id",
            channel=self.channel,
            chat=self.external,
            **params,
        )


def newest_code(inbox: list[Any], name: str) -> str:
    for seen in reversed(inbox):
        if found := _CODE.findall(seen.text):
            return str(found[-1])
    raise AssertionError(f"{name} saw no case code")


def label_among(seen: list[str], wanted: str) -> str:
    """The first of the labels that is, or begins with, the folded words."""
    for fits in (str.__eq__, str.startswith):
        found = next((each for each in seen if fits(fold(each), wanted)), None)
        if found is not None:
            return found
    raise AssertionError(f"there is no button {wanted!r}, only {seen}")
