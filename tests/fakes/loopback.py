"""What every service on loopback is: a server that tests begin and end, order faults from, and wait
for."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Any

from aiohttp import web


class Loopback:
    """`port` 0 is any free one; `faults` are what the next calls meet, by the name of the call."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.url = f"http://127.0.0.1:{port}" if port else ""
        self.faults: dict[str, deque[Any]] = {}
        self._runner: web.AppRunner | None = None

    async def serve(self, app: web.Application, **how: Any) -> None:
        self._runner = web.AppRunner(app, shutdown_timeout=0.1, **how)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()
        self.port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{self.port}"

    async def __aexit__(self, *_: object) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    def break_next(self, call: str, *faults: Any) -> None:
        self.faults.setdefault(call, deque()).extend(faults)

    async def until(self, done: Callable[[], object], seconds: float = 20) -> None:
        """Waits for something to become true; raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while not done():
                await asyncio.sleep(0.005)
