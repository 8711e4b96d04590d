"""The webhook of the Zalo Bot Platform: answered after the commit, closed to whoever does not know
the secret. Whether the platform repeats a call that was not answered 200 is published nowhere."""

from __future__ import annotations

import hmac

from aiohttp import web

from bot.channels.telegram_wire import loads
from bot.channels.zalo_bot_intake import Intake, NotKept
from bot.channels.zalo_bot_troubles import Troubles

PATH = "/webhooks/zalo-bot"
SECRET_LENGTHS = range(8, 257)  # of setWebhook's secret_token
_BODY_LIMIT = 1024 * 1024


class Webhook:
    def __init__(self, secret: str, troubles: Troubles) -> None:
        self._secret = secret
        self._troubles = troubles
        self.intake: Intake | None = None

    async def handle(self, request: web.Request) -> web.Response:
        """200 after the commit, 503 when it failed, 403 for a wrong secret, 413 for a flood. An
        empty body only tries whether somebody is here, and is told so."""
        if self._secret and not request.body_exists:
            return web.Response()
        self._admit(request)
        body = await _body(request)
        if self.intake is None:
            raise web.HTTPServiceUnavailable
        try:
            await _take(self.intake, body)
        except NotKept as error:
            self._troubles.of_storing(error)
            raise web.HTTPServiceUnavailable from None
        self._troubles.over("store")
        return web.Response()

    def _admit(self, request: web.Request) -> None:
        """Raises HTTPForbidden; nobody knows an empty secret."""
        given = request.headers.get("X-Bot-Api-Secret-Token", "")
        sent = given.encode("utf-8", "surrogateescape")
        if not self._secret or not hmac.compare_digest(sent, self._secret.encode()):
            raise web.HTTPForbidden


async def _take(intake: Intake, body: bytes) -> None:
    if not body.strip():
        return
    try:
        data = loads(body)
    except ValueError:
        await intake.keep(body, "not JSON")
        return
    await intake.take(data, body)


async def _body(request: web.Request) -> bytes:
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > _BODY_LIMIT:
            raise web.HTTPRequestEntityTooLarge(_BODY_LIMIT, len(body))
    return bytes(body)
