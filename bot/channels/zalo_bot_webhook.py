"""The webhook of the Zalo Bot Platform: answered after the commit, closed to whoever does not know
the secret. Whether the platform repeats a call that was not answered 200 is published nowhere."""

from __future__ import annotations

from aiohttp import web

from bot.channels.parts.http_wire import loads
from bot.channels.parts.troubles import Troubles
from bot.channels.parts.webhook_calls import acknowledged, admit, body_of
from bot.channels.zalo_bot_intake import Intake

PATH = "/webhooks/zalo-bot"
SECRET_HEADER = "X-Bot-Api-Secret-Token"
SECRET_LENGTHS = range(8, 257)  # of setWebhook's secret_token


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
        admit(SECRET_HEADER, self._secret, request)
        body = await body_of(request)
        if self.intake is None:
            raise web.HTTPServiceUnavailable
        return await acknowledged(_take(self.intake, body), self._troubles)


async def _take(intake: Intake, body: bytes) -> None:
    if not body.strip():
        return
    try:
        data = loads(body)
    except ValueError:
        await intake.keep(body, "not JSON")
        return
    await intake.take(data, body)
