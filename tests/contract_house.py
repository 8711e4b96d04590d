"""A house with every channel on, each at the strict service that stands in for its own, and short
ways to what the contract asks of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import aiohttp

from bot.channels.base import Outcome
from messages.envelope import Outgoing, Parcel, Priority
from storage.engine.schema import migrate
from storage.engine.tx import Tx
from storage.mailbox import chats, outbox
from tests import bot_town, oa_town, opened_rows
from tests.contract_readers import CHANNELS, Call, Reader, reader_of
from tests.fakes.smtp_server import FakeSmtp
from tests.fakes.zalo_api import FakeZalo
from tests.fakes.zalo_bot_api import FakeZaloBot
from tests.place import PUBLIC
from tests.ports import free_port
from tests.town import Town


class AllChannels(Town):
    """Begun while all services were away. `first` is what became of a message then, and what
    health said. `mode` is how Telegram and the Zalo Bot hand over what people say."""

    def __init__(self, folder: Path, mode: str = "polling") -> None:
        self.smtp = FakeSmtp()
        self.zalo = FakeZalo(port=free_port(), clock=lambda: self.now())
        self.bot = FakeZaloBot(port=free_port())
        given = {"zalo_bot_token": self.bot.token, "zalo_bot_mode": mode}
        given["zalo_bot_api"] = f"http://127.0.0.1:{self.bot.port}"
        given["zalo_bot_secret"] = bot_town.SECRET if mode == "webhook" else ""
        address = f"sqlite:///{folder / 'langnghe.db'}"
        super().__init__(address, folder, mode=mode, smtp=self.smtp, away=True, **given)
        self.settings = self.settings.model_copy(update=oa_town.settings_for(self.zalo))
        migrate(self.settings.database)
        self.opens(site=True)
        self.first = {name: self._tries(name) for name in CHANNELS}
        self.services_come()
        self.come(self.zalo, self.bot)

    def _tries(self, name: str) -> tuple[Outcome, str]:
        chat = {"telegram": "5000000001", "email": "tu@example.vn"}.get(name, "x")
        parcel = Parcel(1, name, 7, chat, "", Outgoing("test", "Chào ông/bà"))
        channel = self.house.channels[name]
        outcome: Outcome = self.run(channel.send(parcel))
        if not channel.capabilities.mailbox:
            self.until(lambda: channel.health() and "starting" not in channel.health())
        return outcome, channel.health()

    def secrets(self) -> list[str]:
        """What no line about trouble may repeat."""
        pairs = self.zalo.grants.pairs
        return [self.api.token, self.bot.token, self.zalo.app_secret, *pairs, *pairs.values()]

    # The other ends

    def served(self) -> None:
        super().served()
        self.zalo.webhook_to(self.site)
        self.bot.sites[PUBLIC] = self.site
        self.bot.updates.deliver()

    def held(self) -> None:
        """The services keep what people say to themselves."""
        self.api.deliver_webhook("")
        self.zalo.events.url = ""
        self.bot.sites.clear()

    def released(self) -> None:
        self.does(self.served)
        self.settles()

    def settles(self) -> None:
        self.run(self.zalo.events.delivered())
        self.until(lambda: not self.api.updates.pending and self.bot.updates.quiet, 50)
        self.run(self.house.outbox.settled())
        self.run(self.zalo.events.delivered())

    def well(self, name: str) -> None:
        """Until the channel is; some learn only by a message that their service is back."""
        self.tells(reader_of(name, self), Outgoing("test", "Chào ông/bà"))
        self.until(lambda: self.house.channels[name].health() == "")

    def stops_twice(self) -> None:
        self.held()
        channels = list(self.house.channels.values())
        self.closes()
        for channel in channels:
            self.run(channel.stop())

    # What anybody may do

    def knock(self, call: Call) -> int:
        """The status."""

        async def post() -> int:
            async with (
                aiohttp.ClientSession(self.site) as http,
                http.post(call.path, data=call.body, headers=call.headers) as answer,
            ):
                return answer.status

        return int(self.run(post()))

    # What befalls it

    @contextmanager
    def nothing_can_be_written(self) -> Iterator[None]:
        self.store(lambda tx: tx.run("PRAGMA query_only = 1"))
        yield
        self.store(lambda tx: tx.run("PRAGMA query_only = 0"))

    # What the house says

    def posts(self, reader: Reader, *messages: Outgoing, **details: Any) -> list[int]:
        """Notices, as a turn would post them. Their outbox ids."""
        now = self.now()

        def work(tx: Tx) -> list[int]:
            [row] = opened_rows.rows(
                tx, "SELECT id FROM chat WHERE external = :chat", chat=reader.external
            )
            chat = chats.by_id(tx, row[0])
            assert chat is not None
            more = {"priority": Priority.NOTICE, **details}
            return [outbox.post_elsewhere(tx, chat, each, now, **more) for each in messages]

        return list(self.store(work))

    def tells(self, reader: Reader, *messages: Outgoing, **details: Any) -> list[int]:
        """The same, and waits until they are on their way or put off."""
        made = self.posts(reader, *messages, **details)
        self.run(self.house.outbox.settled())
        return made
