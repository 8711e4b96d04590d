"""One end of the socket between the house and a channel's own process: calls there and answers
back, both ways. Whatever became ready in one round of the event loop leaves in one write."""

from __future__ import annotations

import asyncio
import logging
import marshal
from collections.abc import Awaitable, Callable, Mapping
from typing import cast

from bot.channels.remote.wire import Plain, pack_error, unpack_error

log = logging.getLogger(__name__)

Serve = Mapping[str, Callable[[Plain], Awaitable[Plain]]]
_Message = tuple[int, str, Plain]
"""A call: its number, what is asked for, with what. An answer: the number negated."""
_DONE, _FAILED = "done", "failed"
_SIZE = 4  # bytes before each frame that say how long it is


class LinkLost(ConnectionError):
    """The process at the other end is gone; what was asked of it may or may not have been done."""


class Link(asyncio.Protocol):
    """`serve` is what the other end may ask for; `lost` is called once when it is gone."""

    def __init__(self, serve: Serve, lost: Callable[[], None]) -> None:
        self._serve = serve
        self._lost = lost
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        self._received = bytearray()
        self._leaving: list[_Message] = []
        self._asked: dict[int, asyncio.Future[Plain]] = {}
        self._number = 0
        self.working: set[asyncio.Task[None]] = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        for future in self._asked.values():
            if not future.done():
                future.set_exception(LinkLost("the process at the other end is gone"))
        self._asked.clear()
        self._lost()

    def close(self) -> None:
        """At once: what has not left yet, nobody waits for."""
        if self._transport is not None:
            self._transport.abort()

    def call(self, what: str, payload: Plain) -> asyncio.Future[Plain]:
        """The answer; raises LinkLost, or what was raised there."""
        future: asyncio.Future[Plain] = self._loop.create_future()
        if self._transport is None:
            future.set_exception(LinkLost("the process at the other end is gone"))
            return future
        self._number += 1
        self._asked[self._number] = future
        self._post((self._number, what, payload))
        return future

    def _post(self, message: _Message) -> None:
        if not self._leaving:
            self._loop.call_soon(self._flush)
        self._leaving.append(message)

    def _flush(self) -> None:
        messages, self._leaving = self._leaving, []
        if self._transport is None:
            return
        try:
            frame = marshal.dumps(messages)
        except ValueError:
            frame = marshal.dumps([message for message in messages if self._travels(message)])
        self._transport.write(len(frame).to_bytes(_SIZE, "little") + frame)

    def _travels(self, message: _Message) -> bool:
        """One message that is not plain must not take the others with it."""
        number, what, _ = message
        try:
            marshal.dumps(message)
        except ValueError:
            log.error("not plain: what goes with %s", what)
            if number > 0:
                self._take(-number, _FAILED, pack_error(TypeError()))
            else:
                self._post((number, _FAILED, pack_error(TypeError())))
            return False
        return True

    def data_received(self, data: bytes) -> None:
        received = self._received
        received += data
        start, end = 0, _SIZE
        while end <= len(received):
            end += int.from_bytes(received[start : start + _SIZE], "little")
            if end > len(received):
                break
            for message in marshal.loads(received[start + _SIZE : end]):
                self._take(*message)
            start, end = end, end + _SIZE
        del received[:start]

    def _take(self, number: int, what: str, payload: Plain) -> None:
        if number > 0:
            task = self._loop.create_task(self._work(number, what, payload))
            self.working.add(task)
            task.add_done_callback(self.working.discard)
            return
        future = self._asked.pop(-number, None)
        if future is None or future.done():
            return  # whoever asked no longer waits
        if what == _DONE:
            future.set_result(payload)
        else:
            future.set_exception(unpack_error(payload))

    async def _work(self, number: int, what: str, payload: Plain) -> None:
        try:
            answer = await self._serve[what](payload)
        except Exception as error:
            self._post((-number, _FAILED, pack_error(error)))
        else:
            self._post((-number, _DONE, answer))
