"""Zalo on loopback, stricter than the real one: OpenAPI, OAuth, template service and media host in
one server, with a clock of its own.

async with FakeZalo() as api:
    user = api.user("Bà Tư")
    user.says("Xin chào")          # goes to `api.webhook_to(base)`, signed
    await api.until(lambda: user.inbox)
    await api.later(hours=25)      # its clock; events that were not taken come again meanwhile
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web

from tests.fakes.loopback import Loopback
from tests.fakes.zalo_desks import Desks
from tests.fakes.zalo_oauth import Grants
from tests.fakes.zalo_people import ZaloUser
from tests.fakes.zalo_rules import Template, ZaloError, must
from tests.fakes.zalo_webhooks import Delivery, Webhooks, signature

SUNDAY_MORNING = datetime(2026, 11, 15, 2, 0, tzinfo=UTC)
_PER_MINUTE = 4000


@dataclass(frozen=True)
class Call:
    """`code` is what was answered: Zalo's, or an HTTP status above 100."""

    path: str
    body: dict[str, Any]
    code: int
    at: datetime


class FakeZalo(Loopback):
    """`faults` maps the end of a path to what its next calls meet: a code of Zalo's (negative), an
    HTTP status (500, nothing done), "drop" (done, but the connection breaks before the answer),
    "hang" (done, but the answer waits for `let_go`), or "pass". `paid` counts messages between 48
    hours and 7 days. `clock` is a base that runs by itself; without one time stands still."""

    app_id = "1234567890123456789"
    app_secret = "app-geheim"
    oa_id = "388613280878808645"
    oa_secret = "OASECRETKEY"

    def __init__(self, port: int = 0, clock: Callable[[], datetime] | None = None) -> None:
        super().__init__(port)
        self._clock = clock or (lambda: SUNDAY_MORNING)
        self._moved = timedelta()
        self.grants = Grants(self.app_id, self.app_secret, self.now)
        self.events = Webhooks(self._sign, self.now)
        self.users: dict[str, ZaloUser] = {}
        self.templates: dict[str, Template] = {}
        self.files: dict[str, bytes] = {}
        self.uploads: dict[str, tuple[str, str, bytes, datetime]] = {}  # kind, name, bytes, until
        self.calls: list[Call] = []
        self.let_go = asyncio.Event()
        self.funded, self.echoes, self.verified = True, True, True
        self.paid = 0
        self._serial = 0
        self._desks = Desks(self)
        self._times: deque[datetime] = deque()

    async def __aenter__(self) -> FakeZalo:
        app = web.Application(client_max_size=20 << 20)
        app.router.add_post("/v4/oa/access_token", self._oauth)
        app.router.add_get("/media/{name}", self._media)
        app.router.add_route("*", "/{path:.*}", self._serve)
        await self.serve(app)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.events.close()
        await super().__aexit__()

    # What tests do

    def now(self) -> datetime:
        return self._clock() + self._moved

    async def later(self, **delta: float) -> None:
        """Let time pass. What is due meanwhile is delivered when it is due."""
        end = self.now() + timedelta(**delta)
        while (due := self.events.next_due()) is not None and due <= end:
            self._moved += max(due - self.now(), timedelta())
            await self.events.delivered()
        self._moved += max(end - self.now(), timedelta())

    def user(self, name: str, phone: str = "") -> ZaloUser:
        """Somebody we cannot write to before they do something, as in life."""
        self._serial += 1
        user_id = f"24684588352919{self._serial:04d}"
        user = ZaloUser(self, user_id, name, phone or f"8490{self._serial:07d}")
        self.users[user_id] = user
        return user

    def webhook_to(self, base: str, path: str = "/webhooks/zalo") -> None:
        self.events.url = base + path
        self.events.go_on()

    def tell(self, event: dict[str, Any], server: str = "") -> dict[str, Any]:
        """An event of any shape goes to the webhook, signed."""
        stamp = str(int(self.now().timestamp() * 1000) + self._next())
        whole = {"app_id": self.app_id, **event, "timestamp": stamp}
        self.events.post(whole, server)
        return whole

    def media(self, content: bytes, extension: str) -> str:
        name = f"{self.new_id('media')}.{extension}"
        self.files[name] = content
        return f"{self.url}/media/{name}"

    def called(self, path: str) -> list[Call]:
        return [call for call in self.calls if call.path.endswith(path)]

    def new_id(self, kind: str) -> str:
        return f"{kind}{self._next():06d}"

    def delivery(self, number: int = -1) -> Delivery:
        return self.events.posts[number]

    def _next(self) -> int:
        self._serial += 1
        return self._serial

    def _sign(self, body: bytes, timestamp: str) -> str:
        return signature(self.app_id, body, timestamp, self.oa_secret)

    # The server

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        path = request.match_info["path"]
        body: dict[str, Any] = {}
        fault = self._fault(path)
        if isinstance(fault, int) and fault > 0:
            self.calls.append(Call(path, body, fault, self.now()))
            return web.Response(status=fault, text="<html>trouble</html>")
        code, data = 0, {}
        try:
            if request.content_type == "application/json" and request.can_read_body:
                body = await request.json()
            self._check_rate()
            self._check_token(request, path)
            if isinstance(fault, int):
                raise ZaloError(fault)
            work = self._desks.paths.get(path)
            must(work is not None, -404, "no such path")
            assert work is not None
            data = await work(request, body)
        except ZaloError as error:
            code = error.code
            answer: dict[str, Any] = {"error": code, "message": error.message}
        else:
            answer = {"data": data, "error": 0, "message": "Success"}
        self.calls.append(Call(path, body, code, self.now()))
        return await self._reply(request, fault, answer)

    async def _reply(
        self, request: web.Request, fault: int | str, answer: dict[str, Any]
    ) -> web.StreamResponse:
        if fault == "hang":
            await self.let_go.wait()
        if fault == "drop" and request.transport is not None:
            request.transport.close()
        return web.json_response(answer)

    def _fault(self, path: str) -> int | str:
        for end, faults in self.faults.items():
            if path.endswith(end) and faults:
                fault: int | str = faults.popleft()
                return fault
        return "pass"

    def _check_rate(self) -> None:
        now = self.now()
        while self._times and self._times[0] <= now - timedelta(minutes=1):
            self._times.popleft()
        must(len(self._times) < _PER_MINUTE, -32, "rate limit")
        self._times.append(now)

    def _check_token(self, request: web.Request, path: str) -> None:
        code = self.grants.code_for(request.headers.get("access_token", ""))
        if code:
            raise ZaloError(-124 if path == "message/template" else code, "access token")

    async def _oauth(self, request: web.Request) -> web.StreamResponse:
        fault = self._fault("access_token")
        if isinstance(fault, int) and fault > 0:
            return web.Response(status=fault, text="<html>trouble</html>")
        if isinstance(fault, int):
            return web.json_response({"error": fault, "error_name": "to order"})
        answer = self.grants.answer(request.headers, {**await request.post()})
        self.calls.append(Call("v4/oa/access_token", {}, answer.get("error", 0), self.now()))
        return await self._reply(request, fault, answer)

    async def _media(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        fault = self._fault("media")
        if isinstance(fault, int):
            return web.Response(status=fault)
        if fault.startswith("http"):
            return web.Response(status=302, headers={"Location": fault})
        if name not in self.files:
            return web.Response(status=404)
        return web.Response(body=self.files[name])
