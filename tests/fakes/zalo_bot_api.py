"""The Zalo Bot Platform on loopback, stricter than the real one: real HTTP, its own limits checked.

async with FakeZaloBot() as api:
    channel = ZaloBotChannel(api.token, words, links, api=api.url)
    user = api.user("Bà Tư")
    user.says("xin chào")
    await api.until(lambda: user.inbox)

Told `sites` (public address to the one on loopback), it fetches pictures and calls the webhook
there; without, nothing of ours can be reached, as from the internet.
"""

from __future__ import annotations

import json
import time
import unicodedata
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import aiohttp
from aiohttp import web

from tests.fakes.loopback import Loopback
from tests.fakes.zalo_bot_people import BotUser, Bubble
from tests.fakes.zalo_bot_queue import Updates

TEXT_LIMIT = 2000


class ApiError(Exception):
    """`status` is HTTP's: the real one answers 200 to most failures."""

    def __init__(self, code: int, description: str = "", status: int = 200) -> None:
        super().__init__(description)
        self.code, self.description, self.status = code, description, status


@dataclass(frozen=True)
class Request:
    method: str
    params: dict[str, Any]
    code: int  # 0 for ok


class FakeZaloBot(Loopback):
    """`faults` maps a method to what its next calls meet: an ApiError, "drop" (done, but the
    connection breaks before the answer), or "pass". `documented` is the form of webhook bodies that
    the documentation shows, else that of those captured live."""

    def __init__(
        self, token: str = "1459232241454765289:geheim", port: int = 0, *, documented: bool = False
    ) -> None:
        super().__init__(port)
        self.token = token
        self.documented = documented
        self.joins_groups = False
        self.sites: dict[str, str] = {}
        self.users: dict[str, BotUser] = {}
        self.requests: list[Request] = []
        self.files: dict[str, bytes] = {}
        self.gone: set[str] = set()  # file names whose time is over
        self.moved: dict[str, str] = {}  # file names to where they lie now
        self.webhook: dict[str, str] = {}
        self.updates = Updates(self)
        self.serial = 0
        self.methods: dict[str, Callable[[dict[str, Any]], Awaitable[Any]]] = {
            "getMe": self._get_me,
            "getUpdates": self._get_updates,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "sendMessage": self._send_message,
            "sendPhoto": self._send_photo,
        }

    async def __aenter__(self) -> FakeZaloBot:
        app = web.Application()
        app.router.add_post("/bot{token}/{method}", self._serve)
        app.router.add_get("/media/{name}", self._download)
        # Whoever hangs up while waiting is given nothing.
        await self.serve(app, handler_cancellation=True)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.updates.close()
        await super().__aexit__()

    # What tests do

    def user(self, name: str) -> BotUser:
        user = BotUser(self, self.next_id(), name)
        self.users[user.id] = user
        return user

    def push(self, update: dict[str, Any]) -> dict[str, Any]:
        """Anything, as if the platform had it to say."""
        self.updates.push(update)
        return update

    def media(self, content: bytes, ending: str = "webp") -> str:
        """A public address of what somebody sent."""
        name = f"{self.next_id()}.{ending}"
        self.files[name] = content
        return f"{self.url}/media/{name}"

    def calls(self, method: str) -> list[Request]:
        return [request for request in self.requests if request.method == method]

    def next_id(self) -> str:
        """20 hex digits, as all of its ids."""
        self.serial += 1
        return f"{0x6EDE9AFA66B88FE6D000 + self.serial:020x}"

    # The server

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        method, params, code, dropped = request.match_info["method"], {}, 0, False
        try:
            if request.match_info["token"] != self.token:
                raise ApiError(401, "Unauthorized")
            params = json.loads(await request.read() or b"{}")
            result, dropped = await self._answer(method, params)
            body: dict[str, Any] = {"ok": True, "result": result}
            status = 200
        except ApiError as error:
            code, status = error.code, error.status
            body = {"ok": False, "error_code": code, "description": error.description}
        self.requests.append(Request(method, params, code))
        if dropped and request.transport is not None:
            request.transport.close()
        return web.json_response(body, status=status)

    async def _answer(self, method: str, params: dict[str, Any]) -> tuple[Any, bool]:
        work = self.methods.get(method)
        if work is None:
            raise ApiError(404, "Not Found")
        waiting = self.faults.get(method)
        fault = waiting.popleft() if waiting else None
        if isinstance(fault, ApiError):
            raise fault
        return await work(params), fault == "drop"

    async def _get_me(self, params: dict[str, Any]) -> Any:
        return {
            "id": self.token.split(":")[0],
            "account_name": "bot.langnghe",
            "account_type": "BASIC",
            "can_join_groups": self.joins_groups,
        }

    async def _get_updates(self, params: dict[str, Any]) -> Any:
        if self.webhook:
            raise ApiError(400, "Bad Request: webhook is set")
        update = await self.updates.hand_over(float(params.get("timeout", 30)))
        if update is None:
            raise ApiError(408, "Request timeout")
        return update

    async def _set_webhook(self, params: dict[str, Any]) -> Any:
        url, secret = str(params.get("url", "")), str(params.get("secret_token", ""))
        if not url.startswith("https://") or any(host in url for host in ("localhost", "127.")):
            raise ApiError(400, "Bad Request: url must be public https")
        if not 8 <= len(secret) <= 256:
            raise ApiError(400, "Bad Request: secret_token must have 8 to 256 characters")
        self.webhook = {"url": url, "secret": secret}
        ok = await self.updates.probe() == 200
        self.updates.deliver()
        outcome = {"ok": ok, "outcome": "OK" if ok else "UNREACHABLE"}
        return {"url": url, "updated_at": int(time.time() * 1000), "verification": outcome}

    async def _delete_webhook(self, params: dict[str, Any]) -> Any:
        self.webhook = {}
        return {"url": "", "updated_at": int(time.time() * 1000)}

    async def _send_message(self, params: dict[str, Any]) -> Any:
        user = self._user(params)
        _check(params, {"chat_id", "text"})
        return self._arrived(user, Bubble("", _text(params["text"])))

    async def _send_photo(self, params: dict[str, Any]) -> Any:
        user = self._user(params)
        _check(params, {"chat_id", "photo", "caption"})
        caption = _text(params["caption"]) if "caption" in params else ""
        return self._arrived(user, Bubble("", caption, await self._fetched(params["photo"])))

    def _user(self, params: dict[str, Any]) -> BotUser:
        user = self.users.get(str(params.get("chat_id")))
        if user is None or not user.knows_us or user.gone:
            raise ApiError(400, "Bad Request: chat not found")
        return user

    def _arrived(self, user: BotUser, bubble: Bubble) -> Any:
        bubble.id = self.next_id()
        user.inbox.append(bubble)
        return {"message_id": bubble.id, "date": int(time.time() * 1000)}

    async def _fetched(self, url: str) -> bytes:
        """A picture is fetched while the call waits, from a public address only."""
        reached = self.reach(url)
        if not reached:
            raise ApiError(400, "Bad Request: photo cannot be fetched")
        async with aiohttp.ClientSession() as http, http.get(reached) as response:
            content = await response.read()
            if response.status != 200 or not response.content_type.startswith("image/"):
                raise ApiError(400, "Bad Request: photo is no picture")
            return content

    def reach(self, url: str) -> str:
        """Where a public address of ours is served; empty where nobody is."""
        for site, real in self.sites.items():
            if url.startswith(site):
                return real + url.removeprefix(site)
        return ""

    async def _download(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if name in self.moved:
            raise web.HTTPFound(self.moved[name])
        if name not in self.files or name in self.gone:
            return web.Response(status=404)
        return web.Response(body=self.files[name])


def _check(params: dict[str, Any], known: set[str]) -> None:
    if unknown := set(params) - known:
        raise ApiError(400, f"Bad Request: unknown {sorted(unknown)}")


def _text(given: Any) -> str:
    """1 to 2000 characters, counted in NFC, and nothing that is only blank."""
    if not isinstance(given, str) or not given.strip():
        raise ApiError(400, "Bad Request: text is empty")
    if len(unicodedata.normalize("NFC", given)) > TEXT_LIMIT:
        raise ApiError(400, "Bad Request: text is too long")
    return given
