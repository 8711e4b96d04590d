"""Our Telegram channel's aiohttp session, replaced: above it everything runs as shipped, polling
loop, both libraries' transports and the sending; below it are the benchmark's bytes."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Sequence
from typing import Any

import orjson

from bench.network import Network

IN_FLIGHT = 64
"""Updates in one page, handed over together; Telegram gives up to 100."""


class _Answer:
    """What `session.post(...)` gives: awaited as a context, then read."""

    status = 200

    def __init__(self, server: CannedTelegram, method: str, params: dict[str, Any]) -> None:
        self._server, self._method, self._params = server, method, params
        self._payload = b""

    async def __aenter__(self) -> _Answer:
        if self._method == "getUpdates":
            self._payload = await self._server.page(int(self._params.get("offset") or 0))
        else:
            self._payload = self._server.network.answer(self._method, self._params)
        return self

    async def __aexit__(self, *_: object) -> None:
        pass

    async def read(self) -> bytes:
        return self._payload

    async def text(self, **_: Any) -> str:
        return self._payload.decode()


class CannedTelegram:
    """Hands out the updates given to `feed`, page by page, as getUpdates is asked for them; a page
    counts as committed when the next one is asked for beyond it, as with Telegram itself."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.taken_at = 0.0  # when the last page was acknowledged, by time.perf_counter
        self._pages: deque[tuple[int, bytes]] = deque()
        self._given: tuple[int, bytes] | None = None
        self._fed = asyncio.Event()
        self._taken = asyncio.Event()

    def post(self, url: str, *, data: Any = None, **_: Any) -> _Answer:
        params = orjson.loads(data) if isinstance(data, bytes) else _fields(data)
        return _Answer(self, url.rpartition("/")[2], params)

    async def close(self) -> None:
        pass

    def feed(self, updates: Sequence[bytes]) -> float:
        """The time they arrived at, by time.perf_counter."""
        arrived = time.perf_counter()
        for start in range(0, len(updates), IN_FLIGHT):
            page = updates[start : start + IN_FLIGHT]
            beyond = orjson.loads(page[-1])["update_id"] + 1
            self._pages.append((beyond, b'{"ok":true,"result":[' + b",".join(page) + b"]}"))
        self._taken.clear()
        self._fed.set()
        return arrived

    async def all_taken(self) -> None:
        """Returns once everything fed was committed, and the offset moved past it."""
        await self._taken.wait()

    async def page(self, offset: int) -> bytes:
        if self._given is not None and offset < self._given[0]:
            return self._given[1]
        self._given = None
        if not self._pages:
            self.taken_at = time.perf_counter()
            self._taken.set()
            self._fed.clear()
            await self._fed.wait()
        self._given = self._pages.popleft()
        return self._given[1]


def _fields(form: Any) -> dict[str, Any]:
    """The named texts of an aiohttp.FormData (a message with a file)."""
    return {part[0]["name"]: part[2] for part in getattr(form, "_fields", ())}
