"""A channel's own process: `python -m bot.channels.remote.child FD`. It hosts one channel, made by
a named factory, and does for the house at the other end of the socket what that asks."""

from __future__ import annotations

import asyncio
import importlib
import logging
import os
import signal
import socket
import sys
from collections.abc import Sequence
from contextlib import suppress

from bot import logs, memory
from bot.channels.base import Channel, Taken
from bot.channels.remote.link import Link, LinkLost, Serve
from bot.channels.remote.web import Door
from bot.channels.remote.wire import (
    Plain,
    pack_incoming,
    pack_outcome,
    unpack_parcel,
    unpack_taken,
)
from messages.envelope import Incoming

log = logging.getLogger(__name__)

HEALTH_SECONDS = 0.1  # between two looks at the channel's health
ALIVE_SECONDS = 10.0  # between two words to the house, even when nothing changed
_SENDS_UNDER_WAY = 3.0
_LAST_WORDS = 3.0  # to close connections once the house is gone


class Host:
    """`gone` is set when the house is: nobody is left who could commit or write down a result."""

    def __init__(self) -> None:
        self.gone = asyncio.Event()
        self.link: Link
        self._channel: Channel | None = None
        self._door = Door(())
        self._health: asyncio.Task[None] | None = None

    def serve(self) -> Serve:
        return {
            "start": self._start,
            "send": self._send,
            "fetch": self._fetch,
            "create_topic": self._create_topic,
            "web": self._web,
            "stop": self._stop,
        }

    async def _start(self, packed: Plain) -> None:
        factory, arguments, level = packed
        logs.set_up(level)
        try:
            with memory.loading():
                channel = _made(factory, arguments)
        except Exception:
            log.exception("%s makes no channel", factory)
            raise
        self._channel, self._door = channel, Door(channel.routes())
        await channel.start(self._receive, self._unreadable)
        self._health = asyncio.create_task(self._tell_health(channel))
        memory.settle()

    @property
    def channel(self) -> Channel:
        assert self._channel is not None, "the house starts a channel before it asks for anything"
        return self._channel

    async def _receive(self, updates: Sequence[Incoming]) -> list[Taken]:
        return unpack_taken(await self.link.call("receive", [pack_incoming(u) for u in updates]))

    async def _unreadable(self, channel: str, update_id: str, raw: bytes, reason: str) -> None:
        await self.link.call("unreadable", (channel, update_id, raw, reason))

    async def _send(self, packed: Plain) -> Plain:
        return pack_outcome(await self.channel.send(unpack_parcel(packed)))

    async def _fetch(self, packed: Plain) -> Plain:
        ref, limit = packed
        return await self.channel.fetch(ref, limit)

    async def _create_topic(self, packed: Plain) -> Plain:
        chat, name = packed
        return await self.channel.create_topic(chat, name)  # type: ignore[attr-defined]

    async def _web(self, packed: Plain) -> Plain:
        return await self._door.answer(packed)

    async def _stop(self, _: Plain) -> None:
        """The house sends nothing more; what is under way ends, then the channel stops."""
        mine = asyncio.current_task()
        under_way = [task for task in self.link.working if task is not mine]
        if under_way:
            await asyncio.wait(under_way, timeout=_SENDS_UNDER_WAY)
        channel, self._channel = self.channel, None
        await channel.stop()

    async def _tell_health(self, channel: Channel) -> None:
        told, since = None, 0.0
        while True:
            now, health = asyncio.get_running_loop().time(), channel.health()
            if health != told or now - since > ALIVE_SECONDS:
                with suppress(LinkLost):
                    await self.link.call("health", health)
                told, since = health, now
            await asyncio.sleep(HEALTH_SECONDS)

    async def end(self) -> None:
        """Nothing more goes out: the house's next process sends what it has no result of."""
        for task in (*self.link.working, *filter(None, [self._health])):
            task.cancel()
        if self._channel is not None:
            with suppress(Exception):
                async with asyncio.timeout(_LAST_WORDS):
                    await self._channel.stop()


async def live(connection: socket.socket) -> None:
    host = Host()
    loop = asyncio.get_running_loop()
    _, host.link = await loop.create_connection(
        lambda: Link(host.serve(), host.gone.set), sock=connection
    )
    await host.gone.wait()
    await host.end()


def _made(factory: str, arguments: dict[str, Plain]) -> Channel:
    module, _, name = factory.partition(":")
    channel: Channel = getattr(importlib.import_module(module), name)(**arguments)
    return channel


def main() -> None:
    # Whoever stops the house stops it alone; the end of the socket stops us.
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, signal.SIG_IGN)
    code = 1
    try:
        asyncio.run(live(socket.socket(fileno=int(sys.argv[1]))))
        code = 0
    except Exception:
        log.exception("the channel's process fails")
    finally:
        # A thread that hangs in a read must not keep a process alive that nobody listens to.
        os._exit(code)


if __name__ == "__main__":
    main()
