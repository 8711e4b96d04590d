"""People talking to the house: tests say what a person says and see what a person sees. The whole
app runs, on a real database; only the channel at the edge is a fake one."""

from __future__ import annotations

import asyncio
import itertools
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from aiohttp import web

from bot import agency_files
from bot.app import House
from bot.channels.base import Capabilities, FileGone, Outcome, Receive, Sent, Unreadable
from bot.settings import ROOT, Settings
from cases.agency.agency import Agency
from cases.words.text import fold
from messages.envelope import (
    Attachment,
    ChatKind,
    Choice,
    FileKind,
    Incoming,
    Location,
    Parcel,
)
from storage.engine.tx import Tx
from storage.people import officials as roster
from storage.people import people as officials
from storage.tables.casework import Case
from tests import opened_rows

MONDAY_MORNING = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)  # 9:00 in Quảng Ngãi


@cache
def sample_agency() -> Agency:
    return agency_files.load(ROOT / "agencies" / "skhdt-quang-ngai")


def _settings(**given: Any) -> Settings:
    return Settings(_env_file=None, secret_key="k" * 32, **given)


@cache
def _plain_settings() -> Settings:
    return _settings()


class FakeChannel:
    """A channel whose other end are the people of a test. `name` may be any channel's, so that
    what is stored looks as in life. `fails` maps a chat to outcomes to give before it works."""

    def __init__(self, name: str = "telegram", *, edits: bool = True, buttons: int = 20) -> None:
        self.name = name
        self.capabilities = Capabilities(
            buttons=buttons,
            text_limit=4096,
            edits=edits,
            groups=True,
            contact_request=True,
            replies=True,
        )
        self.fails: dict[str, list[Outcome]] = {}
        self.files: dict[str, bytes] = {}
        self.seen: dict[str, list[Parcel]] = {}
        self._ids = itertools.count(1)

    async def start(self, receive: Receive, unreadable: Unreadable) -> None: ...

    async def stop(self) -> None: ...

    async def send(self, parcel: Parcel) -> Outcome:
        failing = self.fails.get(parcel.chat)
        if failing:
            return failing.pop(0)
        self.seen.setdefault(parcel.chat, []).append(parcel)
        return Sent(f"m{next(self._ids)}" if not parcel.replaces else parcel.replaces)

    async def fetch(self, ref: str, limit: int) -> bytes:
        if ref not in self.files:
            raise FileGone(ref)
        return self.files[ref]

    def routes(self) -> list[web.RouteDef]:
        return []

    def health(self) -> str:
        return ""


class World:
    """A house with its clock in the test's hands."""

    def __init__(
        self,
        url: str,
        folder: Path,
        *,
        agency: Agency | None = None,
        agency_folder: Path | None = None,
        channel: FakeChannel | None = None,
        channels: Sequence[FakeChannel] = (),
        loop: asyncio.AbstractEventLoop | None = None,
        **more: Any,
    ) -> None:
        """`more` are settings."""
        self.now = MONDAY_MORNING
        self.loop = loop or asyncio.new_event_loop()
        self.channel = channel or FakeChannel()
        self._digits = itertools.count(1)
        mine = {"database_url": url, "data_dir": folder}
        settings = _settings(**mine, **more) if more else _plain_settings().model_copy(update=mine)
        if agency_folder is not None:
            settings.agency, agency = str(agency_folder), agency_files.load(agency_folder)
        self._open = lambda: House(
            settings,
            now=lambda: self.now,
            chance=self._chance,
            extra=(self.channel, *channels),
            agency=agency or sample_agency(),
            by_hand=True,
        )
        self.house = self._open()
        self._people = itertools.count(1001)
        self._updates = itertools.count(1)
        try:
            self.run(self.house.start())
        except BaseException:
            self.close()
            raise

    def _chance(self, count: int) -> str:
        return f"{next(self._digits):0{count}d}"

    def run(self, awaitable: Any) -> Any:
        return self.loop.run_until_complete(awaitable)

    def close(self) -> None:
        self.run(self.house.stop())
        self.loop.close()

    def restart(self) -> None:
        """Stop in good order and start again over the same data."""
        self.run(self.house.stop())
        self.house = self._open()
        self.run(self.house.start())

    def later(self, **span: float) -> None:
        """Let time pass, without the clock's duties (see `tick`)."""
        self.now += timedelta(**span)

    def tick(self) -> None:
        """Everything the clock has due now, and what it says delivered."""
        self.run(self.house.clock.tick())
        self.run(self.house.outbox.settled())

    def work(self) -> None:
        """The slow work that is due now (files, jobs), and what it says delivered."""
        self.run(self.house.jobs.run_due())
        self.run(self.house.outbox.settled())

    def minute_passes(self) -> None:
        """In which an answer that none approves can be taken back; then its sender is told."""
        self.later(seconds=61)
        self.work()

    def deliver(self, *updates: Incoming) -> None:
        self.run(self.house.receive(updates))
        self.run(self.house.outbox.settled())

    def citizen(self, name: str = "", channel: FakeChannel | None = None) -> Person:
        return Person(self, name or "citizen", channel or self.channel)

    def official(self, role: str, office: str = "", name: str = "") -> Person:
        """Somebody who holds this role already."""
        person = Person(self, name or role, self.channel)
        person.says("/start")
        self.grant(person, role, office, name or f"Cán bộ {role} {office}".strip())
        person.forget()
        return person

    def grant(self, person: Person, role: str, office: str = "", name: str = "") -> None:
        from cases.kinds import Role

        def work(tx: Tx) -> None:
            [row] = opened_rows.rows(
                tx,
                "SELECT person_id FROM chat WHERE external = :chat AND topic = ''",
                chat=person.id,
            )
            tx.run("UPDATE person SET official = 1 WHERE id = :id", id=row[0])
            if name:
                roster.name(tx, row[0], name)
            officials.grant(tx, row[0], Role(role), office, self.now)

        self.store(work)

    def store(self, work: Any) -> Any:
        """Run something in the store and wait for it."""
        return self.run(self.house.store.run(work))

    def case(self, code: str) -> Case:
        found: Case = self.store(lambda tx: tx.find(Case, Case.code == code)[0])
        return found

    def cases(self) -> list[Case]:
        return list(self.store(lambda tx: tx.find(Case, order=Case.id)))

    def rows(self, sql: str, **params: Any) -> list[tuple[Any, ...]]:
        """Rows asked for in no order come sorted: PostgreSQL gives them in any."""
        found = self.store(lambda tx: opened_rows.rows(tx, sql, **params))
        return found if "ORDER BY" in sql else sorted(found, key=repr)

    def next_update(self) -> str:
        return f"u{next(self._updates)}"


class Person:
    """Somebody with the app in their hand. `news` is what came since they last did something."""

    def __init__(self, world: World, name: str, channel: FakeChannel) -> None:
        self.world = world
        self.name = name
        self.channel = channel
        self.id = str(next(world._people))
        self.group: str = ""
        self.topic: str = ""
        self._read = 0

    # What they do.

    def says(self, text: str, **details: Any) -> Person:
        return self._does(text=text, **details)

    def taps(self, label: str) -> Person:
        """Press the newest button whose words are, or begin with, `label`."""
        choice, parcel_id = self._button(label)
        return self._does(choice=choice.data, choice_on=parcel_id)

    def taps_data(self, data: str) -> Person:
        """A button's data as such: an old button, or one that never was theirs."""
        return self._does(choice=data)

    def sends(
        self,
        kind: str,
        data: bytes = b"",
        name: str = "",
        text: str = "",
        size: int | None = None,
        type: str = "",
    ) -> Person:
        ref = f"ref-{self.world.next_update()}"
        if data:
            self.channel.files[ref] = data
        file = Attachment(
            FileKind(kind), ref, name, type, size if size is not None else len(data) or None
        )
        return self._does(files=(file,), text=text)

    def shares_phone(self, number: str) -> Person:
        return self._does(phone=number)

    def sends_location(self, latitude: float, longitude: float) -> Person:
        return self._does(location=Location(latitude, longitude))

    def in_group(self, group: str, topic: str = "") -> Person:
        """The same person, speaking in a group."""
        there = Person(self.world, self.name, self.channel)
        there.id, there.group, there.topic = self.id, group, topic
        return there

    def _does(self, **what: Any) -> Person:
        self._read = len(self.seen)
        self.world.now += timedelta(seconds=1)
        update = {
            "channel": self.channel.name,
            "update_id": self.world.next_update(),
            "chat": self.group or self.id,
            "sender": self.id,
            "at": self.world.now,
            "chat_kind": ChatKind.GROUP if self.group else ChatKind.PRIVATE,
            "topic": self.topic,
            "raw": b"{}",
        }
        update.setdefault("message_id", f"in-{update['update_id']}")
        self.world.deliver(Incoming(**{**update, **what}))
        return self

    def forget(self) -> None:
        """Take everything so far as read."""
        self._read = len(self.seen)

    # What they see.

    @property
    def seen(self) -> list[Parcel]:
        return [
            p
            for p in self.channel.seen.get(self.group or self.id, [])
            if p.topic == self.topic or not self.group
        ]

    @property
    def news(self) -> list[Parcel]:
        return self.seen[self._read :]

    @property
    def keys(self) -> list[str]:
        return [p.message.key for p in self.news]

    @property
    def text(self) -> str:
        """All words of the news, without markup."""
        return re.sub(r"<[^>]+>", "", "\n".join(p.message.text for p in self.news))

    def got(self, key: str) -> bool:
        return key in self.keys

    @property
    def buttons(self) -> list[str]:
        """The words on the newest message that has buttons."""
        newest = self._with_buttons()
        return [c.label for c in newest.message.choices] if newest else []

    def _with_buttons(self) -> Parcel | None:
        return next((p for p in reversed(self.seen) if p.message.choices), None)

    def _button(self, label: str) -> tuple[Choice, str]:
        wanted = fold(label)
        for parcel in reversed(self.seen):
            for choice in parcel.message.choices:
                if fold(choice.label) == wanted:
                    return choice, str(parcel.id)
        for parcel in reversed(self.seen):
            for choice in parcel.message.choices:
                if fold(choice.label).startswith(wanted):
                    return choice, str(parcel.id)
        raise AssertionError(f"{self.name} sees no button {label!r}, only {self.buttons}")

    @property
    def code(self) -> str:
        """The newest case code they saw."""
        for parcel in reversed(self.seen):
            found = re.findall(r"PA\d{2}-\d{5}-[A-Z]", parcel.message.text)
            if found:
                return str(found[-1])
        raise AssertionError(f"{self.name} saw no case code")
