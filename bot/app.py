"""The composition root: settings in, a running house out. Who needs what is decided here only."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from aiohttp import web

from bot import agency_files
from bot.channels.base import Channel, Taken
from bot.channels.web import WebChannel
from bot.files import FileStore
from bot.inbox import Inbox
from bot.outbox import Outbox
from bot.settings import Settings, secret_key
from bot.waiters import Waiters
from cases.agency import Agency
from handlers.desk import Ground, Reach
from messages.envelope import Incoming, Parcel
from messages.texts import Texts
from storage import chat_history
from storage.db import Store
from storage.keys import Keys
from storage.schema import migrate

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]
Chance = Callable[[int], str]


def utc_now() -> datetime:
    return datetime.now(UTC)


def digits(count: int) -> str:
    return "".join(secrets.choice("0123456789") for _ in range(count))


class House:
    """Everything that runs. `extra` channels, `now` and `chance` are arguments so that tests bring
    their own. Raises AgencyMistakes when the agency folder cannot be used."""

    def __init__(
        self,
        settings: Settings,
        *,
        now: Clock = utc_now,
        chance: Chance = digits,
        extra: Sequence[Channel] = (),
        agency: Agency | None = None,
    ) -> None:
        self.settings = settings
        self._now = now
        self._chance = chance
        key, self.key_is_new = secret_key(settings)
        self.keys = Keys(key)
        self.files = FileStore(settings.files_dir)
        self.store = Store(settings.database)
        agency = agency or agency_files.load(settings.agency_folder)
        on = (WebChannel(self.files.open_path), *channels_on(settings, agency.name), *extra)
        self.channels: Mapping[str, Channel] = {c.name: c for c in on}
        self.use_agency(agency)
        self.inbox = Inbox(self.store, self.ground, self.now)
        self.outbox = Outbox(self.store, self.channels, self.ground, self.now)
        self._waiters = Waiters()
        self.store.committed = self._committed
        self.serving = False

    def use_agency(self, agency: Agency) -> None:
        """Put an agency's folder in force, from the next turn on."""
        self.agency = agency
        self.texts = Texts(agency.folder / "messages")
        reach = {
            name: Reach(
                c.capabilities.buttons, c.capabilities.edits, c.capabilities.contact_request
            )
            for name, c in self.channels.items()
        }
        self._ground = Ground(
            agency, self.texts, self.keys, self.settings.address, reach, self._chance
        )

    def ground(self) -> Ground:
        return self._ground

    def now(self) -> datetime:
        return self._now()

    async def start(self) -> None:
        """Bring the database up to date, then take and send. Channels that cannot reach their
        service keep trying behind; they never keep the house from starting."""
        await asyncio.to_thread(migrate, self.settings.database)
        self.store.start(asyncio.get_running_loop())
        await self.outbox.start()
        for channel in self.channels.values():
            await channel.start(self.receive, self.inbox.unreadable)
        self.serving = True

    async def stop(self) -> None:
        """Stop taking, finish what is under way, close."""
        self.serving = False
        self._waiters.wake_all()
        for channel in self.channels.values():
            await channel.stop()
        await self.outbox.stop()
        await asyncio.to_thread(self.store.stop)

    async def receive(self, updates: Sequence[Incoming]) -> list[Taken]:
        return await self.inbox.receive(updates)

    def _committed(self, parcels: list[Parcel], touched: set[int]) -> None:
        self.outbox.take(parcels)
        self._waiters.wake({p.chat_id for p in parcels} | touched)

    async def wait_for(self, chat_id: int, after: int, seconds: float) -> None:
        """Return when the chat has something newer than `after`, or time is over."""
        with self._waiters.listening(chat_id) as woken:
            # Looked up only after listening began, so that nothing falls in between.
            if await self.store.read(lambda tx: chat_history.last_seq(tx, chat_id)) <= after:
                await asyncio.wait([woken], timeout=seconds)

    def readiness(self) -> dict[str, str]:
        """Reasons why this house is not ready, by part; empty when it is."""
        troubles = {name: c.health() for name, c in self.channels.items()}
        if not self.serving:
            troubles["house"] = "starting or stopping"
        return {name: trouble for name, trouble in troubles.items() if trouble}

    def routes(self) -> list[web.RouteDef]:
        return [route for c in self.channels.values() for route in c.routes()]


def channels_on(settings: Settings, agency_name: str) -> list[Channel]:
    """The channels that have what they need. Their libraries are imported only then: aiogram
    alone costs 3 s and 165 MB."""
    found: list[Channel] = []
    if settings.telegram_token:
        from bot.channels.telegram import TelegramChannel
        from bot.menus import telegram_menus

        found.append(
            TelegramChannel(
                settings.telegram_token,
                settings.telegram_api,
                settings.telegram_mode,
                settings.telegram_webhook_secret,
                settings.address,
                telegram_menus(),
                files_root=settings.files_dir,
            )
        )
    if settings.smtp_url:
        from bot.channels.email import EmailChannel

        found.append(
            EmailChannel(settings.smtp_url, settings.mail_from, agency_name, settings.files_dir)
        )
    return found
