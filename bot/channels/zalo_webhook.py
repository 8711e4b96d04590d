"""Zalo's webhook: answered after the commit, closed to whoever cannot sign (facts: channels 1.6,
1.7). Zalo tries five times within two hours, then switches the webhook off."""

from __future__ import annotations

import hashlib
import json
import logging
from typing import Any

from aiohttp import web

from bot.channels.base import Receive, Unreadable
from bot.channels.zalo_contents import Strange, field
from bot.channels.zalo_events import Reader
from bot.channels.zalo_signature import HEADER, Signature
from bot.channels.zalo_traits import NAME

log = logging.getLogger(__name__)


class Webhook:
    """`begin` tells where to; until then, and after `end`, everything is to come again."""

    def __init__(self, signature: Signature, reader: Reader, troubles: dict[str, str]) -> None:
        self._signature = signature
        self._reader = reader
        self._troubles = troubles
        self._house: tuple[Receive, Unreadable] | None = None

    def begin(self, receive: Receive, unreadable: Unreadable) -> None:
        self._house = receive, unreadable

    def end(self) -> None:
        self._house = None

    async def handle(self, request: web.Request) -> web.Response:
        """200 after the commit, 503 when nothing could be kept, 403 for a wrong signature. What
        nobody can read is kept and answered 200: refusing it would switch the webhook off."""
        raw = await request.read()
        if not raw.strip():
            return web.Response()  # a probe
        body = _parsed(raw)
        self._admit(request.headers.get(HEADER, ""), raw, field(body, "timestamp"))
        if self._house is None:
            raise web.HTTPServiceUnavailable
        try:
            await self._take(*self._house, body, raw)
        except Exception as error:
            log.warning("zalo: an event is not kept, and is to come again", exc_info=error)
            self._troubles["store"] = (
                f"Zalo's messages wait, because they cannot be stored here: {type(error).__name__}"
            )
            raise web.HTTPServiceUnavailable from None
        self._troubles.pop("store", None)
        return web.Response()

    def _admit(self, given: str, raw: bytes, timestamp: str) -> None:
        if self._signature.valid(given, raw, timestamp):
            self._troubles.pop("signature", None)
            return
        fitting = self._signature.fitting(given, raw, timestamp)
        if fitting:
            # Only the real Zalo (or who knows a secret) can come here.
            log.error("zalo: the signature would fit %s: see LANGNGHE_ZALO_SIGNATURE_ID", fitting)
            self._troubles["signature"] = (
                f"Zalo signs with {fitting}: correct LANGNGHE_ZALO_OA_SECRET or"
                " LANGNGHE_ZALO_SIGNATURE_ID"
            )
        else:
            log.warning("zalo: a call with a wrong signature was turned away")
        raise web.HTTPForbidden

    async def _take(self, receive: Receive, unreadable: Unreadable, body: Any, raw: bytes) -> None:
        try:
            if not isinstance(body, dict):
                raise Strange("not a JSON object")
            incoming = self._reader.read(body, raw)
        except Strange as strange:
            log.warning("zalo: an event cannot be read: %s", strange)
            await unreadable(NAME, _known_as(raw), raw, str(strange))
            return
        if incoming is not None:
            await receive([incoming])


def _parsed(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return None


def _known_as(raw: bytes) -> str:
    """An id that is the same when the same bytes come again."""
    return f"sha256:{hashlib.sha256(raw).hexdigest()[:32]}"
