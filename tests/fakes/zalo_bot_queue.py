"""How the Zalo Bot Platform hands updates over: one by one to who asks, and never again; or as
POSTs to the webhook, until one is answered 200."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from typing import TYPE_CHECKING, Any

import aiohttp

if TYPE_CHECKING:
    from tests.fakes.zalo_bot_api import FakeZaloBot


class Updates:
    def __init__(self, api: FakeZaloBot) -> None:
        self._api = api
        self.pending: deque[dict[str, Any]] = deque()
        self.handed_over = False  # to somebody who has not asked again yet
        self.posts: list[int] = []  # the status of every webhook call, 0 for none
        self.retry_every = 0.02
        self._arrived = asyncio.Event()
        self._delivering: asyncio.Task[None] | None = None

    def push(self, update: dict[str, Any]) -> None:
        self.pending.append(update)
        self._arrived.set()
        self.deliver()

    async def hand_over(self, seconds: float) -> dict[str, Any] | None:
        """None when nothing came. What is given away here is kept nowhere."""
        self.handed_over = False
        self._arrived.clear()
        if not self.pending:
            try:
                await asyncio.wait_for(self._arrived.wait(), seconds)
            except TimeoutError:
                return None
        if not self.pending:
            return None
        self.handed_over = True
        return self.pending.popleft()

    @property
    def quiet(self) -> bool:
        """Whether all that was said has been taken in."""
        return not self.pending and not self.handed_over

    def deliver(self) -> None:
        """To the webhook, once there is one that can be reached."""
        if self._target() and (self._delivering is None or self._delivering.done()):
            self._delivering = asyncio.create_task(self._deliver())

    def _target(self) -> str:
        return self._api.reach(self._api.webhook.get("url", ""))

    async def _deliver(self) -> None:
        while self.pending and self._target():
            if await self.post(self.pending[0]) == 200:
                self.pending.popleft()
            else:
                await asyncio.sleep(self.retry_every)

    async def probe(self) -> int:
        return await self._post(b"") if self._target() else 0

    async def post(self, update: dict[str, Any]) -> int:
        """One call; its status."""
        body = {"ok": True, "result": update} if self._api.documented else update
        self.posts.append(await self._post(json.dumps(body).encode()))
        return self.posts[-1]

    async def _post(self, body: bytes) -> int:
        headers = {
            "Content-Type": "application/json",
            "X-Bot-Api-Secret-Token": self._api.webhook["secret"],
        }
        try:
            async with (
                aiohttp.ClientSession() as http,
                http.post(self._target(), data=body, headers=headers) as response,
            ):
                return response.status
        except (aiohttp.ClientError, OSError):
            return 0

    async def close(self) -> None:
        if self._delivering is not None:
            self._delivering.cancel()
            await asyncio.gather(self._delivering, return_exceptions=True)
