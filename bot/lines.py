"""Messages that wait to be sent: a line per chat, so that its order is kept, and of the chats whose
turn has come the more urgent first. A line may rest until its time, or until its person speaks."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable
from datetime import datetime

from bot.results import Busy
from messages.envelope import Parcel


class Lines:
    """`busy` counts what waits for a sender; a line at rest waits for something else."""

    def __init__(self, busy: Busy) -> None:
        self._busy = busy
        self._lines: dict[int, deque[Parcel]] = {}
        self._ready: dict[str, asyncio.PriorityQueue[tuple[int, int, int]]] = {}
        self._resting: dict[int, datetime] = {}
        self._until_heard: set[int] = set()  # resting: the person's next word ends it
        self._timers: dict[int, asyncio.TimerHandle] = {}  # of the chats that rest
        self._counter = 0

    def open(self, channels: Iterable[str]) -> None:
        self._ready = {name: asyncio.PriorityQueue() for name in channels}

    def __len__(self) -> int:
        """Those at rest included."""
        return sum(map(len, self._lines.values()))

    def join(self, parcel: Parcel, *, speaks: bool) -> None:
        """`speaks`: it answers somebody who has just spoken there."""
        if parcel.chat_id not in self._resting:
            self._busy.begins()
        line = self._lines.get(parcel.chat_id)
        if line is None:
            self._lines[parcel.chat_id] = deque([parcel])
            self._make_ready(parcel)
            return
        line.append(parcel)
        if speaks and parcel.chat_id in self._until_heard:
            self._go_on(parcel.chat_id)

    async def next(self, channel: str) -> Parcel:
        """The first of the line whose turn it is; it stays there until `leaves` or `rests`."""
        _, _, chat_id = await self._ready[channel].get()
        return self._lines[chat_id][0]

    def leaves(self, parcel: Parcel, instead: Parcel | None = None) -> None:
        """The first of its line is done with, or `instead` takes its place at once."""
        line = self._lines[parcel.chat_id]
        if instead is not None:
            line[0] = instead
        else:
            line.popleft()
            self._busy.ends()
        if line:
            self._make_ready(line[0])
        else:
            del self._lines[parcel.chat_id]

    def rests(self, parcel: Parcel, seconds: float, until: datetime, *, or_heard: bool) -> None:
        """The whole line waits, so that its order is kept; other chats go on. `parcel` is its first
        from now on."""
        line = self._lines[parcel.chat_id]
        line[0] = parcel
        self._resting[parcel.chat_id] = until
        if or_heard:
            self._until_heard.add(parcel.chat_id)
        loop = asyncio.get_running_loop()
        self._timers[parcel.chat_id] = loop.call_later(seconds, self._go_on, parcel.chat_id)
        self._busy.ends(len(line))

    def wake(self, now: datetime) -> None:
        """What rests until then goes on, whatever the timers of a machine that slept say."""
        for chat_id in [chat for chat, until in self._resting.items() if until <= now]:
            self._go_on(chat_id)

    def go_on(self, channel: str) -> None:
        """What rests on this channel goes on, unless it waits for a word."""
        for chat_id in self._resting.keys() - self._until_heard:
            if self._lines[chat_id][0].channel == channel:
                self._go_on(chat_id)

    def stop(self) -> None:
        """No line goes on by itself."""
        for timer in self._timers.values():
            timer.cancel()

    def forget(self) -> None:
        self.stop()
        self._lines, self._ready, self._resting, self._timers = {}, {}, {}, {}
        self._until_heard.clear()
        self._busy.forget()

    def _go_on(self, chat_id: int) -> None:
        if self._resting.pop(chat_id, None) is None:
            return
        self._timers.pop(chat_id).cancel()
        self._until_heard.discard(chat_id)
        line = self._lines[chat_id]
        self._busy.begins(len(line))
        self._make_ready(line[0])

    def _make_ready(self, parcel: Parcel) -> None:
        self._counter += 1
        self._ready[parcel.channel].put_nowait(
            (int(parcel.priority), self._counter, parcel.chat_id)
        )
