"""Fifty people in the web chat who never give up: every message has its id, and is sent again with
the same id until the house says it has it."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, field
from typing import Any

import aiohttp

STORY = "thu tuc thanh lap cong ty qua nhieu giay to, nop mai khong xong, viec so"


@dataclass
class Talker:
    """One person filing one submission after another. `acknowledged` maps each id to its seq."""

    number: int
    base: str
    http: aiohttp.ClientSession
    chance: random.Random
    token: str = ""
    seen: int = 0
    sent: int = 0
    acknowledged: dict[str, int] = field(default_factory=dict)
    confirmed: list[str] = field(default_factory=list)
    choices: list[dict[str, str]] = field(default_factory=list)

    async def talk(self, until: asyncio.Event) -> None:
        """File submissions until told to stop; one begun is brought to its end."""
        await self._open()
        while not until.is_set():
            await self._submit()

    async def _submit(self) -> None:
        story = f"{STORY} {self.number}-{len(self.confirmed)}"
        await self._send({"text": story})
        await self._tap("Đúng")
        await self._tap("Người giải quyết")
        await self._send({"text": f"Người {self.number}, 0905 123 {self.number:03d}, xã Bình Hải"})
        await self._tap("Bỏ qua")
        await self._tap("Gửi, nhắn")
        self.confirmed.append(story)

    async def _open(self) -> None:
        while not self.token:
            answer = await self._request("POST", "/chat/api/session", json={})
            if answer:
                self.token = answer["token"]

    async def _tap(self, label: str) -> None:
        data = ""
        while not data:
            data = next((c["data"] for c in self.choices if c["label"].startswith(label)), "")
            if not data:
                await self._read()
        await self._send({"choice": data})

    async def _send(self, what: dict[str, str]) -> None:
        self.sent += 1
        message_id = f"{self.number}-{self.sent}"
        self.choices = []
        while message_id not in self.acknowledged:
            answer = await self._request(
                "POST", "/chat/api/messages", json={"id": message_id, **what}
            )
            if answer:
                self.acknowledged[message_id] = answer["seq"]
                if self.chance.random() < 0.1:  # an answer that got lost: the phone sends again
                    again = await self._request(
                        "POST", "/chat/api/messages", json={"id": message_id, **what}
                    )
                    assert not again or again["seq"] == answer["seq"]

    async def _read(self) -> None:
        answer = await self._request("GET", f"/chat/api/messages?after={self.seen}&wait=2")
        for message in (answer or {}).get("messages", []):
            self.seen = max(self.seen, message["seq"])
            if message["from"] == "bot" and message["choices"]:
                self.choices = message["choices"]

    async def _request(self, method: str, path: str, **details: Any) -> dict[str, Any] | None:
        """The answer, or None when the house is down or busy (try again)."""
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        try:
            async with self.http.request(
                method, self.base + path, headers=headers, **details
            ) as response:
                if response.status in (200, 201, 202):
                    found: dict[str, Any] = await response.json()
                    return found
                assert response.status in (429, 500, 502, 503), await response.text()
                await asyncio.sleep(0.2)
        except (aiohttp.ClientError, TimeoutError, ConnectionError):
            await asyncio.sleep(0.05)
        return None


async def history(base: str, http: aiohttp.ClientSession, token: str) -> list[dict[str, Any]]:
    """Everything that stands in a chat."""
    found: list[dict[str, Any]] = []
    while True:
        after = found[-1]["seq"] if found else 0
        async with http.get(
            f"{base}/chat/api/messages?after={after}&wait=0",
            headers={"Authorization": f"Bearer {token}"},
        ) as response:
            page = (await response.json())["messages"]
        if not page:
            return found
        found += page
