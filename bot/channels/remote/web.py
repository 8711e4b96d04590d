"""Webhook calls carried into a channel's own process: whole requests there, whole answers back."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from aiohttp import StreamReader, web
from aiohttp.http import HttpVersion11, RawRequestMessage, StreamWriter
from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

from bot.channels.parts.webhook_calls import body_of
from bot.channels.remote.wire import Plain


async def pack_request(request: web.Request, path: str) -> Plain:
    """`path` is the route's. Raises HTTPRequestEntityTooLarge."""
    body = await body_of(request)
    headers = [(str(name), value) for name, value in request.headers.items()]
    return request.method, path, request.path_qs, headers, body


def unpack_answer(packed: Plain) -> web.Response:
    status, headers, body = packed
    return web.Response(status=status, headers=headers, body=body)


class Door:
    """The routes of a channel as they are called from the house. A path is taken as it stands:
    one with names in it would need a router."""

    def __init__(self, routes: Iterable[web.RouteDef]) -> None:
        self._handlers = {(route.method, route.path): route.handler for route in routes}
        self._server = web.Server(_never)

    async def answer(self, packed: Plain) -> Plain:
        """Raises KeyError for a route that the channel does not have."""
        method, path, target, headers, body = packed
        handler = self._handlers[method, path]
        try:
            response = await handler(self._request(method, target, headers, body))
        except web.HTTPException as error:
            response = error
        content = response.body if isinstance(response, web.Response) else b""
        if not isinstance(content, bytes | bytearray | None):
            raise TypeError("the answer to a webhook call is not whole")
        return response.status, _kept(response.headers), bytes(content or b"")

    def _request(
        self, method: str, target: str, headers: list[tuple[str, str]], body: bytes
    ) -> web.Request:
        """As aiohttp makes one from its connection, only that everything has arrived already."""
        loop = asyncio.get_running_loop()
        fields = CIMultiDict(headers)
        message = RawRequestMessage(
            method, target, HttpVersion11, CIMultiDictProxy(fields),
            tuple((name.encode(), value.encode("utf-8", "surrogateescape"))
                  for name, value in headers),
            False, None, False, False, URL(target, encoded=True),
        )  # fmt: skip
        protocol = self._server()
        content = StreamReader(protocol, len(body) + 1, loop=loop)
        content.feed_data(body)
        content.feed_eof()
        task = asyncio.current_task()
        assert task is not None
        return web.Request(message, content, protocol, StreamWriter(protocol, loop), task, loop)


def _kept(headers: CIMultiDict[str]) -> list[tuple[str, str]]:
    """The length is counted anew by the server that answers."""
    return [(str(n), v) for n, v in headers.items() if n.lower() != "content-length"]


async def _never(request: web.BaseRequest) -> web.StreamResponse:
    raise web.HTTPNotFound
