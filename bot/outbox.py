"""Messages out: takes what was committed, keeps each chat's order, sends with many in flight, and
decides in one place what follows a send that did not succeed."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
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
from bot.delivery import (
    Delivery,
    Ended,
    Knocked,
    KnockLater,
    Night,
    Overtaken,
    SwitchedOff,
    TooLate,
)
from bot.in_hand import InHand
from bot.lines import Lines
from bot.results import Busy, Results
from bot.sending_marks import SendingMarks
from handlers.desk import Desk, Ground
from handlers.duties import alarms
from handlers.notices import failures, rerouting
from handlers.officials import chatless
from messages.envelope import Parcel, Priority
from storage.clock import waiting
from storage.engine.db import StorageUnavailable, Store
from storage.engine.tx import Tx
from storage.mailbox import chats, groups, outbox
from storage.mailbox.outbox import Settled

log = logging.getLogger(__name__)

IN_FLIGHT = 64  # sends under way per channel
_REMEMBERED = 20_000  # message ids of recent sends, to edit one that is not settled yet
_PAGE = 500
_IDS = 5000
_OFF, _ERASED = "channel off", "removed from the device"
_OR_HEARD = (KnockLater, Night)
_QUESTIONS = frozenset({"notice.ask", "notice.restricted_ask"})


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
        self._in_hand, self._busy = InHand(), Busy()
        self._lines = Lines(self._busy)
        self._results = Results(store, now, self._in_hand, self._busy)
        self._senders: list[asyncio.Task[None]] = []
        self._message_ids: OrderedDict[int, str] = OrderedDict()
        self._marks = SendingMarks(store)
        self._delivery = Delivery(
            store, ground, now, lambda i: self._message_ids.get(i, ""), self._marks.reach
        )
        self._alarmed: dict[tuple[str, str], date] = {}  # the day it was told last
        self._started = False
        self.sent = 0

    async def start(self) -> None:
        sending = {n: c for n, c in self._channels.items() if not c.capabilities.mailbox}
        await self._marks.take_over(sending)
        self._started = True
        self._lines.open(sending)
        self._senders = [
            asyncio.create_task(self._send_from(name, channel))
            for name, channel in sending.items()
            for _ in range(IN_FLIGHT)
        ]
        await self._results.flush()
        await self._load()

    async def _load(self) -> None:
        """What was committed before a crash and may or may not have been under way: of broadcasts,
        of which thousands wait, it is known (see `SendingMarks`)."""
        after = 0
        while page := await self._store.read(partial(_page, after)):
            self.take(
                [p if p.priority is Priority.BROADCAST else replace(p, again=True) for p in page]
            )
            after = page[-1].id

    async def pick_up(self) -> None:
        """Take what is due and not in hand: written by another process, or brought back to life
        by hand; and let go on what has rested until now."""
        self._lines.wake(self._now())
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
        self._lines.go_on(channel)

    def _due(self, after: int) -> Callable[[Tx], list[int]]:
        now = self._now()
        return lambda tx: outbox.due_ids(tx, now, after, _IDS)

    async def stop(self, patience: float = 5.0) -> None:
        """Give what is under way a moment, then stop; the rest is sent by the next run."""
        self._lines.stop()
        if patience:
            try:
                async with asyncio.timeout(patience):
                    await self.settled()
            except TimeoutError:
                log.warning("outbox stopped with sends under way; they go out at the next start")
        for sender in self._senders:
            sender.cancel()
        await asyncio.gather(*self._senders, return_exceptions=True)
        at_rest = self._busy.idle.is_set()
        await self._delivery.stop()
        await self._results.stop()
        # Without its database it would wait for ever. What is not written is written at the next
        # start, or by another process: it sends again, marked.
        with suppress(TimeoutError):
            async with asyncio.timeout(max(patience, 1.0)):
                await self._results.flush()
                if at_rest:
                    await self._marks.let_go()
        self._started, self._senders = False, []
        self._lines.forget()
        self._in_hand.clear()

    async def settled(self) -> None:
        """Wait until nothing is queued or under way (what is put off for later excepted)."""
        await self._busy.idle.wait()
        await self._results.flush()

    def waiting(self) -> int:
        """How many messages lie here, those put off included."""
        return len(self._lines)

    def take(self, parcels: list[Parcel]) -> None:
        for parcel in parcels:
            channel = self._channels.get(parcel.channel)
            if channel is not None and channel.capabilities.mailbox and not parcel.erased:
                self._delivered(parcel)
            elif not self._started or parcel.id in self._message_ids:
                continue
            elif self._in_hand.take(parcel.id):
                if channel is None or parcel.erased:
                    self._failed(parcel, Unreachable(_OFF if channel is None else _ERASED))
                else:
                    speaks = parcel.priority is Priority.REPLY
                    self._lines.join(self._marks.marked(parcel), speaks=speaks)

    def _delivered(self, parcel: Parcel) -> None:
        if parcel.message.key in _QUESTIONS:
            self._results.behind(partial(_question_delivered, parcel.id, self._now()))

    async def _send_from(self, name: str, channel: Channel) -> None:
        while True:
            parcel = await self._lines.next(name)
            try:
                outcome = await self._delivery.send(channel, parcel)
            except StorageUnavailable:
                outcome = Later(1.0, "the database is away")
            except Exception as error:  # a channel must not raise; if one does, nothing is lost
                log.exception("channel %s raised", name)
                outcome = Unknown(type(error).__name__)
            self._follow(parcel, outcome)

    def _follow(self, parcel: Parcel, outcome: Ended) -> None:
        """What follows each way a send can end."""
        if isinstance(outcome, Later):
            self._put_off(parcel, outcome)
            return
        if isinstance(outcome, Unknown) and not parcel.again:
            once_more = replace(parcel, again=True, attempts=parcel.attempts + 1)
            self._lines.leaves(parcel, instead=once_more)
            return
        if isinstance(outcome, Unreachable) and outcome.new_chat not in ("", parcel.chat):
            self._moved(parcel, outcome.new_chat)
            return
        if isinstance(outcome, Sent):
            self._sent(parcel, outcome)
        elif isinstance(outcome, Overtaken):
            self._in_hand.release([parcel.id])
        elif isinstance(outcome, TooLate):
            gone = Settled(parcel.id, "dropped", attempts=parcel.attempts, reason=outcome.why)
            self._results.note(gone)
        elif isinstance(outcome, SwitchedOff):
            self._reroute(parcel)
        else:
            self._failed(parcel, outcome)
        self._lines.leaves(parcel)

    def _sent(self, parcel: Parcel, outcome: Sent) -> None:
        self.sent += 1
        self._message_ids[parcel.id] = outcome.message_id
        if len(self._message_ids) > _REMEMBERED:
            self._message_ids.popitem(last=False)
        tries, message_id = parcel.attempts + 1, outcome.message_id
        self._results.note(Settled(parcel.id, "sent", message_id, tries, maybe_twice=parcel.again))
        self._delivered(parcel)

    def _put_off(self, parcel: Parcel, outcome: Later) -> None:
        if outcome.alarm:
            self._alarm(parcel.channel, outcome.alarm)
        tried = replace(parcel, attempts=parcel.attempts + 1)
        due = self._now() + timedelta(seconds=outcome.seconds)
        self._results.note(
            Settled(
                parcel.id,
                "pending",
                attempts=tried.attempts,
                due_at=due,
                reason=outcome.why,
                maybe_twice=parcel.again,
            )
        )
        self._lines.rests(tried, outcome.seconds, due, or_heard=isinstance(outcome, _OR_HEARD))

    def _alarm(self, channel: str, trouble: str) -> None:
        """A channel that will not get well by itself: told once a day."""
        today = self._now().date()
        if self._alarmed.get((channel, trouble)) != today:
            self._alarmed[channel, trouble] = today
            self._results.behind(lambda tx: alarms.channel_ill(self._desk(tx), channel, trouble))

    def _reroute(self, parcel: Parcel) -> None:
        def work(tx: Tx) -> None:
            rerouting.reroute(self._desk(tx), parcel)

        self._results.behind(work, lambda: self._in_hand.release([parcel.id]))

    def _failed(
        self, parcel: Parcel, outcome: Unreachable | Refused | Unknown | Closed | Knocked
    ) -> None:
        state, follow = _FOLLOWS[type(outcome)]
        why = outcome.why
        settled = Settled(
            parcel.id,
            state,
            outcome.message_id if isinstance(outcome, Knocked) else "",
            attempts=parcel.attempts + 1,
            reason=why,
            maybe_twice=parcel.again,
        )

        def work(tx: Tx) -> None:
            desk = self._desk(tx)
            outbox.settle(tx, [settled], desk.now)
            blocked = state == "unreachable" and why not in (_OFF, _ERASED)
            if blocked and chats.block(tx, parcel.chat_id, desk.now):
                chatless.chat_gone(desk, parcel.chat_id)
            follow(desk, parcel, why)

        self._results.behind(work, lambda: self._in_hand.release([parcel.id]))

    def _moved(self, parcel: Parcel, new_chat: str) -> None:
        """A group has another id. The message keeps its place until that is written down: what is
        to replace it, and waits behind it, would come before it, as one more."""
        there = replace(parcel, chat=new_chat, attempts=parcel.attempts + 1)

        def work(tx: Tx) -> None:
            chat = chats.by_id(tx, parcel.chat_id)
            if chat is not None:
                groups.moved(tx, chat, new_chat)

        self._results.behind(
            work,
            lambda: self._lines.leaves(parcel, instead=there),
            lambda: self._lines.leaves(parcel),
        )

    def _desk(self, tx: Tx) -> Desk:
        return Desk(tx, self._ground(), self._now())


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
