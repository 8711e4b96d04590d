"""People with Zalo in their hands before a whole house: the house as it runs in life, with its Zalo
Bot channel over real HTTP to a strict platform on loopback, and its site."""

from __future__ import annotations

import asyncio
import itertools
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from bot.app import House
from bot.settings import Settings
from bot.site.app import build
from cases.kinds import Role
from cases.text import fold
from storage import people
from storage.tables import Case
from storage.tx import Tx
from tests.fakes.zalo_bot_api import FakeZaloBot
from tests.fakes.zalo_bot_people import BotUser, Bubble
from tests.people import sample_agency

SUNDAY_MORNING = datetime(2026, 11, 15, 2, 0, tzinfo=UTC)  # 9:00; nobody is greeted on Sundays
PUBLIC = "https://phananh.example.vn"
SECRET = "a-secret_of-Zalos"
_CODE = re.compile(r"PA\d{2}-\d{5}-[A-Z]")


class BotTown:
    """`mode` is polling or webhook. The house may be closed and opened again; Zalo and the people
    stay."""

    def __init__(
        self,
        database: str,
        folder: Path,
        *,
        mode: str = "polling",
        documented: bool = False,
        **settings: Any,
    ) -> None:
        self.loop = asyncio.new_event_loop()
        self.api = FakeZaloBot(documented=documented)
        self.run(self.api.__aenter__())
        given: dict[str, Any] = {
            "zalo_bot_token": self.api.token,
            "zalo_bot_api": self.api.url,
            "zalo_bot_mode": mode,
            "zalo_bot_secret": SECRET if mode == "webhook" else "",
            "public_url": PUBLIC,
        }
        self.settings = Settings(
            _env_file=None,
            database_url=database,
            data_dir=folder,
            secret_key="k" * 32,
            **given | settings,
        )
        self._began = time.monotonic()
        self.passed = timedelta()
        self._codes = itertools.count(1)

    def run(self, awaitable: Any, seconds: float = 60) -> Any:
        return self.loop.run_until_complete(asyncio.wait_for(awaitable, seconds))

    def now(self) -> datetime:
        passed = self.passed + timedelta(seconds=time.monotonic() - self._began)
        return SUNDAY_MORNING + passed

    # The house

    def opens(self) -> BotTown:
        self.house = House(self.settings, now=self.now, agency=sample_agency())

        async def open_() -> None:
            await self.house.start()
            self._runner = web.AppRunner(
                build(self.house), handler_cancellation=True, access_log=None, shutdown_timeout=1
            )
            await self._runner.setup()
            await web.TCPSite(self._runner, "127.0.0.1", 0).start()
            self.site = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
            self.api.sites[PUBLIC] = self.site

        self.run(open_())
        self.until(lambda: self.house.channels["zalo_bot"].health() == "")
        return self

    def closes(self) -> None:
        async def close() -> None:
            self.api.sites.clear()
            await self._runner.cleanup()
            await self.house.stop()

        self.run(close())

    def ends(self) -> None:
        """Whatever happened before: the house, Zalo and the loop."""
        if self.house.serving:
            self.closes()
        self.run(self.api.__aexit__())
        self.loop.close()

    # Waiting

    def until(self, done: Callable[[], object], seconds: float = 20) -> None:
        self.run(self.api.until(done, seconds))

    def settles(self) -> None:
        """Everything said has been committed and answered, and the answers are with Zalo."""
        self.until(lambda: self.api.updates.quiet)
        self.run(self.house.outbox.settled())

    def works(self, table: str = "stored_file", busy: str = "wanted") -> None:
        """Until the jobs behind the turns have done what was asked for, and said so."""
        sql = f"SELECT COUNT(*) FROM {table} WHERE state = :busy"
        self.until_rows(lambda rows: rows == [(0,)], sql, busy=busy)
        self.run(self.house.outbox.settled())

    def until_rows(
        self, done: Callable[[list[tuple[Any, ...]]], object], sql: str, **params: Any
    ) -> None:
        async def look() -> None:
            while not done(await self.house.store.read(lambda tx: tx.all(sql, **params))):
                await asyncio.sleep(0.01)

        self.run(look(), 20)

    # What is kept, and what can be opened

    def rows(self, sql: str, **params: Any) -> list[tuple[Any, ...]]:
        return list(self.store(lambda tx: tx.all(sql, **params)))

    def store(self, work: Callable[[Tx], Any]) -> Any:
        return self.run(self.house.store.run(work))

    def case(self, code: str) -> Case:
        found: Case = self.store(lambda tx: tx.find(Case, Case.code == code)[0])
        return found

    def words(self, key: str, **params: Any) -> str:
        return str(self.house.texts.render("vi", key, **params).unescape())

    def opens_link(self, link: str) -> tuple[int, bytes]:
        """Somebody taps a link of ours: (status, content)."""

        async def fetch() -> tuple[int, bytes]:
            async with (
                aiohttp.ClientSession() as http,
                http.get(link.replace(PUBLIC, self.site)) as answer,
            ):
                return answer.status, await answer.read()

        status, content = self.run(fetch())
        return int(status), bytes(content)

    # People

    def citizen(self, name: str = "Võ Thị Tư") -> BotPhone:
        return BotPhone(self, self.api.user(name))

    def official(self, role: str, office: str = "", name: str = "") -> BotPhone:
        """Somebody who redeemed an invitation."""
        person = self.citizen(name or f"Cán bộ {role}")
        person.says(f"/start {self.invitation(role, office)}").says(person.user.name)
        assert person.got("people.welcome"), person.keys
        return person

    def invitation(self, role: str, office: str = "") -> str:
        code = f"{role}{next(self._codes):08d}"
        keys, now = self.house.keys, self.now()
        self.store(lambda tx: people.invite(tx, keys, code, Role(role), office, now))
        return code


class BotPhone:
    """A person at their chat with the bot. `news` is what came since they last did something."""

    def __init__(self, town: BotTown, user: BotUser) -> None:
        self.town = town
        self.user = user
        self.forget()

    # What they do

    def does(self, what: Callable[[], dict[str, Any]]) -> BotPhone:
        self.forget()

        async def act() -> None:
            what()

        self.town.run(act())
        self.town.settles()
        return self

    def says(self, text: str) -> BotPhone:
        return self.does(lambda: self.user.says(text))

    def picks(self, label: str) -> BotPhone:
        """Types the number before these words (or the words of this key), as it stands in the
        newest message that numbers anything."""
        return self.says(self.number_of(label))

    def number_of(self, label: str) -> str:
        keyed = re.fullmatch(r"[a-z_]+\.[a-z_0-9]+", label)
        wanted = fold(self.town.words(label) if keyed else label)
        numbered = [n for bubble in reversed(self.inbox) if (n := numbers(bubble.text))]
        offered = numbered[0] if numbered else {}
        found = next((n for n, words in offered.items() if wanted in fold(words)), "")
        assert found, f"{self.user.name} sees no {label!r}, only {offered}"
        return found

    def forget(self) -> None:
        """Take everything so far as read."""
        self._read, self._after = len(self.inbox), self._newest()

    # What they see

    @property
    def inbox(self) -> list[Bubble]:
        return self.user.inbox

    @property
    def news(self) -> list[Bubble]:
        return self.inbox[self._read :]

    @property
    def text(self) -> str:
        return "\n".join(bubble.text for bubble in self.news)

    @property
    def keys(self) -> list[str]:
        """Of the messages delivered here since they last did something."""
        return [row[0] for row in self._delivered("o.key", " AND o.id > :after", after=self._after)]

    def got(self, key: str) -> bool:
        return key in self.keys

    @property
    def code(self) -> str:
        """The newest case code they saw."""
        for bubble in reversed(self.inbox):
            if found := _CODE.findall(bubble.text):
                return str(found[-1])
        raise AssertionError(f"{self.user.name} saw no case code")

    def _newest(self) -> int:
        rows = self._delivered("o.id", "")
        return int(rows[-1][0]) if rows else 0

    def _delivered(self, what: str, more: str, **params: Any) -> list[tuple[Any, ...]]:
        return self.town.rows(
            f"SELECT {what} FROM outbox o JOIN chat c ON c.id = o.chat_id WHERE c.channel ="
            f" 'zalo_bot' AND c.external = :chat AND o.state = 'sent'{more} ORDER BY o.id",
            chat=self.user.id,
            **params,
        )


def numbers(text: str) -> dict[str, str]:
    """The numbered lines of a message: number to words."""
    return dict(re.findall(r"^(\d+)\. (.+)$", text, re.M))
