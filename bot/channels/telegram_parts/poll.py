"""Long polling. aiogram's own loop confirms an update before it is handled, or skips it when
handling fails, and one update it cannot parse stalls all others; so we fetch pages as they are."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramConflictError, TelegramNotFound
from aiogram.methods import DeleteWebhook, TelegramMethod

from bot.channels.parts.http_wire import dumps
from bot.channels.parts.troubles import Troubles
from bot.channels.telegram_parts.grumble import Grumble
from bot.channels.telegram_parts.intake import Intake, explain, pause
from bot.channels.telegram_parts.updates import ALLOWED

log = logging.getLogger(__name__)


class RawUpdates(TelegramMethod[list[dict[str, Any]]]):
    """core.telegram.org/bots/api#getupdates, the updates left as they are."""

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"

    offset: int | None = None
    limit: int = 100
    timeout: int = 0  # seconds; Telegram caps it at 50
    allowed_updates: list[str] = ALLOWED


class Polling:
    """Our own long-poll loop: the offset moves only after the commit of the whole page."""

    def __init__(
        self, bot: Bot, intake: Intake, troubles: Troubles, seconds: int, grumble: Grumble
    ) -> None:
        self._bot = bot
        self._grumble = grumble
        self._intake = intake
        self._troubles = troubles
        self._seconds = seconds
        self._offset: int | None = None
        self._webhook_gone = False
        self._stopping = asyncio.Event()
        self._taking = False

    async def run(self) -> None:
        failures = 0
        while not self._stopping.is_set():
            try:
                await self._page()
                failures = 0
            except Exception as error:
                self._troubles.tell("receive", explain(error))
                self._grumble.say(error)
                if isinstance(error, TelegramConflictError):
                    self._webhook_gone = False
                if self._stopping.is_set():
                    return
                await asyncio.sleep(pause(failures, error))
                failures += 1

    async def stop(self, task: asyncio.Task[None]) -> None:
        """Ends `task`, which runs us: at once while it waits, after the commit while it works."""
        self._stopping.set()
        if self._taking:
            await asyncio.wait([task], timeout=10)
        task.cancel()

    async def _page(self) -> None:
        if not self._webhook_gone:
            await self._delete_webhook()
        method = RawUpdates(offset=self._offset, timeout=self._seconds)
        page = await self._bot(method, request_timeout=self._seconds + 15)
        self._troubles.over("receive")
        if not page:
            return
        self._taking = True
        try:
            await self._intake.take([(data, dumps(data)) for data in page])
        finally:
            self._taking = False
        known = [data["update_id"] for data in page if isinstance(data.get("update_id"), int)]
        if not known:
            raise AiogramError("a page without update ids")
        self._offset = max(known) + 1

    async def _delete_webhook(self) -> None:
        """getUpdates answers 409 while a webhook is set. What waits there is kept for us."""
        try:
            await self._bot(DeleteWebhook(drop_pending_updates=False))
        except TelegramNotFound:
            log.info("telegram: this server knows no deleteWebhook")
        self._webhook_gone = True
