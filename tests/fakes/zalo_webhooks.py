"""How Zalo delivers events: signed, one after the other, and again after 30 s, 5, 15, 30 and 60
minutes where they were not answered 200; then no more at all (facts: channels 1.6, 1.7)."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import aiohttp

RETRIES = [timedelta(seconds=s) for s in (30, 300, 900, 1800, 3600)]


@dataclass
class Delivery:
    body: bytes
    headers: dict[str, str]
    due: datetime
    tries: int = 0
    statuses: list[int] = field(default_factory=list)  # 0: no connection


class Webhooks:
    """`off` is what the console shows after the last retry: nothing comes until it is switched on
    again. `held` keeps events back, as while a test looks."""

    def __init__(self, sign: Callable[[bytes, str], str], now: Callable[[], datetime]) -> None:
        self._sign, self._now = sign, now
        self.url = ""
        self.off = False
        self.posts: list[Delivery] = []
        self._waiting: list[Delivery] = []
        self._work: asyncio.Task[None] | None = None

    def post(self, event: dict[str, Any], server: str = "") -> Delivery:
        body = json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode(
            "utf-8", "surrogatepass"
        )
        return self.post_raw(body, str(event.get("timestamp", "")), server)

    def post_raw(self, body: bytes, timestamp: str, server: str = "") -> Delivery:
        headers = {"Content-Type": "application/json"}
        headers["X-ZEvent-Signature"] = f"mac={self._sign(body, timestamp)}"
        if server:
            headers["X-ZEvent-Server"] = server
        made = Delivery(body, headers, self._now())
        self.posts.append(made)
        if not self.off:
            self._waiting.append(made)
            self.go_on()
        return made

    @property
    def pending(self) -> int:
        """Events that were not answered 200 yet."""
        return len(self._waiting)

    @property
    def quiet(self) -> bool:
        """Nothing is due now."""
        return not self._due()

    def next_due(self) -> datetime | None:
        return min((each.due for each in self._waiting), default=None)

    def go_on(self) -> None:
        if self.url and (self._work is None or self._work.done()):
            self._work = asyncio.get_running_loop().create_task(self._deliver())

    async def delivered(self) -> None:
        """Whatever is due has been tried."""
        self.go_on()
        while self._work is not None and not self._work.done():
            await asyncio.shield(self._work)

    async def close(self) -> None:
        if self._work is not None:
            self._work.cancel()
            await asyncio.gather(self._work, return_exceptions=True)

    def _due(self) -> list[Delivery]:
        return [each for each in self._waiting if each.due <= self._now()]

    async def _deliver(self) -> None:
        while self._due():  # again, for what comes while the connections are being closed
            async with aiohttp.ClientSession() as http:
                while due := self._due():
                    await self._try(http, due[0])

    async def _try(self, http: aiohttp.ClientSession, event: Delivery) -> None:
        more = {"num_retry": str(event.tries)} if event.tries else {}
        try:
            async with http.post(self.url, data=event.body, headers=event.headers | more) as answer:
                status = answer.status
        except aiohttp.ClientError:
            status = 0
        event.statuses.append(status)
        if status == 200:
            self._waiting.remove(event)
        elif event.tries == len(RETRIES):
            self.off = True
            self._waiting.clear()
        else:
            event.due = self._now() + RETRIES[event.tries]
            event.tries += 1


def signature(first: str, body: bytes, timestamp: str, secret: str) -> str:
    """As in the facts, worked out here again."""
    return hashlib.sha256(
        b"".join((first.encode(), body, timestamp.encode(), secret.encode()))
    ).hexdigest()
