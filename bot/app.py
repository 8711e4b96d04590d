"""The composition root: settings in, a running house out. Who needs what is decided here only."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from aiohttp import web

from bot import agency_files
from bot.agency_files import AgencyMistakes
from bot.agency_watch import AgencyWatch
from bot.campaigns import Campaigns
from bot.channels import previews
from bot.channels.base import Channel, RenewsTokens, Taken
from bot.channels.parts.file_links import FileLinks
from bot.channels.parts.plain_text import Words
from bot.channels.web import WebChannel
from bot.channels.zalo_parts import account as zalo_account
from bot.clock import Clock, Errand
from bot.files import FileStore
from bot.inbox import Inbox
from bot.jobs import Jobs
from bot.leader import leader_for
from bot.lessons import Lessons
from bot.outbox import Outbox
from bot.settings import Settings, secret_key
from bot.waiters import Waiters
from cases.agency.agency import Agency
from handlers.desk import Desk, Ground, Reach
from handlers.duties import alarms, offices
from messages.envelope import Incoming, Parcel
from messages.texts import Texts
from storage.engine.db import Store
from storage.engine.schema import migrate
from storage.engine.tx import Tx
from storage.keys import Keys
from storage.mailbox import chat_history, zalo_tokens

log = logging.getLogger(__name__)

Now = Callable[[], datetime]
Chance = Callable[[int], str]


def utc_now() -> datetime:
    return datetime.now(UTC)


def digits(count: int) -> str:
    return "".join(secrets.choice("0123456789") for _ in range(count))


class House:
    """Everything that runs. `extra` channels, `now` and `chance` are arguments so that tests bring
    their own; with `by_hand` they also call the clock and the jobs themselves. Raises
    AgencyMistakes when the agency folder cannot be used."""

    def __init__(
        self,
        settings: Settings,
        *,
        now: Now = utc_now,
        chance: Chance = digits,
        extra: Sequence[Channel] = (),
        agency: Agency | None = None,
        by_hand: bool = False,
    ) -> None:
        self._by_hand = by_hand
        self.settings = settings
        self._now = now
        self._chance = chance
        key, self.key_is_new = secret_key(settings)
        self.keys = Keys(key)
        self.files = FileStore(settings.files_dir)
        self.store = Store(settings.database, self.keys)
        agency = agency or agency_files.load(settings.agency_folder)
        links = FileLinks(self.keys, settings.address, self.files.open_path, self.now)
        made = channels_on(settings, agency.name, self._words, links)
        on = (WebChannel(self.files.open_path), *self._official_account(links), *made, *extra)
        self.channels: Mapping[str, Channel] = {c.name: c for c in on}
        self.lessons = Lessons(self.store, self.ground, self.now)
        self.use_agency(agency)
        self.inbox = Inbox(self.store, self.ground, self.now)
        self.outbox = Outbox(self.store, self.channels, self.ground, self.now)
        self.jobs = Jobs(
            self.store, self.ground, self.channels, self.files, self.now, lambda: self.agency
        )
        self.campaigns = Campaigns(self.store, self.ground, self.now)
        self.watch = AgencyWatch(settings.agency_folder, settings.data_dir, self._use_folder)
        self.clock = Clock(self.store, self.ground, self.now, self._errands())
        self.leader = leader_for(settings.database, settings.data_dir)
        self._waiters = Waiters()
        self._ill: set[str] = set()  # channels that were, when their tokens were last looked at
        self._watching: asyncio.Task[None] | None = None
        self.store.committed = self._committed
        self.serving = False

    def use_agency(self, agency: Agency) -> None:
        """Put an agency's folder in force, with what officials taught, from the next turn on."""
        self.agency = agency
        self.texts = Texts(agency.folder / "messages")
        self._told: set[str] = set()  # texts of theirs that failed
        reach = {
            name: Reach(
                c.capabilities.buttons,
                c.capabilities.edits,
                c.capabilities.contact_request,
                c.capabilities.replies,
                c.capabilities.window,
                c.capabilities.broadcasts,
                c.capabilities.text_limit,
                previews.shown_by(name, self.keys, self._words),
            )
            for name, c in self.channels.items()
        }
        taught = self.lessons.added_to(agency)
        self._ground = Ground(
            taught, self.texts, self.keys, self.settings.address, reach, self._chance
        )

    async def _use_folder(self, agency: Agency) -> None:
        await self.lessons.learn_with(agency)
        self.use_agency(agency)

    async def _learn(self) -> None:
        """What officials taught since, if anything."""
        if await self.lessons.look(self.agency):
            self._ground = replace(self._ground, agency=self.lessons.added_to(self.agency))

    async def _learn_at_start(self) -> None:
        """Before the first turn; but for this alone nobody is kept waiting outside."""
        try:
            await self._learn()
        except Exception:
            log.exception("what officials taught could not be learned")

    def ground(self) -> Ground:
        return self._ground

    def now(self) -> datetime:
        return self._now()

    def _words(self, language: str, key: str, **params: Any) -> str:
        """For the channels, from the folder in force when they ask."""
        return str(self.texts.render(language, key, **params))

    def _errands(self) -> list[Errand]:
        # Where other processes write too, what they write is sent from here.
        often = 2 if self.store.postgres else 60
        return [
            Errand("pick up", often, self.outbox.pick_up),
            Errand("campaigns", 1, self.campaigns.go_on),
            Errand("agency folder", 30, self._watch_folder, everywhere=True),
            Errand("lessons", 60, self._learn, everywhere=True),
            *(
                Errand(f"tokens of {name}", 60, partial(self._renew_tokens, name, channel))
                for name, channel in self.channels.items()
                if isinstance(channel, RenewsTokens)
            ),
        ]

    async def _renew_tokens(self, name: str, channel: RenewsTokens) -> None:
        """Whoever has just logged in wants to see the messages go, not in some minutes."""
        health = self.channels[name].health
        was_ill = name in self._ill or bool(health())
        await channel.refresh_when_old()
        self._ill.discard(name)
        if health():
            self._ill.add(name)
        elif was_ill:
            self.outbox.go_on(name)

    def _official_account(self, links: FileLinks) -> list[Channel]:
        """Unlike the others it needs the store, where its tokens are kept."""
        if not zalo_account.is_on(self.settings):
            return []
        from bot.official_account import official_account

        return [official_account(self, self._words, links)]

    async def start(self) -> None:
        """Bring the database up to date, then take and send. Channels that cannot reach their
        service keep trying behind; they never keep the house from starting. Raises
        AlreadyRunning."""
        self.leader.claim()
        await asyncio.to_thread(migrate, self.settings.database)
        self.store.start(asyncio.get_running_loop())
        if self.store.postgres:
            self._watching = asyncio.create_task(self._waiters.look_every_second(self.store))
        else:
            await self.store.run(zalo_tokens.forget_claim)
        await self._learn_at_start()
        for channel in self._taking_everywhere():
            await channel.start(self.receive, self.inbox.unreadable)
        if not self._by_hand:
            self.clock.start()
        await self.leader.start(self._lead, self._follow)
        self.serving = True

    async def stop(self) -> None:
        """Stop taking, finish what is under way, close."""
        self.serving = False
        self._waiters.wake_all()
        if self._watching is not None:
            self._watching.cancel()
        for channel in self._taking_everywhere():
            await channel.stop()
        await self.leader.stop()
        self.clock.stop()
        await asyncio.to_thread(self.store.stop)

    def _taking_everywhere(self) -> list[Channel]:
        """Channels that are called by their service, or by people: any process takes. Those that
        ask their service do so from one process only."""
        return [c for c in self.channels.values() if c.capabilities.mailbox or c.routes()]

    def _asking(self) -> list[Channel]:
        everywhere = self._taking_everywhere()
        return [c for c in self.channels.values() if c not in everywhere]

    async def _lead(self) -> None:
        await self.outbox.start()
        await self.store.run(lambda tx: offices.without_office(self._desk(tx)))
        for channel in self._asking():
            await channel.start(self.receive, self.inbox.unreadable)
        if not self._by_hand:
            self.jobs.start()
            self.clock.lead()

    async def _follow(self) -> None:
        """Stopping there is time to finish; having lost the lead there is none, because another
        process begins to send."""
        self.clock.follow()
        for channel in self._asking():
            await channel.stop()
        await self.jobs.stop()
        await self.outbox.stop(patience=0.0 if self.serving else 5.0)

    async def receive(self, updates: Sequence[Incoming]) -> list[Taken]:
        return await self.inbox.receive(updates)

    def _committed(self, parcels: list[Parcel], touched: set[int]) -> None:
        self.outbox.take(parcels)
        self.jobs.wake()
        self._waiters.wake({p.chat_id for p in parcels} | touched)

    async def wait_for(self, chat_id: int, after: int, seconds: float) -> None:
        """Return when the chat has something newer than `after`, or time is over."""
        with self._waiters.listening(chat_id, after) as woken:
            # Looked up only after listening began, so that nothing falls in between.
            if await self.store.read(lambda tx: chat_history.last_seq(tx, chat_id)) <= after:
                await asyncio.wait([woken], timeout=seconds)

    async def _watch_folder(self) -> None:
        """Every process reads it; one tells of it. Of texts that failed, each that met them."""
        await self._tell_of_texts()
        news = await self.watch.look()
        if news is None or not self.leader.leads:
            return
        tell: Callable[[Desk], None] = _new_agency
        if isinstance(news, AgencyMistakes):
            tell = partial(alarms.agency_spoilt, mistakes=[str(m) for m in news.mistakes])
        await self.store.run(lambda tx: tell(self._desk(tx)))

    def _desk(self, tx: Tx) -> Desk:
        return Desk(tx, self.ground(), self.now())

    async def _tell_of_texts(self) -> None:
        """Once each, until the folder is read anew."""
        new = [
            f"{text}: {why}" for text, why in self.texts.broken.items() if text not in self._told
        ]
        self._told |= self.texts.broken.keys()
        if new:
            log.error("texts of the agency failed: %s", "; ".join(new))
            await self.store.run(
                lambda tx: alarms.texts_broken(Desk(tx, self.ground(), self.now()), new)
            )

    def readiness(self) -> dict[str, str]:
        """Reasons why this house is not ready, by part; empty when it is."""
        # What only the leader starts can be ill there only.
        started = self.channels.values() if self.leader.leads else self._taking_everywhere()
        troubles = {c.name: c.health() for c in started}
        if self.store.trouble:
            troubles["storage"] = f"nothing can be written: {self.store.trouble}"
        if not self.serving:
            troubles["house"] = "starting or stopping"
        return {name: trouble for name, trouble in troubles.items() if trouble}

    def routes(self) -> list[web.RouteDef]:
        return [route for c in self.channels.values() for route in c.routes()]


def _new_agency(desk: Desk) -> None:
    alarms.agency_in_force(desk)
    offices.without_office(desk)


def channels_on(
    settings: Settings, agency_name: str, words: Words, links: FileLinks
) -> list[Channel]:
    """The channels that have what they need; what the others would need is not even imported."""
    found: list[Channel] = []
    if settings.telegram_token:
        from bot.channels.telegram_parts.remote import remote_telegram
        from bot.menus import telegram_menus

        found.append(
            remote_telegram(
                settings.telegram_token,
                settings.telegram_api,
                settings.telegram_mode,
                settings.telegram_webhook_secret,
                settings.address,
                telegram_menus(),
                settings.files_dir,
            )
        )
    if settings.zalo_bot_token:
        from bot.channels.zalo_bot import ZaloBotChannel

        found.append(
            ZaloBotChannel(
                settings.zalo_bot_token,
                words,
                links,
                api=settings.zalo_bot_api,
                mode=settings.zalo_bot_mode,
                secret=settings.zalo_bot_secret,
                public_url=settings.public_url,
            )
        )
    if settings.smtp_url:
        from bot.channels.email import EmailChannel

        found.append(
            EmailChannel(settings.smtp_url, settings.mail_from, agency_name, settings.files_dir)
        )
    return found
