"""Telegram: aiogram receives, python-telegram-bot sends. Importing this module costs seconds and
much memory, so it is imported only where the channel is on."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

from aiogram import Bot
from aiogram.utils.token import TokenValidationError
from aiohttp import web
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.channels.base import Channel, Later, Outcome, Receive, Unreadable
from bot.channels.parts.http_wire import Wire
from bot.channels.parts.troubles import Troubles
from bot.channels.parts.webhook_calls import Webhook
from bot.channels.telegram_parts.files import download
from bot.channels.telegram_parts.grumble import Grumble
from bot.channels.telegram_parts.http import ReceiveSession
from bot.channels.telegram_parts.intake import WRONG_TOKEN, Intake
from bot.channels.telegram_parts.pace import Pace
from bot.channels.telegram_parts.poll import Polling
from bot.channels.telegram_parts.send import Sender
from bot.channels.telegram_parts.setup import (
    Commands,
    learn_name,
    set_menus,
    set_webhook,
    until_done,
)
from bot.channels.telegram_parts.traits import CAPABILITIES, NAME, SECRET_HEADER, WEBHOOK_PATH
from messages.envelope import Parcel

log = logging.getLogger(__name__)


class TelegramChannel(Channel):
    """`bot.channels.base.Channel` over the Bot API (core.telegram.org/bots/api).

    `files_root` is where `Document.path` starts. `public_url` is where Telegram reaches us in
    webhook mode, and `webhook_secret` (1-256 of A-Z a-z 0-9 _ -) what it proves itself with;
    without one every webhook call is turned away.
    """

    name = NAME
    capabilities = CAPABILITIES

    def __init__(
        self,
        token: str,
        api: str = "https://api.telegram.org",
        mode: str = "polling",
        webhook_secret: str = "",
        public_url: str = "",
        commands: Commands | None = None,
        files_root: Path = Path("var/files"),
        pace: Pace | None = None,
        poll_seconds: int = 25,
    ) -> None:
        self._mode = mode
        self._secret = webhook_secret
        self._public_url = public_url.rstrip("/")
        self._commands = commands or {}
        self._poll_seconds = poll_seconds
        self._troubles = Troubles("Telegram")
        self._wire = Wire()
        self._bot = self._receiver(token, api.rstrip("/"))
        self._sender = Sender(token, api.rstrip("/"), self._wire, files_root, pace or Pace())
        self._webhook = Webhook(SECRET_HEADER, webhook_secret, self._troubles)
        self._polling: Polling | None = None
        self._loops: list[asyncio.Task[None]] = []
        self._answers: set[asyncio.Task[None]] = set()

    def _receiver(self, token: str, api: str) -> Bot | None:
        try:
            return Bot(token, session=ReceiveSession(self._wire, api))
        except TokenValidationError:
            self._troubles.tell("token", WRONG_TOKEN)
            return None

    async def start(self, receive: Receive, unreadable: Unreadable) -> None:
        """Begins to poll, or to take webhook calls; Telegram may be away meanwhile."""
        self._wire.open()
        if (bot := self._bot) is None:
            log.error(WRONG_TOKEN)
            return
        intake, grumble = Intake(receive, unreadable, self._answer), Grumble()
        if self._mode == "webhook":
            self._webhook.take = intake.posted
            self._ask_for_calls(bot, grumble)
        else:
            self._polling = Polling(bot, intake, self._troubles, self._poll_seconds, grumble)
            self._loop(self._polling.run())
        self._loop(until_done(lambda: learn_name(bot, intake), None, grumble))
        self._loop(until_done(lambda: set_menus(bot, self._commands), None, grumble))

    def _ask_for_calls(self, bot: Bot, grumble: Grumble) -> None:
        if not self._secret or not self._public_url:
            missing = "LANGNGHE_PUBLIC_URL" if self._secret else "LANGNGHE_TELEGRAM_WEBHOOK_SECRET"
            self._troubles.tell("webhook", f"Telegram in webhook mode needs {missing}")
            return
        url = self._public_url + WEBHOOK_PATH
        self._loop(until_done(lambda: set_webhook(bot, url, self._secret), self._troubles, grumble))

    def _loop(self, work: Coroutine[Any, Any, None]) -> None:
        self._loops.append(asyncio.create_task(work))

    async def stop(self) -> None:
        """Finishes the page or call under way; what was not acknowledged comes again later."""
        self._webhook.take = None
        if self._polling is not None:
            await self._polling.stop(self._loops[0])
        for task in self._loops:
            task.cancel()
        await asyncio.gather(*self._loops, return_exceptions=True)
        if self._answers:
            await asyncio.wait(self._answers, timeout=2)
        for answer in self._answers:
            answer.cancel()
        self._loops.clear()
        self._polling = None
        await self._wire.close()

    async def send(self, parcel: Parcel) -> Outcome:
        """Never raises; see `bot.channels.telegram_parts.send`."""
        if self._bot is None:
            return Later(300, "the Telegram token is malformed")
        return await self._sender.send(parcel)

    async def fetch(self, ref: str, limit: int) -> bytes:
        """See `bot.channels.telegram_parts.files.download`."""
        if self._bot is None:
            raise ConnectionError("the Telegram token is malformed")
        return await download(self._bot, ref, limit)

    async def create_topic(self, chat: str, name: str) -> str:
        """A new topic in a group (core.telegram.org/bots/api#createforumtopic: 1-128 characters).

        Raises PermissionError where the group has no topics or we may not open one, and
        ConnectionError when it is worth another try.
        """
        try:
            params = {"chat_id": int(chat), "name": name[:128]}
            topic = await self._sender.call("createforumtopic", params)
        except (BadRequest, Forbidden) as error:
            raise PermissionError(error.message) from error
        except TelegramError as error:
            raise ConnectionError(error.message) from error
        return str(topic["message_thread_id"])

    def routes(self) -> list[web.RouteDef]:
        return [web.post(WEBHOOK_PATH, self._webhook.handle)] if self._mode == "webhook" else []

    def health(self) -> str:
        return self._troubles.first

    def _answer(self, query_id: str) -> None:
        """Ends the waiting circle on the button, a nicety that nothing waits for."""
        task = asyncio.create_task(self._answer_now(query_id))
        self._answers.add(task)
        task.add_done_callback(self._answers.discard)

    async def _answer_now(self, query_id: str) -> None:
        try:
            await self._sender.call("answercallbackquery", {"callback_query_id": query_id})
        except TelegramError as error:
            log.info("telegram: a tap was not confirmed: %s", error.message)


def make(*, files_root: str, **given: Any) -> TelegramChannel:
    """For a process of its own, which is handed plain values only."""
    return TelegramChannel(files_root=Path(files_root), **given)
