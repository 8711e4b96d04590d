"""The one aiohttp session under all that a channel asks of its service, and JSON as services send
it."""

from __future__ import annotations

import json
import ssl
from collections.abc import AsyncIterator
from functools import cache
from typing import Any

import aiohttp
import certifi
import orjson

from bot.channels.base import FileTooLarge

TIMEOUT = aiohttp.ClientTimeout(total=60, sock_connect=10)
FILE_TIMEOUT = aiohttp.ClientTimeout(total=300, sock_connect=10)


@cache
def _trust() -> ssl.SSLContext:
    """Slim images carry no certificates of their own; reading them takes longer than a turn."""
    return ssl.create_default_context(cafile=certifi.where())


class Wire:
    """The session, made when first needed (it wants a running loop) and closed with the channel."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None
        self._closed = False

    @property
    def session(self) -> aiohttp.ClientSession:
        """Raises ConnectionError once closed."""
        if self._closed:
            raise ConnectionError("the channel is stopped")
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(ssl=_trust(), limit=100, ttl_dns_cache=300),
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=TIMEOUT,
            )
        return self._session

    def open(self) -> None:
        self._closed = False

    async def close(self) -> None:
        self._closed = True
        session, self._session = self._session, None
        if session is not None:
            await session.close()


async def at_most(limit: int, chunks: AsyncIterator[bytes]) -> bytes:
    """All of them. Raises FileTooLarge as soon as they are more than `limit` bytes."""
    received = bytearray()
    async for chunk in chunks:
        received += chunk
        if len(received) > limit:
            raise FileTooLarge(f"more than {limit} bytes")
    return bytes(received)


def loads(text: str | bytes) -> Any:
    """Raises ValueError. orjson refuses a lone surrogate, which a person may well send; one such
    message must not stall all the others."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        pass
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("JSON too deep to be meant") from None


def dumps(value: Any) -> bytes:
    try:
        return orjson.dumps(value)
    except TypeError:
        return json.dumps(value).encode()
