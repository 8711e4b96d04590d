"""Zalo's webhook: answered after the commit, closed to whoever cannot sign (facts: channels 1.6,
1.7). Zalo tries five times within two hours, then switches the webhook off."""

from __future__ import annotations

import logging
from typing import Any

from aiohttp import web

from bot.channels.base import Receive, Unreadable
from bot.channels.parts.http_wire import loads
from bot.channels.parts.keeping import keep_unreadable, kept
from bot.channels.parts.troubles import Troubles
from bot.channels.parts.webhook_calls import acknowledged, body_of
from bot.channels.zalo_parts.contents import Strange, field
from bot.channels.zalo_parts.events import Reader
from bot.channels.zalo_parts.signature import HEADER, Signature
from bot.channels.zalo_parts.traits import NAME

log = logging.getLogger(__name__)


class Webhook:
    """`begin` tells where to; until then, and after `end`, everything is to come again."""

    def __init__(self, signature: Signature, reader: Reader, troubles: Troubles) -> None:
        self._signature = signature
        self._reader = reader
        self._troubles = troubles
        self._house: tuple[Receive, Unreadable] | None = None

    def begin(self, receive: Receive, unreadable: Unreadable) -> None:
        self._house = receive, unreadable

    def end(self) -> None:
        self._house = None

    async def handle(self, request: web.Request) -> web.Response:
        """200 after the commit, 503 when nothing could be kept, 403 for a wrong signature, 413
        for a flood. What nobody can read is kept and answered 200: refusing it would switch the
        webhook off."""
        raw = await body_of(request)
        if not raw.strip():
            return web.Response()  # a probe
        body = _parsed(raw)
        self._admit(request.headers.get(HEADER, ""), raw, field(body, "timestamp"))
        if self._house is None:
            raise web.HTTPServiceUnavailable
        return await acknowledged(self._take(*self._house, body, raw), self._troubles)

    def _admit(self, given: str, raw: bytes, timestamp: str) -> None:
        if self._signature.valid(given, raw, timestamp):
            self._troubles.over("signature")
            return
        fitting = self._signature.fitting(given, raw, timestamp)
        if fitting:
            # Only the real Zalo (or who knows a secret) can come here.
            log.error("zalo: the signature would fit %s: see LANGNGHE_ZALO_SIGNATURE_ID", fitting)
            self._troubles.tell(
                "signature",
                f"Zalo signs with {fitting}: correct LANGNGHE_ZALO_OA_SECRET or"
                " LANGNGHE_ZALO_SIGNATURE_ID",
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
            await keep_unreadable(unreadable, NAME, raw, str(strange))
        except Exception as error:  # its words may be the citizen's
            await keep_unreadable(unreadable, NAME, raw, type(error).__name__)
        else:
            if incoming is not None:
                await kept(NAME, receive([incoming]))


def _parsed(raw: bytes) -> Any:
    try:
        return loads(raw)
    except ValueError:
        return None
