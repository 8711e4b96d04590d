"""The Zalo Official Account put into its house: what it needs of keys, texts, files and admins."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bot.channels.zalo import ZaloChannel
from bot.channels.zalo_account import account
from bot.channels.zalo_traits import MEDIA_HOSTS
from bot.site.downloads import FileLinks
from handlers.desk import Desk
from handlers.duties import alarms
from messages.envelope import Document
from storage import files

if TYPE_CHECKING:
    from bot.app import House

_LINK_SECONDS = 7 * 86400  # as long as an answer can be expected to be opened from the chat


def official_account(house: House) -> ZaloChannel:
    settings = house.settings
    return ZaloChannel(
        account(settings),
        house.store,
        house.keys,
        words=partial(_words, house),
        link_to=partial(_link_to, house, FileLinks(house)),
        alarm=partial(_alarm, house),
        now=house.now,
        files_root=settings.files_dir,
        spare=settings.data_dir / "zalo-tokens.sealed",
        # Whoever sends the calls through a server of their own gets the files from there.
        media_hosts=(*MEDIA_HOSTS, urlsplit(settings.zalo_api).hostname or ""),
    )


def _words(house: House, language: str, key: str, **params: Any) -> str:
    return str(house.texts.render(language, key, **params))


async def _link_to(house: House, links: FileLinks, file: Document) -> str:
    """Empty while nobody outside can open our pages."""
    if not house.settings.public_url:
        return ""
    found = await house.store.read(lambda tx: files.kept_as(tx, file.path, file.name))
    return house.settings.address + links.url(found, _LINK_SECONDS) if found else ""


async def _alarm(house: House, reason: str) -> None:
    """Raises StorageUnavailable when nobody could be told."""
    await house.store.run(
        lambda tx: alarms.of_channel(Desk(tx, house.ground(), house.now()), reason)
    )
