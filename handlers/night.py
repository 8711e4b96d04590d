"""The quiet hours of citizens: what they did not just ask for waits until the morning, in its
order. Asked at the moment of sending, since a message may have waited for something else before."""

from __future__ import annotations

from datetime import datetime, timedelta

from cases.quiet_hours import quiet_until
from handlers.desk import Desk, Ground
from messages.envelope import Parcel, Priority
from storage import night
from storage.tx import Tx


def rests_until(tx: Tx, ground: Ground, parcel: Parcel, now: datetime) -> datetime | None:
    """When a message may go out that would ring at night; None where it may now. Whoever has just
    written is awake, so their next word lets it go too."""
    if parcel.priority is Priority.REPLY:
        return None
    quiet = ground.agency.quiet
    until = quiet_until(now, quiet)
    if until is None or not night.citizens(tx, parcel.chat_id):
        return None
    spoke = night.last_spoke(tx, parcel.chat_id)
    awake = spoke is not None and now - spoke <= timedelta(minutes=quiet.just_spoke_minutes)
    return None if awake else until


def waits(desk: Desk, chat_id: int) -> bool:
    """Whether something lies in the chat that the night kept from its person."""
    at_night = quiet_until(desk.now, desk.agency.quiet) is not None
    return at_night and night.waits(desk.tx, chat_id, desk.now)
