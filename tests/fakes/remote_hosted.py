"""What the remote channel's tests let its process host: a small channel that does what its messages
say, and Telegram at no pace. `diary` is a file, because the process may be killed at any moment."""

from __future__ import annotations

import asyncio
import os
import signal
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import web

from bot.channels.base import (
    Capabilities,
    Channel,
    FileGone,
    FileTooLarge,
    Later,
    Refused,
    Sent,
    Unreachable,
)
from messages.envelope import Incoming
from storage.engine.unavailable import StorageUnavailable

CAPABILITIES = Capabilities(buttons=3, text_limit=100)
HOOK = "/webhooks/stub"
WRONG = {"large": FileTooLarge, "gone": FileGone, "away": ConnectionError, "odd": KeyError}


class Stub(Channel):
    name = "stub"
    capabilities = CAPABILITIES

    def __init__(self, diary):
        self._diary = Path(diary)
        self._trouble = ""

    def _note(self, line):
        with self._diary.open("a") as diary:
            diary.write(f"{line}\n")

    async def start(self, receive, unreadable):
        self._receive, self._unreadable = receive, unreadable
        self._note(f"started {os.getpid()}")

    async def stop(self):
        self._note("stopped")

    async def send(self, parcel):
        text = parcel.message.text
        self._note(f"sending {text}")
        if text == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        elif text == "slow":
            await asyncio.sleep(0.3)
        elif text == "never":
            await asyncio.sleep(60)
        elif text == "ill":
            self._trouble = "I am ill"
        known = {
            "later": Later(7, "wait"),
            "unreachable": Unreachable("gone", "42"),
            "refused": Refused("wrong"),
        }
        return known.get(text, Sent(f"m{parcel.id}"))

    async def fetch(self, ref, limit):
        if ref in WRONG:
            raise WRONG[ref](f"no {ref}")
        return b"x" * limit

    async def create_topic(self, chat, name):
        raise PermissionError(f"no topics in {chat}")

    def routes(self):
        return [web.post(HOOK, self._hook)]

    def health(self):
        return self._trouble

    async def _hook(self, request):
        body = await request.read()
        if request.query.get("unreadable"):
            await self._unreadable("stub", "9", body, "no update")
            return web.Response(status=202, headers={"X-Kept": "yes"})
        now = datetime.now(UTC)
        update = Incoming("stub", request.headers["X-Id"], "c", "s", now, raw=body)
        try:
            [taken] = await self._receive([update])
        except StorageUnavailable as error:
            raise web.HTTPServiceUnavailable(text=str(error)) from None
        return web.Response(text=f"seq {taken.seq} {taken.repeated}")


def stub(diary):
    return Stub(diary)


def telegram(**given):
    from bot.channels.telegram import make
    from bot.channels.telegram_parts.pace import UNPACED

    return make(**given, pace=UNPACED, poll_seconds=5)
