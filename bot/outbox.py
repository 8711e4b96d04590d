"""Messages out: takes what was committed, keeps each chat's order, sends with many in flight, and
decides in one place what follows a send that did not succeed."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict, deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

from bot.channels.base import (
    Channel,
    Closed,
    Later,
    Refused,
    Sent,
    Unknown,
    Unreachable,
)
from bot.delivery import Delivery, Ended, Knocked, KnockLater, Overtaken, SwitchedOff
from bot.in_hand import InHand
from handlers import failures, rerouting
from handlers.desk import Desk, Ground
from handlers.duties import alarms
from handlers.staff import chatless
from messages.envelope import Parcel, Priority
from storage import chats, groups, outbox, waiting
from storage.db import StorageUnavailable, Store
from storage.outbox import Settled
from storage.tx import Tx

log = logging.getLogger(__name__)

IN_FLIGHT = 64  # sends under way per channel
_REMEMBERED = 20_000  # message ids of recent sends, to edit one that is not settled yet
_PAGE = 500
_IDS = 5000
_OFF, _ERASED = "channel off", "removed from the device"
_QUESTIONS = frozenset({"notice.ask", "notice.restricted"})


class Outbox:
    """`take` is called in the event loop after each commit; `start` first loads what an earlier
    run left behind. Until started, and once stopped, it sends nothing: another process does."""

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        ground: Callable[[], Ground],
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._channels = channels
        self._ground = ground
        self._now = now
        self._waiting: dict[int, deque[Parcel]] = {}
        self._ready: dict[str, asyncio.PriorityQueue[tuple[int, int, int]]] = {}
        self._counter = 0
        self._done: list[Settled] = []
        self._flushing: asyncio.Task[None] | None = None
        self._senders: list[asyncio.Task[None]] = []
        self._timers: dict[int, asyncio.TimerHandle] = {}  # of the chats that rest
        self._message_ids: OrderedDict[int, str] = OrderedDict()
        self._delivery = Delivery(store, ground, now, lambda i: self._message_ids.get(i, ""))
        self._alarmed: dict[tuple[str, str], date] = {}  # the day it was told last
        self._in_hand = InHand()
        self._resting: dict[int, datetime] = {}  # chats whose line waits for its time
        self._until_heard: set[int] = set()  # or, of those, for a word of the person
        self._idle = asyncio.Event()
        self._idle.set()
        self._under_way = 0
        self._started = False
        self.sent = 0

    async def start(self) -> None:
        self._started = True
        for name, channel in self._channels.items():
            if not channel.capabilities.mailbox:
                self._ready[name] = asyncio.PriorityQueue()
                self._senders += [
                    asyncio.create_task(self._send_from(name, channel)) for _ in range(IN_FLIGHT)
                ]
        await self._flush_all()
        await self._load()

    async def _load(self) -> None:
        """What was committed before a crash and may or may not have been under way."""
        after = 0
        while page := await self._store.read(partial(_page, after)):
            self.take([replace(p, again=True) for p in page])
            after = page[-1].id

    async def pick_up(self) -> None:
        """Take what is due and not in hand: written by another process, or brought back to life
        by hand. What waited for its time goes on, whatever the timers of a machine that slept
        say."""
        for chat_id in [c for c, due in self._resting.items() if due <= self._now()]:
            self._go_on(chat_id)
        after = 0
        with self._in_hand.reading() as released:
            while self._started and (page := await self._store.read(self._due(after))):
                unknown = [i for i in page if i not in self._in_hand and i not in released]
                if unknown:
                    found = await self._store.read(partial(_pending_among, unknown))
                    self.take([p for p in found if p.id not in released])
                after = page[-1]

    def go_on(self, channel: str) -> None:
        """What was put off on this channel is tried now: why it was is over."""
        for chat_id in self._resting.keys() - self._until_heard:
            if self._waiting[chat_id][0].channel == channel:
                self._go_on(chat_id)

    def _due(self, after: int) -> Callable[[Tx], list[int]]:
        now = self._now()
        return lambda tx: outbox.due_ids(tx, now, after, _IDS)

    async def stop(self, patience: float = 5.0) -> None:
        """Give what is under way a moment, then stop; the rest is sent by the next run."""
        for timer in self._timers.values():
            timer.cancel()
        if patience:
            try:
                await asyncio.wait_for(self.settled(), patience)
            except TimeoutError:
                log.warning("outbox stopped with sends under way; they go out at the next start")
        for sender in self._senders:
            sender.cancel()
        await asyncio.gather(*self._senders, return_exceptions=True)
        # Without its database it would wait for ever. What is not written is written at the next
        # start, or by another process: it sends again, marked.
        with suppress(TimeoutError):
            await asyncio.wait_for(self._flush_all(), max(patience, 1.0))
        self._forget()

    def _forget(self) -> None:
        self._started = False
        self._senders, self._timers = [], {}
        self._waiting, self._ready, self._under_way = {}, {}, 0
        self._in_hand.clear()
        self._resting.clear()
        self._until_heard.clear()
        self._idle.set()

    async def settled(self) -> None:
        """Wait until nothing is queued or under way (what is put off for later excepted)."""
        await self._idle.wait()
        await self._flush_all()

    def waiting(self) -> int:
        """How many messages lie here, those put off included."""
        return sum(map(len, self._waiting.values()))

    def take(self, parcels: list[Parcel]) -> None:
        for parcel in parcels:
            channel = self._channels.get(parcel.channel)
            if channel is not None and channel.capabilities.mailbox and not parcel.erased:
                self._delivered_by_commit(parcel)
                continue
            if not self._started or parcel.id in self._message_ids:
                continue
            if not self._in_hand.take(parcel.id):
                continue
            if channel is None or parcel.erased:
                self._failed(parcel, Unreachable(_OFF if channel is None else _ERASED))
                continue
            if parcel.chat_id not in self._resting:
                self._under_way += 1
                self._idle.clear()
            line = self._waiting.get(parcel.chat_id)
            if line is None:
                self._waiting[parcel.chat_id] = deque([parcel])
                self._make_ready(parcel)
            else:
                line.append(parcel)
                if parcel.priority is Priority.REPLY and parcel.chat_id in self._until_heard:
                    self._go_on(parcel.chat_id)

    def _delivered_by_commit(self, parcel: Parcel) -> None:
        if parcel.message.key in _QUESTIONS:
            self._in_background(partial(_question_delivered, parcel.id, self._now()))

    def _make_ready(self, parcel: Parcel) -> None:
        self._counter += 1
        self._ready[parcel.channel].put_nowait(
            (int(parcel.priority), self._counter, parcel.chat_id)
        )

    async def _send_from(self, name: str, channel: Channel) -> None:
        ready = self._ready[name]
        while True:
            _, _, chat_id = await ready.get()
            line = self._waiting[chat_id]
            parcel = line[0]
            try:
                outcome = await self._delivery.send(channel, parcel)
            except StorageUnavailable:
                outcome = Later(1.0, "the database is away")
            except Exception as error:  # a channel must not raise; if one does, nothing is lost
                log.exception("channel %s raised", name)
                outcome = Unknown(type(error).__name__)
            self._follow(parcel, outcome, line)

    def _follow(self, parcel: Parcel, outcome: Ended, line: deque[Parcel]) -> None:
        """What follows each way a send can end."""
        if isinstance(outcome, Later):
            if outcome.alarm:
                self._alarm(parcel.channel, outcome.why)
            self._put_off(parcel, outcome, line)
            return
        line.popleft()
        self._under_way -= 1
        if isinstance(outcome, Sent):
            self._sent(parcel, outcome)
        elif isinstance(outcome, Unknown) and not parcel.again:
            line.appendleft(replace(parcel, again=True, attempts=parcel.attempts + 1))
            self._under_way += 1
        elif isinstance(outcome, Overtaken):
            self._in_hand.release([parcel.id])
        elif isinstance(outcome, SwitchedOff):
            self._reroute(parcel)
        else:
            self._failed(parcel, outcome)
        if line:
            self._make_ready(line[0])
        else:
            del self._waiting[parcel.chat_id]
        if not self._under_way:
            self._idle.set()

    def _sent(self, parcel: Parcel, outcome: Sent) -> None:
        self.sent += 1
        self._message_ids[parcel.id] = outcome.message_id
        if len(self._message_ids) > _REMEMBERED:
            self._message_ids.popitem(last=False)
        self._settle(
            Settled(
                parcel.id, "sent", outcome.message_id, parcel.attempts + 1, maybe_twice=parcel.again
            ),
            parcel,
        )

    def _put_off(self, parcel: Parcel, outcome: Later, line: deque[Parcel]) -> None:
        """The whole chat waits, so that its order is kept; other chats go on."""
        line[0] = replace(parcel, attempts=parcel.attempts + 1)
        due = self._now() + timedelta(seconds=outcome.seconds)
        self._settle(
            Settled(
                parcel.id, "pending", attempts=parcel.attempts + 1, due_at=due, reason=outcome.why
            ),
            parcel,
        )
        loop = asyncio.get_running_loop()
        self._timers[parcel.chat_id] = loop.call_later(outcome.seconds, self._go_on, parcel.chat_id)
        self._resting[parcel.chat_id] = due
        if isinstance(outcome, KnockLater):
            self._until_heard.add(parcel.chat_id)
        self._under_way -= len(line)
        if not self._under_way:
            self._idle.set()

    def _go_on(self, chat_id: int) -> None:
        if chat_id not in self._resting:
            return
        line = self._waiting[chat_id]
        del self._resting[chat_id]
        self._timers.pop(chat_id).cancel()
        self._until_heard.discard(chat_id)
        self._under_way += len(line)
        self._idle.clear()
        self._make_ready(line[0])

    def _alarm(self, channel: str, why: str) -> None:
        """A channel that will not get well by itself: told once a day."""

        def work(tx: Tx) -> None:
            alarms.channel_ill(Desk(tx, self._ground(), self._now()), channel, why)

        today = self._now().date()
        if self._alarmed.get((channel, why)) != today:
            self._alarmed[channel, why] = today
            self._in_background(work)

    def _reroute(self, parcel: Parcel) -> None:
        def work(tx: Tx) -> None:
            rerouting.reroute(Desk(tx, self._ground(), self._now()), parcel)

        self._in_background(work, lambda: self._in_hand.release([parcel.id]))

    def _failed(
        self, parcel: Parcel, outcome: Unreachable | Refused | Unknown | Closed | Knocked
    ) -> None:
        state, follow = _FOLLOWS[type(outcome)]
        why, moved = outcome.why, outcome.new_chat if isinstance(outcome, Unreachable) else ""
        settled = Settled(
            parcel.id,
            state,
            outcome.message_id if isinstance(outcome, Knocked) else "",
            attempts=parcel.attempts + 1,
            reason=why,
            maybe_twice=parcel.again,
        )

        def work(tx: Tx) -> None:
            desk = Desk(tx, self._ground(), self._now())
            outbox.settle(tx, [settled], desk.now)
            if moved:
                chat = chats.by_id(tx, parcel.chat_id)
                if chat is not None:
                    groups.moved(tx, chat, moved)
                outbox.send_again(tx, parcel.id, desk.now)
                return
            if state == "unreachable" and why not in (_OFF, _ERASED):
                chats.block(tx, parcel.chat_id, desk.now)
                chatless.chat_gone(desk, parcel.chat_id)
            follow(desk, parcel, why)

        def written() -> None:
            self._in_hand.release([parcel.id])
            if moved:
                self.take([replace(parcel, chat=moved)])

        self._in_background(work, written)

    def _in_background(
        self, work: Callable[[Tx], None], then: Callable[[], None] = lambda: None
    ) -> None:
        self._under_way += 1
        self._idle.clear()

        async def run() -> None:
            try:
                await self._until_written(work)
                then()
            except Exception as error:
                log.error("what follows a send failed: %s", type(error).__name__)
            finally:
                self._under_way -= 1
                if not self._under_way:
                    self._idle.set()

        task = asyncio.create_task(run())
        self._senders.append(task)
        task.add_done_callback(self._senders.remove)

    async def _until_written(self, work: Callable[[Tx], None]) -> None:
        while True:
            try:
                return await self._store.run(work)
            except StorageUnavailable:
                await asyncio.sleep(1.0)

    def _settle(self, settled: Settled, parcel: Parcel) -> None:
        self._done.append(settled)
        if settled.state == "sent" and parcel.message.key in _QUESTIONS:
            self._in_background(partial(_question_delivered, parcel.id, self._now()))
        if self._flushing is None or self._flushing.done():
            self._flushing = asyncio.create_task(self._flush_all())

    async def _flush_all(self) -> None:
        """Results are written together; what a crash keeps from being written is sent again and
        marked."""
        while self._done:
            batch, self._done = self._done, []
            now = self._now()
            try:
                await self._store.run(partial(_settle_all, batch, now))
                self._in_hand.release([s.id for s in batch if s.state != "pending"])
            except StorageUnavailable:
                self._done = batch + self._done
                await asyncio.sleep(1.0)


_FOLLOWS: Mapping[type, tuple[str, Callable[[Desk, Parcel, str], object]]] = {
    Unreachable: ("unreachable", failures.undelivered),
    Refused: ("refused", failures.refused),
    Unknown: ("unknown", failures.undelivered),
    Closed: ("held", failures.closed),
    Knocked: ("held", failures.knocked),
}
"""The state of a message that was not delivered, and what is done about it."""


def _question_delivered(outbox_id: int, now: datetime, tx: Tx) -> None:
    waiting.question_delivered(tx, outbox_id, now)


def _pending_among(idents: list[int], tx: Tx) -> list[Parcel]:
    return outbox.pending_among(tx, idents)


def _page(after: int, tx: Tx) -> list[Parcel]:
    return outbox.pending(tx, after, _PAGE)


def _settle_all(batch: list[Settled], now: datetime, tx: Tx) -> None:
    outbox.settle(tx, batch, now)
