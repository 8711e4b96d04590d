"""The same messages as server-sent events, for pages that stay open. A browser's EventSource sends
no headers, so the stream is opened by a ticket that ends after an hour."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import orjson
from aiohttp import web
from prometheus_client import Gauge

from bot.site.chat_api import answer
from bot.site.house import House
from bot.site.mail import Mail, MessageJson
from bot.site.sessions import Session, Sessions
from bot.site.slips import Slips
from bot.site.trouble import Trouble
from bot.site.words import API

_TICKET_SECONDS = 3600
_COMMENT_SECONDS = 15.0  # proxies close what is silent for longer
_STREAMS_OF_ONE_CHAT = 8

_OPEN = Gauge("langnghe_web_streams", "Event streams of the web chat that are open")


class Events:
    def __init__(self, house: House, sessions: Sessions, mail: Mail) -> None:
        self._house = house
        self._sessions = sessions
        self._mail = mail
        self._slips = Slips(house.keys, house.now, "web ticket")
        self._open: Counter[int] = Counter()

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post(API + "ticket", self.ticket),
            web.get(API + "events", self.events),
        ]

    async def ticket(self, request: web.Request) -> web.Response:
        session = await self._sessions.of(request)
        value = f"{session.chat_id}-{session.language}"
        return answer({"ticket": f"{value}.{self._slips.sign(value, _TICKET_SECONDS)}"})

    async def events(self, request: web.Request) -> web.StreamResponse:
        session, expires = self._opened_by(request.query.get("ticket", ""))
        after = _after(request)
        first = await self._mail.since(session.chat_id, session.language, after)
        async with self._counted(session.chat_id):
            response = web.StreamResponse(
                headers={
                    "Content-Type": "text/event-stream; charset=utf-8",
                    "Cache-Control": "no-cache",
                    "X-Accel-Buffering": "no",
                }
            )
            await response.prepare(request)
            await response.write(b"retry: 3000\n\n")
            await self._stream(response, session, after, first, expires)
        return response

    def _opened_by(self, ticket: str) -> tuple[Session, int]:
        value, _, slip = ticket.partition(".")
        expires = self._slips.expiry(value, slip)
        if not expires:
            raise Trouble(401, "ticket")
        chat_id, _, language = value.partition("-")
        return Session(int(chat_id), "", language), expires

    @asynccontextmanager
    async def _counted(self, chat_id: int) -> AsyncIterator[None]:
        if self._open[chat_id] >= _STREAMS_OF_ONE_CHAT:
            raise Trouble(429, "too_many", retry_after=10)
        self._open[chat_id] += 1
        _OPEN.inc()
        try:
            yield
        finally:
            _OPEN.dec()
            self._open[chat_id] -= 1
            if not self._open[chat_id]:
                del self._open[chat_id]

    async def _stream(
        self,
        response: web.StreamResponse,
        session: Session,
        after: int,
        messages: list[MessageJson],
        expires: int,
    ) -> None:
        while self._house.now().timestamp() < expires:
            for message in messages:
                await response.write(_event(message))
                after = message["seq"]
            if not messages and not await self._wait(response, session.chat_id, after):
                return
            try:
                # What was written to the connection may never have arrived: only the browser's
                # next request tells.
                messages = await self._mail.since(
                    session.chat_id, session.language, after, shown=False
                )
            except Trouble:
                return  # erased meanwhile

    async def _wait(self, response: web.StreamResponse, chat_id: int, after: int) -> bool:
        began = time.monotonic()
        goes_on = await self._mail.news(chat_id, after, _COMMENT_SECONDS)
        if goes_on and time.monotonic() - began >= _COMMENT_SECONDS - 0.5:
            await response.write(b": still here\n\n")
        return goes_on


def _event(message: MessageJson) -> bytes:
    return b"id: %d\ndata: %s\n\n" % (message["seq"], orjson.dumps(message))


def _after(request: web.Request) -> int:
    """What the browser saw last wins over what the address says."""
    for value in (request.headers.get("Last-Event-ID", ""), request.query.get("after", "")):
        if value.isascii() and value.isdigit() and len(value) < 16:
            return int(value)
    return 0
