"""Updates of the Zalo Bot Platform to the house: acknowledged after the commit only."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.channels.base import Receive, Unreadable
from bot.channels.parts.http_wire import loads
from bot.channels.parts.keeping import keep_unreadable, kept
from bot.channels.zalo_bot_parts.traits import NAME
from bot.channels.zalo_bot_parts.updates import is_probe, read, unwrapped

log = logging.getLogger(__name__)


class Intake:
    def __init__(
        self, receive: Receive, unreadable: Unreadable, now: Callable[[], datetime]
    ) -> None:
        self._receive = receive
        self._unreadable = unreadable
        self._now = now

    async def take(self, body: Any, raw: bytes) -> None:
        """Returns after the commit; raises NotKept. May be repeated with the same update."""
        update = unwrapped(body)
        if is_probe(update):
            return
        try:
            incoming = read(update, raw, self._now())
        except Exception as error:
            await self.keep(raw, type(error).__name__)  # its words may be the citizen's
            return
        if incoming is None:
            log.info("zalo bot: an update that is no word to us was passed over")
        else:
            await kept(NAME, self._receive([incoming]))

    async def posted(self, body: bytes) -> None:
        """As `take`, of one webhook call. Whether the platform repeats one that was not answered
        200 is published nowhere."""
        if not body.strip():
            return
        try:
            data = loads(body)
        except ValueError:
            await self.keep(body, "not JSON")
            return
        await self.take(data, body)

    async def keep(self, raw: bytes, reason: str) -> None:
        """An update nobody can read. Raises NotKept."""
        await keep_unreadable(self._unreadable, NAME, raw, reason)
