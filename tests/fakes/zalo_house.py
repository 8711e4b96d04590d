"""A stub of the house around the Zalo channel, with the real store for its tokens, and short ways
to set both up in a test."""

from __future__ import annotations

import asyncio
import tempfile
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.channels.base import Taken
from bot.channels.zalo import ZaloChannel
from bot.channels.zalo_parts.account import Account
from messages.envelope import Outgoing, Parcel
from messages.texts import Texts
from storage.engine.db import Store
from storage.engine.unavailable import StorageUnavailable
from storage.keys import Keys
from tests.fakes.zalo_api import FakeZalo

PATH = "/webhooks/zalo"
KEYS = Keys(b"k" * 32)
TEXTS = Texts()


class House:
    """Takes events as the inbox does, each once; `failures` of the next times it cannot. `links`
    are where files can be opened, `alarms` what the admins were told. `behind` sets its clock back
    or forward against Zalo's."""

    def __init__(self, api: FakeZalo, folder: Path) -> None:
        self.api = api
        self.folder = folder
        self.taken: list[Any] = []
        self.strange: list[tuple[str, bytes, str]] = []
        self.links: dict[str, str] = {}
        self.alarms: list[str] = []
        self.deaf = False  # nobody can be told just now
        self.failures = 0
        self.behind = timedelta()
        self._seen: set[str] = set()

    def now(self):
        return self.api.now() + self.behind

    async def receive(self, messages):
        if self.failures:
            self.failures -= 1
            raise StorageUnavailable("disk full")
        await asyncio.sleep(0)
        new = [m for m in messages if m.update_id not in self._seen]
        self._seen |= {m.update_id for m in messages}
        self.taken.extend(new)
        return [Taken(n, m not in new) for n, m in enumerate(messages)]

    async def unreadable(self, channel, update_id, raw, reason):
        if self.failures:
            self.failures -= 1
            raise StorageUnavailable("disk full")
        assert isinstance(raw, bytes) and channel == "zalo"
        if all(known != update_id for known, _, _ in self.strange):
            self.strange.append((update_id, raw, reason))

    def link_to(self, document):
        return self.links.get(document.path, "")

    async def alarm(self, reason):
        if self.deaf:
            raise StorageUnavailable("disk full")
        self.alarms.append(reason)


def words(language, key, **params):
    return str(TEXTS.render(language, key, **params))


def account(zalo: FakeZalo, seeds=("", ""), **more) -> Account:
    given = {"oa_id": zalo.oa_id, "app_secret": zalo.app_secret, "oa_secret": zalo.oa_secret}
    urls = {"api": zalo.url, "oauth_api": zalo.url, "business_api": zalo.url}
    tokens = {"access_token": seeds[0], "refresh_token": seeds[1]}
    return Account(**{"app_id": zalo.app_id, **given, **urls, **tokens, **more})


def channel_of(house: House, store: Store, seeds=("", ""), files_root=Path(), **more):
    details = {key: more.pop(key) for key in ("pace", "spare") if key in more}
    details.setdefault("spare", house.folder / "tokens.sealed")
    return ZaloChannel(
        account(house.api, seeds, **more),
        store,
        KEYS,
        words=words,
        link_to=house.link_to,
        alarm=house.alarm,
        now=house.now,
        files_root=files_root,
        pause=0.01,
        **details,
    )


class Scene:
    """Zalo, a house, its store and its channel, which takes events on a server of its own."""

    def __init__(self, api: FakeZalo, store: Store, house: House, channel: ZaloChannel) -> None:
        self.api, self.store, self.house, self.channel = api, store, house, channel
        self.base = ""

    def friend(self, name="Bà Tư"):
        """Somebody who has written before, so that they can be written to."""
        user = self.api.user(name)
        user.spoke_at = self.api.now()
        return user

    async def taken(self, count=1):
        await self.api.until(lambda: len(self.house.taken) >= count)
        return self.house.taken[-1]

    async def send(self, user, text="Chào ông/bà", *choices, **more):
        return await self.channel.send(parcel(user, text, *choices, **more))


@asynccontextmanager
async def scene(database: str, *, seeds: Any = None, **options):
    """`seeds`: the tokens of the settings; fresh ones unless told."""
    store = Store(database, KEYS)
    store.start(asyncio.get_running_loop())
    with tempfile.TemporaryDirectory() as folder:
        async with FakeZalo() as api:
            house = House(api, Path(folder))
            given = api.grants.by_hand() if seeds is None else seeds
            channel = channel_of(house, store, given, **options)
            made = Scene(api, store, house, channel)
            await channel.start(house.receive, house.unreadable)
            app = web.Application()
            app.add_routes(channel.routes())
            runner = web.AppRunner(app, shutdown_timeout=0.1)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            made.base = f"http://127.0.0.1:{runner.addresses[0][1]}"
            api.webhook_to(made.base)
            try:
                yield made
            finally:
                await api.events.close()
                await runner.cleanup()
                await channel.stop()
                await asyncio.to_thread(store.stop)


def parcel(user, text="Chào ông/bà", *choices, **more):
    chat = str(getattr(user, "id", user))
    file, key = more.pop("file", None), more.pop("key", "test")
    message = Outgoing(key, text, tuple(choices), file)
    return Parcel(more.pop("id", 1), "zalo", 7, chat, "", message, **more)


def run(work):
    asyncio.run(asyncio.wait_for(work, 30))
