"""Telegram's webhook: answered after the commit, closed to whoever does not know the secret."""

from __future__ import annotations

import json

from aiohttp import web

from bot.channels.telegram_intake import Intake, NotKept, explain
from bot.channels.telegram_traits import admit
from bot.channels.telegram_wire import loads


class Webhook:
    """core.telegram.org/bots/api#setwebhook: each update comes as a POST and is sent again, for a
    day, until it is answered 2xx; later updates of the same chat wait behind it."""

    BODY_LIMIT = 1024 * 1024

    def __init__(self, secret: str, troubles: dict[str, str]) -> None:
        self._secret = secret
        self._troubles = troubles
        self.intake: Intake | None = None

    async def handle(self, request: web.Request) -> web.Response:
        """200 after the commit, 503 when it failed, 403 for a wrong secret, 413 for a flood."""
        admit(self._secret, request)
        body = await self._body(request)
        if self.intake is None:
            raise web.HTTPServiceUnavailable
        try:
            await self._take(self.intake, body)
        except NotKept as error:
            self._troubles["store"] = explain(error)
            raise web.HTTPServiceUnavailable from None
        self._troubles.pop("store", None)
        return web.Response()

    async def _body(self, request: web.Request) -> bytes:
        body = bytearray()
        async for chunk in request.content.iter_any():
            body += chunk
            if len(body) > self.BODY_LIMIT:
                raise web.HTTPRequestEntityTooLarge(self.BODY_LIMIT, len(body))
        return bytes(body)

    async def _take(self, intake: Intake, body: bytes) -> None:
        try:
            data = loads(body)
        except (json.JSONDecodeError, UnicodeDecodeError):
            # Answered 200: a body that will never be readable must not hold back its chat.
            await intake.keep("", body, "not JSON")
            return
        if isinstance(data, dict):
            await intake.take([(data, body)])
        else:
            await intake.keep("", body, "not an update")
