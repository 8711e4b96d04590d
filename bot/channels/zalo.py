"""The Zalo Official Account: events come by webhook, messages go by the OpenAPI (facts: channels,
section 1)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from aiohttp import web

from bot.channels.base import Channel, Outcome, Receive, Unreadable
from bot.channels.parts.http_wire import Wire
from bot.channels.parts.plain_text import Words
from bot.channels.parts.troubles import Troubles
from bot.channels.parts.zalo_media import Media
from bot.channels.zalo_parts.account import Account
from bot.channels.zalo_parts.api import Api
from bot.channels.zalo_parts.client import Client
from bot.channels.zalo_parts.errors import NotDone
from bot.channels.zalo_parts.events import Reader
from bot.channels.zalo_parts.messages import Composer
from bot.channels.zalo_parts.oauth import OAuth
from bot.channels.zalo_parts.pace import Pace
from bot.channels.zalo_parts.send import LinkTo, Sender
from bot.channels.zalo_parts.signature import Signature
from bot.channels.zalo_parts.spare import Spare
from bot.channels.zalo_parts.tokens import Tokens
from bot.channels.zalo_parts.traits import CAPABILITIES, NAME, WEBHOOK_PATH
from bot.channels.zalo_parts.uploads import Uploads
from bot.channels.zalo_parts.webhook import Webhook
from messages.envelope import Parcel, Template
from storage.engine.db import Store
from storage.keys import Keys


class ZaloChannel(Channel):
    """`bot.channels.base.Channel` and `SendsTemplates`. `words` gives a text of the house in a
    language, `link_to` an address of a file that Zalo does not take, `alarm` tells the admins a
    plain reason (`zalo_parts.tokens.LOGIN_NEEDED`), `files_root` is where `Document.path` starts,
    and `spare` a file for new tokens until they are stored.

    Any process takes events; only the one that leads sends, and runs `refresh_when_old`."""

    name = NAME
    capabilities = CAPABILITIES

    def __init__(
        self,
        account: Account,
        store: Store,
        keys: Keys,
        *,
        words: Words,
        link_to: LinkTo,
        alarm: Callable[[str], Awaitable[None]],
        now: Callable[[], datetime],
        files_root: Path,
        spare: Path,
        pace: Pace | None = None,
        pause: float = 1.0,
    ) -> None:
        self._troubles = Troubles("Zalo")
        self._wire = Wire()
        self._media = Media(self._wire, account.api)
        self._client = Client(self._wire, self._troubles)
        oauth = OAuth(self._client, account.oauth_api, account.app_id, account.app_secret)
        seeds = account.access_token, account.refresh_token
        self._tokens = Tokens(
            store, keys, oauth, seeds, Spare(spare, keys), self._troubles, alarm, now, pause
        )
        self._api = account.api
        api = Api(self._client, self._tokens, pace or Pace(), account.api)
        uploads, composer = Uploads(api, files_root, now), Composer(keys, words)
        self._sender = Sender(api, account.business_api, uploads, composer, link_to)
        signature = Signature(
            account.app_id,
            account.oa_id,
            account.oa_secret,
            account.app_secret,
            account.signature_id,
        )
        self._webhook = Webhook(signature, Reader(keys, account.oa_id), self._troubles)

    async def start(self, receive: Receive, unreadable: Unreadable) -> None:
        """Events are taken from now on; the tokens are looked at when first needed."""
        self._wire.open()
        self._webhook.begin(receive, unreadable)
        await self._tokens.take_up_spare()

    async def stop(self) -> None:
        """What comes from now on is to come again; new tokens on their way are stored first."""
        self._webhook.end()
        await self._tokens.stop()
        await self._wire.close()

    async def send(self, parcel: Parcel) -> Outcome:
        """Never raises; see `bot.channels.zalo_parts.send`."""
        return await self._sender.send(parcel)

    async def send_template(self, template: Template) -> Outcome:
        """Never raises; see `bot.channels.zalo_parts.send`."""
        return await self._sender.send_template(template)

    async def refresh_when_old(self) -> None:
        """See `bot.channels.zalo_parts.tokens`; for the clock, every minute or so. While Zalo could
        not be reached it also looks whether it can: there may be nothing to send for hours."""
        await self._tokens.refresh_when_old()
        if self._troubles.line("wire"):
            with suppress(NotDone):
                await self._client.ask("GET", self._api)

    async def fetch(self, ref: str, limit: int) -> bytes:
        """See `bot.channels.parts.zalo_media`."""
        return await self._media.fetch(ref, limit)

    def routes(self) -> list[web.RouteDef]:
        return [web.post(WEBHOOK_PATH, self._webhook.handle)]

    def health(self) -> str:
        return self._troubles.first
