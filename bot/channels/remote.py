"""A channel whose work is done in a process of its own: its libraries' memory, its share of the
processor and its troubles stay there, and for the house it is a channel like any other."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from aiohttp import web

from bot.channels.base import (
    Capabilities,
    Channel,
    Later,
    Outcome,
    Receive,
    Refused,
    Unknown,
    Unreadable,
)
from bot.channels.remote_link import Link, LinkLost
from bot.channels.remote_process import begin, end
from bot.channels.remote_web import pack_request, unpack_answer
from bot.channels.remote_wire import (
    Plain,
    pack_parcel,
    pack_taken,
    unpack_incoming,
    unpack_outcome,
)
from messages.envelope import Parcel

log = logging.getLogger(__name__)

_CHILD = "bot.channels.remote_child"
_OPENING = 120.0  # seconds to import the channel's libraries, on a slow disk
_SILENCE = 60.0  # after so many seconds without a word the process hangs
_STOPPING = 7.0
_PATIENCE = 20.0  # seconds that a send or a download waits for a process that is starting
_LONGEST_PAUSE = 60.0
_WEBHOOK_CALLS = 64  # carried over at once; each may hold a megabyte


@dataclass(frozen=True, slots=True)
class Hosted:
    """What the process is to host: `factory` is "module:function", called there with `arguments`,
    which are plain (`remote_wire.Plain`) and travel by the socket, never by the command line.
    `routes` (method, path) are those of the channel; `admit` turns strangers away (by raising a
    web.HTTPException) before their call is carried over."""

    name: str
    capabilities: Capabilities
    factory: str
    arguments: Mapping[str, Plain]
    routes: Sequence[tuple[str, str]] = ()
    admit: Callable[[web.Request], None] = lambda request: None


class RemoteChannel(Channel):
    """The process is begun by `start`, begun again when it dies, and ended by `stop`."""

    def __init__(self, hosted: Hosted) -> None:
        self.name = hosted.name
        self.capabilities = hosted.capabilities
        self._hosted = hosted
        self._link: Link | None = None
        self._linked = asyncio.Event()
        self._keeping: asyncio.Task[None] | None = None
        self._trouble = f"{self.name}: not started"
        self._reported = ""
        self._heard = 0.0
        self._calls = 0

    async def start(self, receive: Receive, unreadable: Unreadable) -> None:
        """Returns at once; the process comes up behind."""
        self._trouble = f"{self.name}: its process is starting"
        self._receive = receive
        self._unreadable = unreadable
        self._keeping = asyncio.create_task(self._keep())

    async def stop(self) -> None:
        """The channel ends what is under way; its process ends with it."""
        keeping, self._keeping = self._keeping, None
        link = self._unlink(f"{self.name}: stopped")
        if link is not None:
            try:
                await asyncio.wait_for(link.call("stop", None), _STOPPING)
            except Exception as error:
                log.warning("%s did not stop in order: %s", self.name, type(error).__name__)
        if keeping is not None:
            keeping.cancel()
            await asyncio.wait([keeping])

    async def send(self, parcel: Parcel) -> Outcome:
        """As the channel's own; Unknown when its process dies meanwhile."""
        try:
            link = self._link or await self._wait()
        except ConnectionError as error:
            return Later(5, str(error))
        try:
            return unpack_outcome(await link.call("send", pack_parcel(parcel)))
        except LinkLost as error:
            return Unknown(str(error))
        except Exception as error:
            log.exception("%s: parcel %d", self.name, parcel.id)
            return Refused(type(error).__name__)

    async def fetch(self, ref: str, limit: int) -> bytes:
        link = self._link or await self._wait()
        content: bytes = await link.call("fetch", (ref, limit))
        return content

    async def create_topic(self, chat: str, name: str) -> str:
        """For channels that have topics; raises what theirs raises."""
        link = self._link or await self._wait()
        topic: str = await link.call("create_topic", (chat, name))
        return topic

    def routes(self) -> list[web.RouteDef]:
        return [
            web.route(method, path, partial(self._forward, path))
            for method, path in self._hosted.routes
        ]

    async def _forward(self, path: str, request: web.Request) -> web.Response:
        """503 while the process is away: whoever calls tries again."""
        self._hosted.admit(request)
        if self._link is None or self._calls >= _WEBHOOK_CALLS:
            raise web.HTTPServiceUnavailable
        self._calls += 1
        try:
            packed = await pack_request(request, path)
            if self._link is None:
                raise web.HTTPServiceUnavailable
            return unpack_answer(await self._link.call("web", packed))
        except LinkLost:
            raise web.HTTPServiceUnavailable from None
        finally:
            self._calls -= 1

    def health(self) -> str:
        return self._trouble or self._reported

    async def _wait(self) -> Link:
        """Raises ConnectionError when the process is away for longer."""
        starting = self._keeping is None or self._linked_soon
        with suppress(TimeoutError):
            await asyncio.wait_for(self._linked.wait(), _PATIENCE if starting else 0)
        if self._link is None:
            raise ConnectionError(self._trouble)
        return self._link
