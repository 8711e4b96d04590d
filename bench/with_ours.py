"""Ours, whole as shipped: polling, parsing, the turn, one SQLite file with synchronous=FULL, the
outbox and the sending; only Telegram's end of the line is replaced, in the Telegram process, and
the pace it asks for (30 messages a second) is left out."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench.line import receive, send
from bench.network import TOKEN, Network
from bench.rehearsal import WrongRun

BUTTONS = {"subject": "Đúng", "identity": "named", "email": "Bỏ qua", "send": "here"}

FACTORY = "bench.canned_child:make"
Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]
_ON_THE_WAY = "SELECT EXISTS (SELECT 1 FROM outbox WHERE state = 'pending')"


async def boot(port: int, data_dir: Path) -> Any:
    """The house on a new database, its Telegram process on the canned wire."""
    os.environ |= {
        "LANGNGHE_DATA_DIR": str(data_dir),
        "LANGNGHE_DATABASE_URL": "",
        "LANGNGHE_TELEGRAM_TOKEN": TOKEN,
        "LANGNGHE_TELEGRAM_MODE": "polling",
    }
    from bot import memory
    from bot.app import House
    from bot.channels.remote.channel import Hosted, RemoteChannel
    from bot.channels.telegram_parts import remote as telegram_remote
    from bot.settings import Settings

    class Canned(RemoteChannel):
        def __init__(self, hosted: Hosted) -> None:
            arguments = {**hosted.arguments, "port": port}
            super().__init__(replace(hosted, factory=FACTORY, arguments=arguments))

    vars(telegram_remote).update(RemoteChannel=Canned)
    house = House(Settings())
    await house.start()
    memory.settle()
    return house


class Contestant:
    cpu_beside = 0.0

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self._line: asyncio.Future[Line] = asyncio.get_running_loop().create_future()

    async def start(self, network: Network) -> None:
        self._network = network
        self._server = await asyncio.start_server(
            lambda *line: self._line.set_result(line), "127.0.0.1", 0, limit=2**24
        )
        port = self._server.sockets[0].getsockname()[1]
        self._house = await boot(port, self._data_dir)
        self._reader, self._writer = await self._line

    async def play(self, updates: Sequence[bytes]) -> None:
        await self._fed(updates)
        await self._delivered()
        await self._look()

    async def take_one(self, raw: bytes) -> float:
        """Seconds from the arrival of one page with one update to its acknowledgement."""
        seconds = await self._fed([raw])
        await self._delivered()
        return seconds

    async def _fed(self, updates: Sequence[bytes]) -> float:
        send(self._writer, updates)
        seconds: float = await receive(self._reader)
        return seconds

    async def _look(self) -> None:
        """What was sent is known in the Telegram process."""
        send(self._writer, None)
        there, self.cpu_beside = await receive(self._reader)
        vars(self._network).update(vars(there))

    async def _delivered(self) -> None:
        """Until the outbox says in the database that everything was sent."""
        await self._house.outbox.settled()
        while await self._count(_ON_THE_WAY):
            await asyncio.sleep(0.001)

    async def _count(self, query: str) -> int:
        row = await self._house.store.read(lambda tx: tx.one(query))
        return int(row[0])

    async def check(self, people: int) -> None:
        """Every case is in the database, and no update failed."""
        cases = await self._count("SELECT count(*) FROM cases")
        failed = await self._count("SELECT count(*) FROM inbox WHERE state <> 'done'")
        if cases != people or failed:
            raise WrongRun(f"{cases} cases of {people} people, {failed} updates not handled")

    async def stop(self) -> None:
        await self._house.stop()
        self._server.close()
