"""Updates to the house, acknowledged after the commit only."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Awaitable
from typing import TypeVar

from bot.channels.base import Unreadable

log = logging.getLogger(__name__)

T = TypeVar("T")


class NotKept(Exception):
    """The house could not commit; nothing may be acknowledged."""


async def kept(channel: str, work: Awaitable[T]) -> T:
    """What `work` returns after its commit. Raises NotKept."""
    try:
        return await work
    except Exception as error:
        raise not_kept(channel, error) from error


def not_kept(channel: str, error: BaseException) -> NotKept:
    why = type(error).__name__
    log.warning("%s: an update is not kept, and is to come again: %s", channel, why)
    return NotKept(why)


async def keep_unreadable(
    unreadable: Unreadable, channel: str, raw: bytes, reason: str, update_id: str = ""
) -> None:
    """An update nobody can read is kept as it is, under an id that is the same when it comes again.
    Raises NotKept."""
    log.warning("%s: update %s cannot be read: %s", channel, update_id or "without id", reason)
    known = update_id or f"sha256:{hashlib.sha256(raw).hexdigest()[:32]}"
    await kept(channel, unreadable(channel, known, raw, reason))
