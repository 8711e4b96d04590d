"""How one message goes out: to an opened address, in place of what it replaces, and where the
person's window is closed by an approved template or not at all."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.channels.base import Channel, Closed, Later, Outcome, SendsTemplates, Sent
from bot.reads_together import ReadsTogether
from handlers import windows
from handlers.campaigns import stopping
from handlers.desk import Desk, Ground
from handlers.notices import late_words, night
from messages.envelope import Parcel, Priority
from storage.engine.db import Store
from storage.engine.tx import Tx
from storage.mailbox import addresses, outbox, switches


@dataclass(frozen=True, slots=True)
class Knocked:
    """The window is closed, and a template told the person that something waits."""

    message_id: str
    why: str = "told by template"


@dataclass(frozen=True, slots=True)
class KnockLater(Later):
    """The template has to wait; the person's next word makes it needless."""


@dataclass(frozen=True, slots=True)
class Night(Later):
    """The person may be asleep; their next word shows that they are not."""


@dataclass(frozen=True, slots=True)
class Overtaken:
    """Somebody else has seen to it meanwhile: nothing is to be sent or written."""


@dataclass(frozen=True, slots=True)
class SwitchedOff:
    """An admin switched the channel off."""


@dataclass(frozen=True, slots=True)
class TooLate:
    """Its reader may no longer see the case it is about, or has stopped the broadcasts."""

    why: str = "no longer theirs"


Ended = Outcome | Knocked | Overtaken | SwitchedOff | TooLate


class Delivery:
    """`message_id` knows the channel's ids of what was sent a moment ago, "" for the rest.
    `may_begin` is asked right before a message is handed to its channel."""

    def __init__(
        self,
        store: Store,
        ground: Callable[[], Ground],
        now: Callable[[], datetime],
        message_id: Callable[[int], str],
        may_begin: Callable[[Parcel], Awaitable[bool]],
    ) -> None:
        self._store = store
        self._looks = ReadsTogether(store)
        self._ground = ground
        self._now = now
        self._message_id = message_id
        self._may_begin = may_begin

    async def stop(self) -> None:
        """Once nobody sends any more."""
        await self._looks.stop()

    async def send(self, channel: Channel, parcel: Parcel) -> Ended:
        """Raises what the channel raises, which it must not, and StorageUnavailable."""
        windowed = channel.capabilities.window is not None
        if windowed or _may_be_late(parcel):
            ground, now = self._ground(), self._now()
            stopped = await self._looks.read(lambda tx: _stopped(tx, ground, parcel, now))
            if isinstance(stopped, Closed):
                return await self._knock(channel, parcel, stopped)
            if stopped is not None:
                return stopped
        addressed = await self._addressed(parcel)
        takes_away = parcel.message.key in late_words.TAKES_AWAY
        if takes_away and parcel.replaces_id and not addressed.replaces:
            return TooLate("what it takes away never came")
        if not await self._may_begin(parcel):
            return Overtaken()
        outcome = await channel.send(addressed)
        if isinstance(outcome, Closed):
            return await self._knock(channel, parcel, outcome)
        return outcome

    async def _knock(self, channel: Channel, parcel: Parcel, closed: Closed) -> Outcome | Knocked:
        """By the first template that reaches them. One that may or may not have does not count:
        they are told another way too."""
        if not isinstance(channel, SendsTemplates):
            return closed
        ground = self._ground()
        for template in await self._store.read(lambda tx: windows.templates(tx, ground, parcel)):
            outcome = await channel.send_template(template)
            if isinstance(outcome, Sent):
                return Knocked(outcome.message_id)
            if isinstance(outcome, Later):
                return KnockLater(outcome.seconds, outcome.why, outcome.alarm)
        return closed

    async def _addressed(self, parcel: Parcel) -> Parcel:
        if parcel.replaces_id and not parcel.replaces:
            known = self._message_id(parcel.replaces_id) or await self._store.read(
                lambda tx: outbox.sent_as(tx, parcel.replaces_id)
            )
            parcel = replace(parcel, replaces=known)
        if parcel.channel == "email":  # addresses are kept sealed
            keys = self._ground().keys
            address = await self._store.read(lambda tx: addresses.opened(tx, keys, parcel.chat_id))
            parcel = replace(parcel, chat=address)
        return parcel


def _may_be_late(parcel: Parcel) -> bool:
    """A reply that goes out at once is as true as the turn that wrote it."""
    return parcel.priority is not Priority.REPLY or parcel.again or parcel.attempts > 0


def _stopped(
    tx: Tx, ground: Ground, parcel: Parcel, now: datetime
) -> Overtaken | SwitchedOff | Night | Closed | TooLate | None:
    """Why a message is not sent, if it is not. Who has just written is answered in a channel that
    is off too."""
    if parcel.priority is not Priority.REPLY:
        if not outbox.still_waits(tx, parcel.id):
            return Overtaken()
        if switches.is_off(tx, parcel.channel):
            return SwitchedOff()
    if _may_be_late(parcel) and late_words.too_late(Desk(tx, ground, now), parcel):
        return TooLate()
    if stopping.wants_no_more(Desk(tx, ground, now), parcel):
        return TooLate("opted out")
    # Before the window is asked for: a template would ring as well. Replies never rest.
    if until := night.rests_until(tx, ground, parcel, now):
        return Night((until - now).total_seconds(), "quiet hours")
    return Closed("window") if windows.closed(tx, ground, parcel, now) else None
