"""How Telegram hands updates over: a queue read by getUpdates, or POSTs to a webhook."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections import deque
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from tests.fakes.telegram_rules import ApiError, bad


class UpdateQueue:
    """Keeps each update until it is confirmed by a higher offset, or answered 2xx."""

    def __init__(self) -> None:
        self.pending: deque[dict[str, Any]] = deque()
        self.allowed: list[str] | None = None
        self.webhook: dict[str, Any] = {}
        self.posts: list[int] = []  # status of every webhook call, 0 for none
        self.retry_unit = 0.01  # seconds; 1 in the real server
        self._base = ""
        self._next_id = 700_000_001
        self._arrived = asyncio.Event()
        self._poll: asyncio.Event | None = None
        self._chats: dict[Any, asyncio.Task[None]] = {}
        self._session: aiohttp.ClientSession | None = None

    def push(self, update: dict[str, Any]) -> dict[str, Any]:
        """Queues an update; it gets its id here unless it brings one."""
        update = {"update_id": self._next_id, **update}
        self._next_id += 1
        kind = next((key for key in update if key != "update_id"), "")
        if self.allowed is None or kind in self.allowed or kind not in _KINDS:
            self.pending.append(update)
            self._arrived.set()
            self._deliver()
        return update

    async def get_updates(self, params: dict[str, Any]) -> list[dict[str, Any]]:
        """core.telegram.org/bots/api#getupdates, with its two kinds of conflict."""
        if self.webhook:
            raise ApiError(
                409,
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
            )
        if self._poll is not None:
            self._poll.set()
        if params.get("allowed_updates") is not None:
            self.allowed = _list(params["allowed_updates"])
        offset = int(params.get("offset") or 0)
        while self.pending and self.pending[0]["update_id"] < offset:
            self.pending.popleft()
        limit = int(params.get("limit") or 100)
        if not 1 <= limit <= 100:
            raise bad("limit must be 1-100")
        await self._wait(min(50.0, float(params.get("timeout") or 0)))
        return list(self.pending)[:limit]

    async def _wait(self, seconds: float) -> None:
        mine = self._poll = asyncio.Event()
        self._arrived.clear()
        if not self.pending and seconds:
            waits = [asyncio.create_task(event.wait()) for event in (mine, self._arrived)]
            await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            for wait in waits:
                wait.cancel()
        if mine.is_set():
            raise ApiError(
                409,
                "Conflict: terminated by other getUpdates request; "
                "make sure that only one bot instance is running",
            )
        self._poll = None

    def set_webhook(self, params: dict[str, Any]) -> bool:
        url = str(params.get("url", ""))
        if url and not url.startswith("https://"):
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        if str(params.get("drop_pending_updates", "")).lower() == "true":
            self.pending.clear()
        if params.get("allowed_updates") is not None:
            self.allowed = _list(params["allowed_updates"])
        self.webhook = {"url": url, "secret": params.get("secret_token", "")} if url else {}
        self._deliver()
        return True

    def deliver_webhook(self, base: str) -> None:
        """From now on updates are POSTed to `base` (http://127.0.0.1:...), the set URL's path."""
        self._base = base.rstrip("/")
        self._deliver()

    def _deliver(self) -> None:
        if not self._base or not self.webhook:
            return
        for update in self.pending:
            chat = _chat(update)
            if chat not in self._chats or self._chats[chat].done():
                self._chats[chat] = asyncio.create_task(self._deliver_chat(chat))

    async def _deliver_chat(self, chat: Any) -> None:
        """In order; an update that fails holds back the later ones of its chat."""
        while self.webhook and (mine := [u for u in self.pending if _chat(u) == chat]):
            failures = 0
            while not 200 <= await self._post(mine[0]) < 300:
                if failures:
                    await asyncio.sleep(self.retry_unit * min(2**failures, 60))
                failures += 1
            with contextlib.suppress(ValueError):
                self.pending.remove(mine[0])

    async def _post(self, update: dict[str, Any]) -> int:
        if self._session is None:
            self._session = aiohttp.ClientSession()
        headers = {"Content-Type": "application/json"}
        if self.webhook["secret"]:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self.webhook["secret"]
        url = self._base + urlsplit(self.webhook["url"]).path
        status = 0
        with contextlib.suppress(aiohttp.ClientError, OSError):
            body = json.dumps(update).encode()
            async with self._session.post(url, data=body, headers=headers) as response:
                status = response.status
        self.posts.append(status)
        return status

    async def close(self) -> None:
        if self._poll is not None:
            self._poll.set()
        for task in self._chats.values():
            task.cancel()
        await asyncio.gather(*self._chats.values(), return_exceptions=True)
        if self._session is not None:
            await self._session.close()


_KINDS = {
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "inline_query",
    "callback_query",
    "poll",
    "my_chat_member",
}


def _list(value: Any) -> list[str]:
    return list(json.loads(value) if isinstance(value, str) else value)


def _chat(update: dict[str, Any]) -> Any:
    for body in update.values():
        if isinstance(body, dict):
            message = body.get("message") or body
            return message.get("chat", {}).get("id") if isinstance(message, dict) else None
    return None
