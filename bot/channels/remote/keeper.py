"""Keeps a channel's process alive: begins it, watches it, begins it again when it died."""

from __future__ import annotations

import asyncio
import logging
import socket
from contextlib import suppress

from bot.channels.remote.link import Link, LinkLost, Serve
from bot.channels.remote.process import begin, end
from bot.channels.remote.wire import Plain

log = logging.getLogger(__name__)

_CHILD = "bot.channels.remote.child"
_OPENING = 120.0  # seconds to import the channel's libraries, on a slow disk
_SILENCE = 60.0  # a process that says nothing for so long hangs
_LONGEST_PAUSE = 60.0


class Keeper:
    """`opening` is the first thing the process is told, `serve` what it may ask of the house.
    `link` is there while the process can be asked; `trouble` says why it cannot."""

    patience = 20.0  # seconds that whoever needs the process waits for one that is starting

    def __init__(self, name: str, opening: Plain, serve: Serve) -> None:
        self._name = name
        self._opening = opening
        self._serve = serve
        self._decided = asyncio.Event()  # it is up, or will not come up again
        self._gone = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._heard = 0.0
        self.link: Link | None = None
        self.trouble = f"{name}: its process is not started"

    def start(self) -> None:
        self._decided.clear()
        self.trouble = f"{self._name}: its process is starting"
        self._task = asyncio.create_task(self._keep())

    def retire(self) -> Link | None:
        """From now on nobody is given the link but the caller, who may say good-bye by it."""
        link, self.link = self.link, None
        self.trouble = f"{self._name}: stopped"
        self._decided.set()
        return link

    async def stop(self) -> None:
        """Returns once the process is gone."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.wait([task])

    def heard(self) -> None:
        """The process is alive."""
        self._heard = asyncio.get_running_loop().time()

    async def reached(self) -> Link:
        """Waits for a process that is starting; raises ConnectionError when none comes up."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self.patience):
                await self._decided.wait()
        if self.link is None:
            raise ConnectionError(self.trouble)
        return self.link

    async def _keep(self) -> None:
        loop = asyncio.get_running_loop()
        failures = 0
        while True:
            began = loop.time()
            await self._live()
            failures = 0 if loop.time() - began > _LONGEST_PAUSE else failures + 1
            pause = min(_LONGEST_PAUSE, 0.1 * 2.0**failures)
            log.error("%s; next try in %.1f s", self.trouble, pause)
            await asyncio.sleep(pause)

    async def _live(self) -> None:
        """One life of the process."""
        try:
            process, connection = await begin(_CHILD)
        except OSError as error:
            self.trouble = f"{self._name}: no process can be started ({error.strerror})"
            return
        # Whatever ends this life, be it in its first moment, also ends the process.
        try:
            with connection:
                await self._joined(connection)
        finally:
            await end(process)

    async def _joined(self, connection: socket.socket) -> None:
        self._gone.clear()
        _, link = await asyncio.get_running_loop().create_connection(
            lambda: Link(self._serve, self._lost), sock=connection
        )
        try:
            await self._attend(link)
        finally:
            self.link = None
            link.close()

    def _lost(self) -> None:
        if self.link is not None:
            self.link = None
            self._decided.clear()
            self.trouble = f"{self._name}: its process ended and is started again"
        self._gone.set()

    async def _attend(self, link: Link) -> None:
        try:
            async with asyncio.timeout(_OPENING):
                await link.call("start", self._opening)
        except Exception as error:
            died = isinstance(error, LinkLost)
            why = "died" if died else f"{type(error).__name__} {error}".strip()
            self.trouble = f"{self._name}: its process does not start ({why})"
            return
        self.link, self.trouble = link, ""
        self._decided.set()
        self.heard()
        loop = asyncio.get_running_loop()
        while not self._gone.is_set() and loop.time() - self._heard < _SILENCE:
            with suppress(TimeoutError):
                async with asyncio.timeout(_SILENCE / 4):
                    await self._gone.wait()
        self._lost()
