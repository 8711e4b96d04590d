"""What all webhooks have in common: who may call, how much they may say, what is answered."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.channels.parts.keeping import NotKept
from bot.channels.parts.troubles import Troubles

BODY_LIMIT = 1024 * 1024


class Webhook:
    """For services that prove themselves by a secret in a header. `take` is what is called with
    each body; without it everything is to come again. With `probes` an empty call only tries
    whether somebody is here, and is told so."""

    def __init__(
        self, header: str, secret: str, troubles: Troubles, *, probes: bool = False
    ) -> None:
        self._header, self._secret = header, secret
        self._troubles = troubles
        self._probes = probes
        self.take: Callable[[bytes], Awaitable[None]] | None = None

    async def handle(self, request: web.Request) -> web.Response:
        """200 after the commit, 503 when it failed, 403 for a wrong secret, 413 for a flood."""
        if self._probes and self._secret and not request.body_exists:
            return web.Response()
        admit(self._header, self._secret, request)
        body = await body_of(request)
        if self.take is None:
            raise web.HTTPServiceUnavailable
        return await acknowledged(self.take(body), self._troubles)


def admit(header: str, secret: str, request: web.Request) -> None:
    """Raises HTTPForbidden for whoever does not know the secret; nobody knows an empty one."""
    given = request.headers.get(header, "").encode("utf-8", "surrogateescape")
    if not secret or not hmac.compare_digest(given, secret.encode()):
        raise web.HTTPForbidden


async def body_of(request: web.Request) -> bytes:
    """Raises HTTPRequestEntityTooLarge while it comes."""
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > BODY_LIMIT:
            raise web.HTTPRequestEntityTooLarge(BODY_LIMIT, len(body))
    return bytes(body)


async def acknowledged(taking: Awaitable[None], troubles: Troubles) -> web.Response:
    """200 after the commit; raises HTTPServiceUnavailable where there was none."""
    try:
        await taking
    except NotKept as error:
        troubles.of_storing(error)
        raise web.HTTPServiceUnavailable from None
    troubles.over("store")
    return web.Response()
