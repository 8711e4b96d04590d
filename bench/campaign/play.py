"""One broadcast from its beginning to its end, looked at from the services' side."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import aiohttp

from bench.campaign.crowd import Crowd, crowd, database_in, fill
from bench.campaign.measured import Measured, share_of, time_of
from bench.campaign.running import KEY, Process
from bench.campaign.services import Services, Taken
from bench.people import Person
from bench.webhooks import event
from bot.channels.telegram_parts.traits import BROADCASTS as TELEGRAM
from bot.channels.zalo_parts.traits import BROADCASTS as ZALO

_PERMITTED = {"telegram": TELEGRAM, "zalo": ZALO}
"""Messages a second: the services' limits less the share kept for replies."""
_LOOKS = 0.02  # seconds


class Play:
    def __init__(self, folder: Path, people: int, scale: int, agency: str = "") -> None:
        self._folder, self._agency = folder, agency
        self._crowd: Crowd = crowd(people)
        self._services = Services(scale)
        self._services.closed_to = set(self._crowd.closed)
        self._measured = Measured(people, scale)

    async def __aenter__(self) -> Play:
        address = await self._services.start()
        await asyncio.to_thread(fill, database_in(self._folder), KEY, self._crowd)
        self._process = Process(self._folder, address, self._measured.scale, self._agency)
        await asyncio.to_thread(self._process.start)
        return self

    async def __aexit__(self, *_: object) -> None:
        await asyncio.to_thread(self._process.stop)
        await self._services.stop()

    async def whole(self, *, storms: bool = True) -> Measured:
        """Nothing happens but what Telegram does."""
        began, sent = time.monotonic(), len(self._crowd.telegram)
        if storms:
            self._services.storms.extend([sent // 3, sent // 2])
        await self._until(0.1)
        self._measured.early = self._process.megabytes()
        await self._until(0.9)
        self._measured.late = self._process.megabytes()
        await self._over()
        self._paced()
        return self._result(began)

    async def killed(self) -> Measured:
        """Killed in the middle and started again."""
        began = time.monotonic()
        await self._until(0.5)
        self._process.kill()
        await asyncio.to_thread(self._process.start)
        await self._over()
        return self._result(began)

    async def talked_to(self, seconds: float) -> Measured:
        """People write meanwhile, one after the other, now here and now there."""
        began = time.monotonic()
        # Telegram's process is up some seconds after the house.
        while len(self._services.telegram.at) < 65:
            await asyncio.sleep(_LOOKS)
        ends, number = time.monotonic() + seconds, 0
        async with aiohttp.ClientSession() as http:
            while time.monotonic() < ends:
                number += 1
                asks = self._asks_telegram if number % 2 else self._asks_zalo
                self._measured.answers.append(await asks(number, http))
                await asyncio.sleep(0.3)
        self._paced()
        return self._result(began)

    async def _asks_telegram(self, number: int, http: aiohttp.ClientSession) -> float:
        chat = str(7_000_000_000 + number)
        with self._services.answered(chat) as answered:
            began = time.monotonic()
            self._services.write_on_telegram(chat, "/trogiup")
            return await asyncio.wait_for(answered, 60) - began

    async def _asks_zalo(self, number: int, http: aiohttp.ClientSession) -> float:
        person = Person(900_000 + number)
        body, headers = event(person, 0)
        with self._services.answered(f"24684{person.number:012}") as answered:
            began = time.monotonic()
            url = f"http://127.0.0.1:{self._process.port}/webhooks/zalo"
            async with http.post(url, data=body, headers=headers) as taken:
                taken.raise_for_status()
            return await asyncio.wait_for(answered, 60) - began

    async def _until(self, part: float) -> None:
        """That part of the people has got it. Raises TimeoutError where nothing moves."""
        wanted = part * self._crowd.open
        seen, since = 0, time.monotonic()
        while (taken := self._services.taken) < wanted:
            if taken > seen:
                seen, since = taken, time.monotonic()
            if time.monotonic() - since > 60:
                raise TimeoutError(f"{taken} of {self._crowd.open} and nothing more")
            await asyncio.sleep(_LOOKS)

    async def _over(self) -> None:
        deadline = time.monotonic() + 60 + self._crowd.open / 65
        while (await asyncio.to_thread(self._process.campaign))[0] != "done":
            if time.monotonic() > deadline:
                raise TimeoutError(f"{self._services.taken} of {self._crowd.open}, not done")
            await asyncio.sleep(0.2)

    def _paced(self) -> None:
        """From a tenth to nine tenths of each channel's messages."""
        found = self._measured
        for name, taken in self._taken.items():
            begins, ends = time_of(taken.at, 0.1), time_of(taken.at, 0.9)
            permitted = _PERMITTED[name] * found.scale
            found.shares[name] = share_of(taken, permitted, begins, ends)

    def _result(self, began: float) -> Measured:
        found = self._measured
        found.took = time.monotonic() - began
        found.too_fast = sum(taken.too_fast for taken in self._taken.values())
        found.stormed = self._services.telegram.stormed
        got = self._services.telegram.to + self._services.zalo.to
        expected = {*self._crowd.telegram, *self._crowd.zalo} - self._crowd.closed
        found.missed = len(expected - got.keys())
        found.twice = sum(count - 1 for count in got.values())
        found.marked = self._process.campaign()[1]
        return found

    @property
    def _taken(self) -> dict[str, Taken]:
        return {"telegram": self._services.telegram, "zalo": self._services.zalo}
