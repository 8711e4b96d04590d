"""Updates of the Zalo Bot Platform to the house: acknowledged after the commit only."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from bot.channels.base import Receive, Unreadable
from bot.channels.zalo_bot_updates import NAME, is_probe, read, unwrapped

log = logging.getLogger(__name__)


class NotKept(Exception):
    """The house could not commit; nothing may be acknowledged."""


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
            await _kept(self._receive([incoming]))

    async def keep(self, raw: bytes, reason: str) -> None:
        """An update nobody can read, kept under an id that is the same when it comes again."""
        log.warning("zalo bot: an update cannot be read: %s", reason)
        known = f"sha256:{hashlib.sha256(raw).hexdigest()[:32]}"
        await _kept(self._unreadable(NAME, known, raw, reason))


async def _kept(work: Awaitable[Any]) -> None:
    try:
        await work
    except Exception as error:
        log.warning("zalo bot: an update is not kept: %s", type(error).__name__)
        raise NotKept(type(error).__name__) from error
