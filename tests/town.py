"""People with phones in their hands before a whole house: the house as it runs in life, with its
Telegram channel over real HTTP to a strict Bot API on loopback, and its site in webhook mode."""

from __future__ import annotations

import asyncio
import itertools
import re
import socket
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.app import House
from bot.channels import telegram_remote
from bot.settings import Settings
from bot.site.app import build
from cases.kinds import Role
from cases.text import fold
from storage import people
from storage.tables import Case
from storage.tx import Tx
from tests.fakes.smtp_server import FakeSmtp
from tests.fakes.telegram_api import FakeTelegram
from tests.fakes.telegram_people import Bubble, Chat, User
from tests.people import sample_agency

SUNDAY_MORNING = datetime(2026, 11, 15, 2, 0, tzinfo=UTC)  # 9:00; nobody is greeted on Sundays
SENDER = "lang-nghe@skhdt.example.vn"
SECRET = "a-secret_of-Telegrams"
_HOSTED = "tests.fakes.telegram_hosted"
_CODE = re.compile(r"PA\d{2}-\d{5}-[A-Z]")


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class Town:
    """`mode` is polling or webhook, `pace` a function of `tests/fakes/telegram_hosted.py`. The
    house may be closed and opened again; Telegram and the people stay. With `away` Telegram, and
    the mail server, come only when told to (`services_come`)."""

    def __init__(
        self,
        database: str,
        folder: Path,
        *,
        mode: str = "polling",
        pace: str = "quick",
        smtp: FakeSmtp | None = None,
        away: bool = False,
        **settings: Any,
    ) -> None:
        self.loop = asyncio.new_event_loop()
        self.api = FakeTelegram(port=free_port())
        self._services: list[FakeTelegram | FakeSmtp] = [self.api, *([smtp] if smtp else [])]
        if smtp is not None:
            smtp.port = free_port()
            settings |= {"smtp_url": f"smtp://127.0.0.1:{smtp.port}", "mail_from": SENDER}
        if not away:
            self.services_come()
        self._pace = pace
        given: dict[str, Any] = {
            "telegram_token": self.api.token,
            "telegram_api": f"http://127.0.0.1:{self.api.port}",
            "telegram_mode": mode,
            "telegram_webhook_secret": SECRET if mode == "webhook" else "",
            "public_url": "https://phananh.example.vn",
        }
        self.settings = Settings(
            _env_file=None,
            database_url=database,
            data_dir=folder,
            secret_key="k" * 32,
            **given | settings,
        )
        self._began = time.monotonic()
        self._codes = itertools.count(1)
        self._runner: web.AppRunner | None = None
        self.site = ""

    def run(self, awaitable: Any, seconds: float = 60) -> Any:
        return self.loop.run_until_complete(asyncio.wait_for(awaitable, seconds))

    def now(self) -> datetime:
        return SUNDAY_MORNING + timedelta(seconds=time.monotonic() - self._began)

    def services_come(self) -> None:
        for service in self._services:
            self.run(service.__aenter__())

    # The house

    def opens(self, *, site: bool = False) -> Town:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(telegram_remote, "FACTORY", f"{_HOSTED}:{self._pace}")
            self.house = House(self.settings, now=self.now, agency=sample_agency())
        self.run(self.house.start())
        webhook = self.settings.telegram_mode == "webhook"
        if site or webhook:
            self.run(self._serve())
        return self

    async def _serve(self) -> None:
        self._runner = web.AppRunner(
            build(self.house), handler_cancellation=True, access_log=None, shutdown_timeout=1
        )
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.site = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self.api.deliver_webhook(self.site)

    def closes(self) -> None:
        async def close() -> None:
            if self._runner is not None:
                await self._runner.cleanup()
                self._runner = None
            await self.house.stop()

        self.run(close())

    def ends(self) -> None:
        """Whatever happened before: the house, Telegram and the loop."""
        if self.house.serving:
            self.closes()
        for service in self._services:
            self.run(service.__aexit__())
        self.loop.close()

    # Waiting

    def does(self, what: Callable[[], Any]) -> Any:
        """Somebody does something, without waiting for what follows."""

        async def act() -> Any:
            return what()

        return self.run(act())

    def until(self, done: Callable[[], object], seconds: float = 20) -> None:
        self.run(self.api.until(done, seconds))

    def settles(self) -> None:
        """Everything said has been committed and answered, and the answers are with Telegram."""
        self.until(lambda: not self.api.updates.pending, 50)
        self.run(self.house.outbox.settled())

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
                await asyncio.sleep(0.02)

        self.run(look(), 20)

    # What is kept

    def rows(self, sql: str, **params: Any) -> list[tuple[Any, ...]]:
        """Rows asked for in no order come sorted: PostgreSQL gives them in any."""
        found = list(self.store(lambda tx: tx.all(sql, **params)))
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

    # People

    def citizen(self, name: str = "Võ Thị Tư", language: str = "vi") -> Phone:
        user = self.api.user(name, language)
        user.phone = f"8490{user.id % 10_000_000:07d}"
        return Phone(self, user)

    def official(self, role: str, office: str = "", name: str = "") -> Phone:
        """Somebody who redeemed an invitation."""
        person = self.citizen(name or f"Cán bộ {role}")
        person.is_invited(role, office)
        person.says(person.user.name)
        assert person.got("people.welcome"), person.keys
        return person

    def invitation(self, role: str, office: str = "") -> str:
        code = f"{role}{next(self._codes):08d}"
        keys, now = self.house.keys, self.now()
        self.store(lambda tx: people.invite(tx, keys, code, Role(role), office, now))
        return code


class Phone:
    """A person at one chat: the private one, or a group (and a topic of it). `news` is what came,
    or was changed, since they last did something."""

    def __init__(
        self, town: Town, user: User, group: Chat | None = None, topic: int | None = None
    ) -> None:
        self.town = town
        self.user = user
        self.chat = group or user.chat
        self.topic = topic
        self._group = group
        self._before: dict[int, int] = {}
        self._after = 0
        self.forget()

    def at(self, group: Chat, topic: int | None = None) -> Phone:
        """The same person, looking at a group."""
        return Phone(self.town, self.user, group, topic)

    # What they do

    def does(self, what: Callable[[], dict[str, Any]]) -> Phone:
        self.forget()
        self.last = self.town.does(what)
        self.town.settles()
        return self

    def says(self, text: str, reply_to: Bubble | None = None) -> Phone:
        replied = reply_to.id if reply_to else None
        return self.does(lambda: self.user.says(text, self._group, self.topic, replied))

    def posts(self, **content: Any) -> Phone:
        return self.does(lambda: self.user.posts(content, self._group, self.topic))

    def taps(self, label: str) -> Phone:
        """The newest button with these words (or the words of this key), or that begins so."""
        wanted = self._label(label)
        return self.does(lambda: self.user.taps(wanted, self.chat))

    def taps_data(self, data: str, on: Bubble) -> Phone:
        """Data as such: an old button, or one that never was theirs."""
        return self.does(lambda: self.user.taps_data(data, on.id, self.chat))

    def is_invited(self, role: str, office: str = "") -> Phone:
        return self.says(f"/start {self.town.invitation(role, office)}")

    def _label(self, label: str) -> str:
        words = self.town.words(label) if re.fullmatch(r"[a-z_]+\.[a-z_0-9]+", label) else label
        keyboard = (self.chat.keyboard or {}).get("keyboard", [])
        seen = [button["text"] for row in keyboard for button in row]
        seen += [each for bubble in reversed(self.inbox) for each in bubble.buttons]
        for fits in (str.__eq__, str.startswith):
            found = next((each for each in seen if fits(fold(each), fold(words))), None)
            if found is not None:
                return found
        raise AssertionError(f"{self.user.name} sees no button {words!r}, only {seen}")

    def forget(self) -> None:
        """Take everything so far as read."""
        self._before = {bubble.id: bubble.edits for bubble in self.chat.inbox}
        self._after = self._newest()

    # What they see

    @property
    def inbox(self) -> list[Bubble]:
        return [b for b in self.chat.inbox if self.topic is None or b.topic == self.topic]

    @property
    def news(self) -> list[Bubble]:
        return [b for b in self.inbox if self._before.get(b.id) != b.edits]

    @property
    def text(self) -> str:
        return "\n".join(bubble.text for bubble in self.news)

    @property
    def keys(self) -> list[str]:
        """Of the messages delivered here since they last did something."""
        rows = self._delivered("o.key", " AND o.id > :after", after=self._after)
        return [row[0] for row in rows]

    def got(self, key: str) -> bool:
        return key in self.keys

    def bubble(self, key: str) -> Bubble:
        """The newest message of this key, as it stands in the chat."""
        rows = self._delivered("o.message_id", " AND o.key = :key", key=key)
        assert rows, f"{self.user.name} never got {key}"
        found = self.chat.bubble(int(rows[-1][0]))
        assert found is not None
        return found

    def _newest(self) -> int:
        rows = self._delivered("o.id", "")
        return int(rows[-1][0]) if rows else 0

    def _delivered(self, what: str, more: str, **params: Any) -> list[tuple[Any, ...]]:
        topic = " AND c.topic = :topic" if self.topic is not None else ""
        return self.town.rows(
            f"SELECT {what} FROM outbox o JOIN chat c ON c.id = o.chat_id WHERE c.channel ="
            f" 'telegram' AND c.external = :chat AND o.state = 'sent'{topic}{more} ORDER BY o.id",
            chat=str(self.chat.id),
            **({"topic": str(self.topic)} if topic else {}),
            **params,
        )

    @property
    def code(self) -> str:
        """The newest case code they saw."""
        for bubble in reversed(self.inbox):
            if found := _CODE.findall(bubble.text):
                return str(found[-1])
        raise AssertionError(f"{self.user.name} saw no case code")
