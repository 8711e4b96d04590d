"""Updates from Telegram to the house, one by one and whole: acknowledged after the commit only."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable, Sequence
from typing import Any

from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramConflictError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from pydantic import ValidationError

from bot.channels.base import Receive, Taken, Unreadable
from bot.channels.parts.backoff import growing
from bot.channels.parts.http_wire import loads
from bot.channels.parts.keeping import NotKept, keep_unreadable, not_kept
from bot.channels.parts.troubles import unstored
from bot.channels.telegram_parts.traits import NAME
from bot.channels.telegram_parts.updates import read
from messages.envelope import Incoming

log = logging.getLogger(__name__)

_PORTION = 20
_Strange = tuple[str, bytes, str]
"""An update nobody can read: its id, its bytes, why."""

WRONG_TOKEN = "Telegram refuses the token: copy it again from @BotFather to LANGNGHE_TELEGRAM_TOKEN"


def explain(error: Exception) -> str:
    """One plain line for people about what keeps updates away."""
    if isinstance(error, NotKept):
        return unstored("Telegram", error)
    if isinstance(error, TelegramUnauthorizedError | TelegramNotFound):
        return WRONG_TOKEN
    if isinstance(error, TelegramConflictError):
        return "another program fetches the messages of the same Telegram token; only one may"
    if isinstance(error, TelegramNetworkError):
        return f"Telegram cannot be reached ({error.message})"
    if isinstance(error, TelegramRetryAfter):
        return f"Telegram asks us to wait {error.retry_after} seconds"
    if isinstance(error, TelegramServerError):
        return "Telegram is out of order; we keep trying"
    if isinstance(error, TelegramBadRequest):
        return f"Telegram refuses what we ask of it: {error.message}"
    return f"Telegram's answer cannot be used ({type(error).__name__})"


def pause(failures: int, error: Exception | None = None) -> float:
    """Seconds before the next try: from a fifth of a second up to a minute, never in step."""
    if isinstance(error, TelegramRetryAfter):
        return float(error.retry_after)
    most = 5.0 if isinstance(error, NotKept) else 60.0
    return growing(failures, 0.2, most) * random.uniform(0.8, 1.2)


class Intake:
    """Hands updates over. `tapped` is told the ids of callback queries once they are committed."""

    def __init__(
        self, receive: Receive, unreadable: Unreadable, tapped: Callable[[str], None]
    ) -> None:
        self._receive = receive
        self._unreadable = unreadable
        self._tapped = tapped
        self.me = ""  # our user name, once known

    async def take(self, updates: Sequence[tuple[dict[str, Any], bytes]]) -> None:
        """Returns after the commit of all; raises NotKept. May be repeated with the same ones.

        A page is handed over in portions, so that the house works while the rest is being read."""
        strange: list[_Strange] = []
        handed: list[asyncio.Task[list[Taken]]] = []
        for start in range(0, len(updates), _PORTION):
            if incoming := self._read(updates[start : start + _PORTION], strange):
                handed.append(asyncio.ensure_future(self._receive(incoming)))
                await asyncio.sleep(0)
        if handed:
            await asyncio.wait(handed)
        if failed := [error for portion in handed if (error := portion.exception())]:
            raise not_kept(NAME, failed[0])
        for update_id, raw, reason in strange:
            await self.keep(raw, reason, update_id)
        for data, _ in updates:
            if isinstance(tap := data.get("callback_query"), dict) and "id" in tap:
                self._tapped(str(tap["id"]))

    async def posted(self, body: bytes) -> None:
        """As `take`, of one webhook call (core.telegram.org/bots/api#setwebhook): it comes again
        for a day until it is answered 2xx, and later updates of its chat wait behind it."""
        try:
            data = loads(body)
        except ValueError:
            await self.keep(body, "not JSON")
            return
        if isinstance(data, dict):
            await self.take([(data, body)])
        else:
            await self.keep(body, "not an update")

    def _read(
        self, updates: Sequence[tuple[dict[str, Any], bytes]], strange: list[_Strange]
    ) -> list[Incoming]:
        incoming: list[Incoming] = []
        for data, raw in updates:
            try:
                message = read(data, raw, self.me)
            except Exception as error:
                strange.append((str(data.get("update_id", "")), raw, _reason(error)))
            else:
                if message is not None:
                    incoming.append(message)
        return incoming

    async def keep(self, raw: bytes, reason: str, update_id: str = "") -> None:
        """An update nobody can read. Raises NotKept."""
        await keep_unreadable(self._unreadable, NAME, raw, reason, update_id)


def _reason(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
    return type(error).__name__  # its words may be the citizen's
