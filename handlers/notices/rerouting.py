"""What waits in a channel that was switched off, or in a chat that was cut off, goes the person's
next way: each message once, whoever comes to it first."""

from __future__ import annotations

from handlers.desk import Desk
from handlers.notices import failures
from messages.envelope import Parcel
from storage.mailbox import outbox, switches

PORTION = 200
"""Messages in one transaction, so that turns need not wait long."""


def reroute(desk: Desk, parcel: Parcel, why: str = switches.OFF) -> bool:
    """False where it was sent, or somebody else has given it up and seen to it."""
    if not outbox.give_up(desk.tx, parcel.id, why, desk.now):
        return False
    failures.undelivered(desk, parcel, why)
    return True


def empty_channel(desk: Desk, channel: str) -> bool:
    """A portion of what waits there. True while there is more. A channel that is on again keeps
    what is left."""
    if not switches.is_off(desk.tx, channel):
        return False
    waiting = outbox.waiting_in(desk.tx, PORTION, channel=channel)
    for parcel in waiting:
        reroute(desk, parcel)
    return len(waiting) == PORTION


def empty_chat(desk: Desk, chat_id: int, why: str) -> None:
    """What waits in one chat, whose person is another now."""
    for parcel in outbox.waiting_in(desk.tx, PORTION, chat_id=chat_id):
        reroute(desk, parcel, why)
