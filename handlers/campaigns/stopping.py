"""How somebody stops broadcasts: told under each of them, and heard even between its writing and
its sending."""

from __future__ import annotations

from dataclasses import replace

from handlers.desk import Desk
from messages.envelope import Outgoing, Parcel, Priority
from storage.plan import audience, campaign_sending


def with_stop_line(desk: Desk, message: Outgoing, language: str) -> Outgoing:
    line = desk.words(language, "campaign.stop_line")
    return replace(message, text=f"{message.text}\n\n{line}")


def wants_no_more(desk: Desk, parcel: Parcel) -> bool:
    """Whether it is part of a broadcast whose reader has stopped since it was written."""
    found = (
        campaign_sending.part_of(desk.tx, parcel.id)
        if parcel.priority is Priority.BROADCAST
        else None
    )
    if found is None or found.person_id is None:
        return False
    return not audience.still_wants(desk.tx, found.audience, found.person_id)
