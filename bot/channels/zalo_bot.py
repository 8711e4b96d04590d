"""The Zalo Bot Platform (docs.zaloplatforms.com/docs/BOT): a bot made in minutes, without business
papers. It is a second door beside the Official Account, and cannot do what that can:

- no buttons (choices are numbered lines), no edits, no place, no telephone number, no groups;
- of files only pictures go out, and only from an address of ours: others go out as links;
- links, files and places that people send do not arrive, nor, by law, anything from people of
  protected groups: they are told how else to reach the department;
- polling loses an update in a crash at the wrong moment, so production needs the webhook;
- how many messages may be sent is published nowhere.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from bot.channels.base import Channel, Outcome, Receive, Unreadable
from bot.channels.parts.file_links import FileLinks
from bot.channels.parts.http_wire import Wire
from bot.channels.parts.plain_text import Words
from bot.channels.parts.webhook_calls import Webhook
from bot.channels.parts.zalo_media import Media
from bot.channels.zalo_bot_parts.api import Api, Failed
from bot.channels.zalo_bot_parts.intake import Intake
from bot.channels.zalo_bot_parts.poll import Polling, waiting
from bot.channels.zalo_bot_parts.send import Sender
from bot.channels.zalo_bot_parts.traits import (
    CAPABILITIES,
    NAME,
    SECRET_HEADER,
    SECRET_LENGTHS,
    WEBHOOK_PATH,
)
from bot.channels.zalo_bot_parts.troubles import BotTroubles
from messages.envelope import Parcel


class ZaloBotChannel(Channel):
    """`bot.channels.base.Channel` over the Bot API.

    `public_url` is where Zalo reaches us in webhook mode, and `secret` (8-256 characters) what it
    proves itself with; without one every webhook call is turned away. `words` says the few words of
    the channel's own, `links` opens files that it cannot carry.
    """

    name = NAME
    capabilities = CAPABILITIES

    def __init__(
        self,
        token: str,
        words: Words,
        links: FileLinks,
        *,
        api: str = "https://bot-api.zaloplatforms.com",
        mode: str = "polling",
        secret: str = "",
        public_url: str = "",
        poll_seconds: int = 25,
    ) -> None:
        self._mode = mode
        self._secret = secret
        self._public_url = public_url.rstrip("/")
        self._poll_seconds = poll_seconds
        self._troubles = BotTroubles()
        self._wire = Wire()
        self._api = Api(api, token, self._wire)
        self._media = Media(self._wire, api)
        self._sender = Sender(self._api, words, links, self._troubles)
        self._webhook = Webhook(SECRET_HEADER, secret, self._troubles, probes=True)
        self._polling: Polling | None = None
        self._loop: asyncio.Task[None] | None = None

    async def start(self, receive: Receive, unreadable: Unreadable) -> None:
        """Begins to poll, or to take webhook calls; Zalo may be away meanwhile."""
        self._wire.open()
        intake = Intake(receive, unreadable, lambda: datetime.now(UTC))
        if self._mode == "webhook":
            self._webhook.take = intake.posted
            self._ask_for_calls()
        else:
            self._polling = Polling(self._api, intake, self._troubles, self._poll_seconds)
            self._begin(self._polling.run())

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        self._loop = asyncio.create_task(work)

    def _ask_for_calls(self) -> None:
        if len(self._secret) not in SECRET_LENGTHS:
            missing = "LANGNGHE_ZALO_BOT_SECRET (8-256 characters)"
        elif not self._public_url:
            missing = "LANGNGHE_PUBLIC_URL"
        else:
            self._begin(self._set_webhook())
            return
        self._troubles.tell("webhook", f"the Zalo Bot in webhook mode needs {missing}")

    async def _set_webhook(self) -> None:
        """Until the platform has it, and has reached us: it tries the address at once, and may do
        so before the site is up. What it was told stands though its try failed."""
        failures = 0
        while True:
            try:
                params = {"url": self._public_url + WEBHOOK_PATH, "secret_token": self._secret}
                _verified(await self._api.call("setWebhook", params))
            except Exception as error:
                self._troubles.of_receiving(error)
                await asyncio.sleep(waiting(failures))
                failures += 1
            else:
                self._troubles.works("receive")
                return

    async def stop(self) -> None:
        """Finishes the update or call under way."""
        self._webhook.take = None
        loop, self._loop = self._loop, None
        if loop is not None:
            if self._polling is not None:
                await self._polling.stop(loop)
            loop.cancel()
            await asyncio.gather(loop, return_exceptions=True)
        self._polling = None
        await self._wire.close()

    async def send(self, parcel: Parcel) -> Outcome:
        """Never raises; see `bot.channels.zalo_bot_parts.send`."""
        return await self._sender.send(parcel)

    async def fetch(self, ref: str, limit: int) -> bytes:
        """See `bot.channels.parts.zalo_media`."""
        return await self._media.fetch(ref, limit)

    def routes(self) -> list[web.RouteDef]:
        """Who may call: Zalo, which proves itself with the secret."""
        return [web.post(WEBHOOK_PATH, self._webhook.handle)] if self._mode == "webhook" else []

    def health(self) -> str:
        return self._troubles.first


def _verified(answer: Any) -> None:
    """Raises Failed where the platform saved the address and could not reach it."""
    tried = answer.get("verification") if isinstance(answer, dict) else None
    if isinstance(tried, dict) and tried.get("ok") is False:
        how = str(tried.get("outcome", ""))[:60]
        raise Failed(
            f"cannot reach our webhook ({how}): no firewall or Cloudflare check may stop it"
        )
