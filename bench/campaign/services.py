"""Telegram and Zalo on loopback: they take messages as fast as they do in life (times a factor),
refuse the rest, close windows, and hand over what people write."""

from __future__ import annotations

import asyncio
import json
import time
from array import array
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bench.campaign.pace import TELEGRAM, TELEGRAM_CHAT, ZALO, Gate, faster, sooner
from bench.network import BOT

MARK = "TIN-GUI-MOI-NGUOI"
"""Stands in the words of the broadcast: everything else answers somebody."""
_STORM = 5.0  # seconds of a 429, in life


@dataclass
class Taken:
    """What one service was sent. `at` are the times of the broadcast's messages, `halted` the
    seconds it let nobody in."""

    at: array[float] = field(default_factory=lambda: array("d"))
    to: Counter[str] = field(default_factory=Counter)
    too_fast: int = 0
    stormed: int = 0
    closed: int = 0
    halts: list[tuple[float, float]] = field(default_factory=list)


class Services:
    def __init__(self, scale: int) -> None:
        self.scale = scale
        self.telegram, self.zalo = Taken(), Taken()
        self.closed_to: set[str] = set()  # users of Zalo who spoke too long ago
        self.storms: deque[int] = deque()  # after so many messages of the broadcast on Telegram
        self._overall = Gate(_given(faster(TELEGRAM, scale)))
        self._chats: dict[str, Gate] = {}
        self._minute = Gate(_given(sooner(ZALO, scale)))
        self._halted_until = 0.0
        self._updates: list[dict[str, Any]] = []
        self._arrived = asyncio.Event()
        self._answers: dict[str, asyncio.Future[float]] = {}
        self._runner: web.AppRunner | None = None
        self._serial = 0

    async def start(self) -> str:
        app = web.Application()
        app.router.add_route("*", "/bot{token}/{method}", self._telegram)
        app.router.add_post("/v3.0/oa/message/cs", self._zalo)
        app.router.add_route("*", "/{path:.*}", self._other)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def taken(self) -> int:
        return len(self.telegram.at) + len(self.zalo.at)

    # People who just write

    @contextmanager
    def answered(self, chat: str) -> Iterator[asyncio.Future[float]]:
        """The time at which somebody is answered."""
        self._answers[chat] = asyncio.get_running_loop().create_future()
        try:
            yield self._answers[chat]
        finally:
            del self._answers[chat]

    def write_on_telegram(self, chat: str, text: str) -> None:
        who = {"id": int(chat), "is_bot": False, "first_name": "An", "language_code": "vi"}
        message = {
            "message_id": self._next(),
            "from": who,
            "chat": {"id": int(chat), "type": "private", "first_name": "An"},
            "date": int(time.time()),
            "text": text,
        }
        self._updates.append({"update_id": self._next(), "message": message})
        self._arrived.set()

    # Telegram

    async def _telegram(self, request: web.Request) -> web.Response:
        method = request.match_info["method"].lower()
        params = json.loads(await request.read() or b"{}")
        if method == "getupdates":
            return _done(await self._page(params))
        if method == "getme":
            return _done(BOT)
        if method != "sendmessage":
            return _done(True)
        chat = str(params["chat_id"])
        if wait := self._too_many(chat):
            body = {
                "ok": False,
                "error_code": 429,
                "description": "Too Many Requests",
                "parameters": {"retry_after": wait},
            }
            return web.json_response(body, status=429)
        self._note(self.telegram, chat, params["text"])
        return _done({"message_id": self._next()})

    async def _page(self, params: dict[str, Any]) -> list[dict[str, Any]]:
        offset = int(params.get("offset") or 0)
        self._updates = [u for u in self._updates if u["update_id"] >= offset]
        if not self._updates:
            self._arrived.clear()
            try:
                async with asyncio.timeout(float(params.get("timeout") or 0)):
                    await self._arrived.wait()
            except TimeoutError:
                return []
        return self._updates[:100]

    def _too_many(self, chat: str) -> float:
        """Seconds to wait, as Telegram says them; 0: it is taken."""
        now = time.monotonic()
        if now < self._halted_until:
            self.telegram.stormed += 1
            return self._halted_until - now
        if self.storms and len(self.telegram.at) >= self.storms[0]:
            self.storms.popleft()
            self._halted_until = now + _STORM / self.scale
            self.telegram.halts.append((now, self._halted_until))
            self.telegram.stormed += 1
            return _STORM / self.scale
        mine = self._chats.setdefault(chat, Gate(_given(sooner(TELEGRAM_CHAT, self.scale))))
        if mine.lets_in() and self._overall.lets_in():
            return 0.0
        self.telegram.too_fast += 1
        return 1.0 / self.scale

    # Zalo

    async def _zalo(self, request: web.Request) -> web.Response:
        body = json.loads(await request.read())
        user = body["recipient"]["user_id"]
        if not self._minute.lets_in():
            self.zalo.too_fast += 1
            return _error(-32, "rate limit")
        if user in self.closed_to:
            self.zalo.closed += 1
            return _error(-230, "the user has not interacted for seven days")
        self._note(self.zalo, user, body["message"]["text"])
        data = {"message_id": f"m{self._next()}", "user_id": user}
        return web.json_response({"data": data, "error": 0, "message": "Success"})

    async def _other(self, request: web.Request) -> web.Response:
        return web.json_response({"error": 0, "data": {}})

    def _note(self, taken: Taken, chat: str, text: str) -> None:
        if MARK in text:
            taken.at.append(time.monotonic())
            taken.to[chat] += 1
        elif (waiting := self._answers.get(chat)) and not waiting.done():
            waiting.set_result(time.monotonic())

    def _next(self) -> int:
        self._serial += 1
        return self._serial


def _given(limit: tuple[int, float] | None) -> tuple[int, float]:
    assert limit is not None
    return limit


def _done(result: Any) -> web.Response:
    return web.json_response({"ok": True, "result": result})


def _error(code: int, message: str) -> web.Response:
    return web.json_response({"error": code, "message": message})
