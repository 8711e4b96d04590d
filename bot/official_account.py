"""The Zalo Official Account put into its house: what it needs of keys, texts, files and admins."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Protocol

from bot.channels.parts.file_links import FileLinks
from bot.channels.parts.plain_text import Words
from bot.channels.zalo import ZaloChannel
from bot.channels.zalo_parts.account import account
from bot.channels.zalo_parts.traits import NAME
from bot.settings import Settings
from handlers.desk import Desk, Ground
from handlers.duties import alarms
from messages.envelope import Document
from storage.engine.db import Store
from storage.keys import Keys


class Surroundings(Protocol):
    """What the account needs of the house it is put into."""

    settings: Settings
    store: Store
    keys: Keys

    def ground(self) -> Ground: ...

    def now(self) -> datetime: ...


def official_account(house: Surroundings, words: Words, links: FileLinks) -> ZaloChannel:
    settings = house.settings
    return ZaloChannel(
        account(settings),
        house.store,
        house.keys,
        words=words,
        link_to=partial(_link_to, links, bool(settings.public_url)),
        alarm=partial(_alarm, house),
        now=house.now,
        files_root=settings.files_dir,
        spare=settings.data_dir / "zalo-tokens.sealed",
    )


def _link_to(links: FileLinks, public: bool, file: Document) -> str:
    """Empty while nobody outside can open our pages."""
    return links.link(file) if public else ""


async def _alarm(house: Surroundings, trouble: str) -> None:
    """Raises StorageUnavailable when nobody could be told."""
    await house.store.run(
        lambda tx: alarms.channel_ill(Desk(tx, house.ground(), house.now()), NAME, trouble)
    )
