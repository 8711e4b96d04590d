"""Telegram's webhook: answered after the commit, closed to whoever does not know the secret."""

from __future__ import annotations

from aiohttp import web

from bot.channels.parts.http_wire import loads
from bot.channels.parts.troubles import Troubles
from bot.channels.parts.webhook_calls import acknowledged, admit, body_of
from bot.channels.telegram_intake import Intake
from bot.channels.telegram_traits import SECRET_HEADER


class Webhook:
    """core.telegram.org/bots/api#setwebhook: each update comes as a POST and is sent again, for a
    day, until it is answered 2xx; later updates of the same chat wait behind it."""

    def __init__(self, secret: str, troubles: Troubles) -> None:
        self._secret = secret
        self._troubles = troubles
        self.intake: Intake | None = None

    async def handle(self, request: web.Request) -> web.Response:
        """200 after the commit, 503 when it failed, 403 for a wrong secret, 413 for a flood."""
        admit(SECRET_HEADER, self._secret, request)
        body = await body_of(request)
        if self.intake is None:
            raise web.HTTPServiceUnavailable
        return await acknowledged(_take(self.intake, body), self._troubles)


async def _take(intake: Intake, body: bytes) -> None:
    try:
        data = loads(body)
    except ValueError:
        # Answered 200: a body that will never be readable must not hold back its chat.
        await intake.keep(body, "not JSON")
        return
    if isinstance(data, dict):
        await intake.take([(data, body)])
    else:
        await intake.keep(body, "not an update")
