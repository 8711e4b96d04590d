"""The Zalo Official Account put into its house: what it needs of keys, texts, files and admins."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bot.channels.parts.file_links import FileLinks
from bot.channels.parts.plain_text import Words
from bot.channels.zalo import ZaloChannel
from bot.channels.zalo_parts.account import account
from bot.channels.zalo_parts.traits import NAME
from handlers.desk import Desk
from handlers.duties import alarms
from messages.envelope import Document

if TYPE_CHECKING:
    from bot.app import House


def official_account(house: House, words: Words, links: FileLinks) -> ZaloChannel:
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


async def _alarm(house: House, trouble: str) -> None:
    """Raises StorageUnavailable when nobody could be told."""
    await house.store.run(
        lambda tx: alarms.channel_ill(Desk(tx, house.ground(), house.now()), NAME, trouble)
    )
