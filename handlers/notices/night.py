"""The quiet hours of citizens: what they did not just ask for waits until the morning, in its
order. Asked at the moment of sending, since a message may have waited for something else before."""

from __future__ import annotations

from datetime import datetime, timedelta

from cases.days.quiet_hours import quiet_until
from handlers.desk import Desk, Ground
from messages.dates import local
from messages.envelope import Parcel, Priority
from storage.engine.tx import Tx
from storage.mailbox import night
from storage.mailbox.chats import ChatRow
from storage.mailbox.outbox import MAILBOXES


def rests_until(tx: Tx, ground: Ground, parcel: Parcel, now: datetime) -> datetime | None:
    """When a message may go out that would ring at night; None where it may now. Whoever has just
    written is awake, so their next word lets it go too."""
    return None if parcel.priority is Priority.REPLY else _rests(tx, ground, parcel.chat_id, now)


def read_from(desk: Desk, chat: ChatRow) -> str:
    """The time of day ("7:00") from which a notice written now is read there; empty where it is
    read at once. A mailbox rings for nobody."""
    if chat.channel in MAILBOXES:
        return ""
    until = _rests(desk.tx, desk.ground, chat.id, desk.now)
    return f"{local(until):%-H:%M}" if until else ""


def _rests(tx: Tx, ground: Ground, chat_id: int, now: datetime) -> datetime | None:
    quiet = ground.agency.quiet
    until = quiet_until(now, quiet)
    if until is None or not night.citizens(tx, chat_id):
        return None
    spoke = night.last_spoke(tx, chat_id)
    awake = spoke is not None and now - spoke <= timedelta(minutes=quiet.just_spoke_minutes)
    return None if awake else until


def waits(desk: Desk, chat_id: int) -> bool:
    """Whether something lies in the chat that the night kept from its person."""
    at_night = quiet_until(desk.now, desk.agency.quiet) is not None
    return at_night and night.waits(desk.tx, chat_id, desk.now)
