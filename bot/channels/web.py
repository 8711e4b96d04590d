"""The web chat as a channel: a durable mailbox. What is committed is delivered, because people
fetch their messages (`bot/site/chat_api.py`); there is nothing to hand over to a network."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from aiohttp import web

from bot.channels.base import (
    Capabilities,
    Channel,
    FileGone,
    FileTooLarge,
    Outcome,
    Receive,
    Sent,
    Unreadable,
)
from messages.envelope import Parcel

NAME = "web"
TEXT_LIMIT = 20_000
"""Characters of one message, in both directions."""


class WebChannel(Channel):
    """`open_path` finds a kept file by its path (`FileStore.open_path`): uploads are on disk
    before their message is heard, so an attachment's `ref` is that path."""

    name = NAME
    capabilities = Capabilities(
        buttons=20, text_limit=TEXT_LIMIT, files=True, edits=True, mailbox=True
    )

    def __init__(self, open_path: Callable[[str], Path]) -> None:
        self._open_path = open_path

    async def start(self, receive: Receive, unreadable: Unreadable) -> None:
        """Nothing to start: the site takes the messages in."""

    async def stop(self) -> None:
        """Nothing to stop: the site ends its own streams."""

    async def send(self, parcel: Parcel) -> Outcome:
        return Sent()

    async def fetch(self, ref: str, limit: int) -> bytes:
        return await asyncio.to_thread(self._read, ref, limit)

    def _read(self, ref: str, limit: int) -> bytes:
        try:
            path = self._open_path(ref)
        except FileNotFoundError as error:
            raise FileGone(ref) from error
        if path.stat().st_size > limit:
            raise FileTooLarge(ref)
        return path.read_bytes()

    def routes(self) -> list[web.RouteDef]:
        return []

    def health(self) -> str:
        return ""
