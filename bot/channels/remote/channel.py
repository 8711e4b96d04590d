"""A channel whose work is done in a process of its own: its libraries' memory, its share of the
processor and its troubles stay there, and for the house it is a channel like any other."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

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
from bot.channels.remote.keeper import Keeper
from bot.channels.remote.link import LinkLost
from bot.channels.remote.web import pack_request, unpack_answer
from bot.channels.remote.wire import (
    Plain,
    pack_parcel,
    pack_taken,
    unpack_incoming,
    unpack_outcome,
)
from messages.envelope import Parcel

log = logging.getLogger(__name__)

_STOPPING = 7.0  # seconds for the channel to end what is under way
_AGAIN = 5.0  # seconds until a message that found no process is tried again
_WEBHOOK_CALLS = 64  # carried over at once; each may hold a megabyte


@dataclass(frozen=True, slots=True)
class Hosted:
    """What the process is to host: `factory` is "module:function", called there with `arguments`.
    These are plain (see `remote.wire.Plain`) and travel by the socket, never by the command line.
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
        self._reported = ""
        self._calls = 0
        self._receive: Receive
        self._unreadable: Unreadable
        level = logging.getLevelName(logging.getLogger("bot").getEffectiveLevel())
        self._keeper = Keeper(
            self.name,
            (hosted.factory, dict(hosted.arguments), level),
            {
                "receive": self._received,
                "unreadable": self._not_read,
                "health": self._told_health,
            },
        )

    async def start(self, receive: Receive, unreadable: Unreadable) -> None:
        """Returns at once; the process comes up behind."""
        self._receive, self._unreadable = receive, unreadable
        self._keeper.start()

    async def stop(self) -> None:
        """The channel ends what is under way; its process ends with it."""
        link = self._keeper.retire()
        if link is not None:
            try:
                async with asyncio.timeout(_STOPPING):
                    await link.call("stop", None)
            except Exception as error:
                log.warning("%s did not stop in order: %s", self.name, type(error).__name__)
        await self._keeper.stop()

    async def send(self, parcel: Parcel) -> Outcome:
        """As the channel's own; Unknown when its process dies meanwhile."""
        try:
            link = self._keeper.link or await self._keeper.reached()
        except ConnectionError as error:
            return Later(_AGAIN, str(error))
        try:
            return unpack_outcome(await link.call("send", pack_parcel(parcel)))
        except LinkLost as error:
            return Unknown(str(error))
        except Exception as error:
            log.exception("%s: parcel %d", self.name, parcel.id)
            return Refused(type(error).__name__)

    async def fetch(self, ref: str, limit: int) -> bytes:
        link = self._keeper.link or await self._keeper.reached()
        content: bytes = await link.call("fetch", (ref, limit))
        return content

    async def create_topic(self, chat: str, name: str) -> str:
        """For channels that have topics; raises what theirs raises."""
        link = self._keeper.link or await self._keeper.reached()
        topic: str = await link.call("create_topic", (chat, name))
        return topic

    def routes(self) -> list[web.RouteDef]:
        return [
            web.route(method, path, partial(self._forward, path))
            for method, path in self._hosted.routes
        ]

    def health(self) -> str:
        return self._keeper.trouble or self._reported

    async def _forward(self, path: str, request: web.Request) -> web.Response:
        """503 while the process is away: whoever calls tries again."""
        self._hosted.admit(request)
        if self._keeper.link is None or self._calls >= _WEBHOOK_CALLS:
            raise web.HTTPServiceUnavailable
        self._calls += 1
        try:
            packed = await pack_request(request, path)
            if self._keeper.link is None:
                raise web.HTTPServiceUnavailable
            return unpack_answer(await self._keeper.link.call("web", packed))
        except LinkLost:
            raise web.HTTPServiceUnavailable from None
        finally:
            self._calls -= 1

    async def _received(self, packed: Plain) -> Plain:
        return pack_taken(await self._receive([unpack_incoming(each) for each in packed]))

    async def _not_read(self, packed: Plain) -> None:
        await self._unreadable(*packed)

    async def _told_health(self, health: Plain) -> None:
        self._keeper.heard()
        self._reported = health
