"""A Bot API server on loopback, stricter than the real one: real HTTP, its own limits checked.

async with FakeTelegram() as api:
    channel = TelegramChannel(api.token, api.url)
    user = api.user("Bà Tư", "vi")
    user.says("/start")
    await api.until(lambda: user.inbox)
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.fakes.loopback import Loopback
from tests.fakes.telegram_methods import MEGABYTE, METHODS
from tests.fakes.telegram_people import Chat, Group, User
from tests.fakes.telegram_queue import UpdateQueue
from tests.fakes.telegram_rules import ApiError, bad


@dataclass(frozen=True)
class Request:
    """What the server was asked: `at` is on the monotonic clock, `code` what it answered."""

    method: str
    params: dict[str, Any]
    at: float
    code: int


@dataclass
class Flood:
    """So many sends in any so many seconds, to one chat and to all."""

    per_chat: tuple[int, float] | None = None
    overall: tuple[int, float] | None = None
    retry_after: float = 0.3


class FakeTelegram(Loopback):
    """`faults` maps a method to what its next calls meet: an ApiError, "drop" (done, but the
    connection breaks before the answer), "hang" (done, but the answer waits for `let_go`), or
    "pass". `violations` counts sends that came during a halt."""

    def __init__(
        self, token: str = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw", port: int = 0
    ) -> None:
        super().__init__(port)
        self.token = token
        self.let_go = asyncio.Event()
        self.me = {
            "id": int(token.split(":")[0]),
            "is_bot": True,
            "first_name": "Lắng Nghe",
            "username": "langnghe_bot",
        }
        self.updates = UpdateQueue()
        self.requests: list[Request] = []
        self.flood: Flood | None = None
        self.floods = self.violations = 0
        self.menus: dict[tuple[str, str], list[dict[str, str]]] = {}
        self.answered: list[str] = []
        self.files: dict[str, bytes] = {}
        self.tells_sizes = True  # getFile may leave the size out
        self.chats: dict[int, Chat] = {}
        self.serial = 0
        self._halted_until = 0.0
        self._sends: list[tuple[float, int]] = []

    async def __aenter__(self) -> FakeTelegram:
        app = web.Application(client_max_size=60 * MEGABYTE)
        app.router.add_route("*", "/bot{token}/{method}", self._serve)
        app.router.add_get("/file/bot{token}/{path:.+}", self._download)
        await self.serve(app)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.updates.close()
        await super().__aexit__()

    # What tests do

    def user(self, name: str, language: str = "vi") -> User:
        """A person the bot cannot write to before they write themselves, as in life."""
        self.serial += 1
        user = User(self, 5_000_000_000 + self.serial, name, language)
        self.chats[user.id] = user.chat
        return user

    def group(self, title: str, topics: bool = False) -> Group:
        self.serial += 1
        number = -1_001_000_000_000 - self.serial
        group = Group(self, number, "supergroup", title)
        if topics:
            group.topics[1] = "General"
        self.chats[group.id] = group
        return group

    def deliver_webhook(self, base: str) -> None:
        self.updates.deliver_webhook(base)

    def calls(self, method: str) -> list[Request]:
        return [request for request in self.requests if request.method == method]

    def break_next(self, method: str, *faults: ApiError | str) -> None:
        super().break_next(method.lower(), *faults)

    def file(self, content: bytes) -> str:
        self.serial += 1
        file_id = f"file-{self.serial}"
        self.files[file_id] = content
        return file_id

    def attachment(self, content: bytes) -> dict[str, Any]:
        return {"file_id": self.file(content), "file_unique_id": "u", "file_size": len(content)}

    def next_query(self) -> int:
        self.serial += 1
        return 4_000_000_000 + self.serial

    # The server

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        method, at = request.match_info["method"], time.monotonic()
        params: dict[str, Any] = {}
        code = 200
        try:
            self._check_token(request)
            params = await _params(request)
            body: dict[str, Any] = {"ok": True, "result": await self._answer(method, params)}
        except ApiError as error:
            code, body = error.code, error.body
        except (KeyError, TypeError, ValueError) as error:
            code, body = 400, bad(f"cannot be understood: {error!r}").body
        finally:
            self.requests.append(Request(method, params, at, code))
        if body.pop("drop", False) and request.transport is not None:
            request.transport.close()
        return web.json_response(body, status=code)

    def _check_token(self, request: web.Request) -> None:
        if request.match_info["token"] != self.token:
            known_form = ":" in request.match_info["token"]
            raise ApiError(401, "Unauthorized") if known_form else ApiError(404, "Not Found")

    async def _answer(self, method: str, params: dict[str, Any]) -> Any:
        work = METHODS.get(method.lower())
        if work is None:
            raise ApiError(404, "Not Found")
        if "chat_id" in params:
            self._check_flood(int(params["chat_id"]))
        faults = self.faults.get(method.lower())
        fault = faults.popleft() if faults else None
        if isinstance(fault, ApiError):
            raise fault
        result = await work(self, params)
        if fault == "hang":
            await self.let_go.wait()
        if fault == "drop":
            gone = ApiError(200, "")
            gone.body = {"drop": True}
            raise gone
        return result

    def _check_flood(self, chat: int) -> None:
        now, flood = time.monotonic(), self.flood
        if now < self._halted_until:
            self.violations += 1
            raise _too_many(self._halted_until - now)
        if flood is None:
            return
        for limit, mine in ((flood.per_chat, True), (flood.overall, False)):
            if limit is None:
                continue
            recent = [
                1 for at, to in self._sends if at > now - limit[1] and (not mine or to == chat)
            ]
            if len(recent) >= limit[0]:
                self.floods += 1
                self._halted_until = now + flood.retry_after
                raise _too_many(flood.retry_after)
        self._sends.append((now, chat))

    async def _download(self, request: web.Request) -> web.Response:
        try:
            self._check_token(request)
        except ApiError as error:
            return web.json_response(error.body, status=error.code)
        content = self.files.get(request.match_info["path"].removeprefix("documents/"))
        if content is None:
            return web.json_response(ApiError(404, "Not Found").body, status=404)
        return web.Response(body=content)


def _too_many(seconds: float) -> ApiError:
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


async def _params(request: web.Request) -> dict[str, Any]:
    """All four ways the Bot API takes parameters."""
    params: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        return params | await request.json()
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            params[name] = (value.filename, value.file.read())
        else:
            params[name] = value
    return params
