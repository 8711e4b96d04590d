"""What all webhooks have in common: who may call, how much they may say, what is answered."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable

from aiohttp import web

from bot.channels.parts.keeping import NotKept
from bot.channels.parts.troubles import Troubles

BODY_LIMIT = 1024 * 1024


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
