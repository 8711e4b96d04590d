"""The one aiohttp session under both Telegram libraries, and JSON as Telegram sends it."""

from __future__ import annotations

import json
import ssl
from typing import Any

import aiohttp
import certifi
import orjson

TIMEOUT = aiohttp.ClientTimeout(total=60, sock_connect=10)
UPLOAD_TIMEOUT = aiohttp.ClientTimeout(total=300, sock_connect=10)


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
            # Slim images carry no certificates of their own.
            trust = ssl.create_default_context(cafile=certifi.where())
            connector = aiohttp.TCPConnector(ssl=trust, limit=100, ttl_dns_cache=300)
            self._session = aiohttp.ClientSession(connector=connector, timeout=TIMEOUT)
        return self._session

    def open(self) -> None:
        self._closed = False

    async def close(self) -> None:
        self._closed = True
        session, self._session = self._session, None
        if session is not None:
            await session.close()


def loads(text: str | bytes) -> Any:
    """JSON as Telegram sends it. orjson refuses a lone surrogate, which a person may well send;
    one such message must not stall all the others."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return json.loads(text)


def dumps(value: Any) -> bytes:
    try:
        return orjson.dumps(value)
    except TypeError:
        return json.dumps(value).encode()
