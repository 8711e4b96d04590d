"""What the privacy page says, made of the settings that are on: the channels of this house with
their decisions, and how long each kind of data is kept."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields

from bot.site.house import House
from cases.agency.deadlines import Retention
from storage.mailbox import switches

_ABROAD = frozenset({"telegram"})
_BY_OTHERS = frozenset({"telegram", "zalo", "zalo_bot", "email"})


@dataclass(frozen=True, slots=True)
class Channel:
    """`abroad`: its servers are; `others`: a company of its own keeps the messages."""

    name: str
    decision: str
    on: str
    abroad: bool
    others: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """`name` is a field of `Retention`."""

    name: str
    days: int
    basis: str


async def channels(house: House) -> list[Channel]:
    """Those that carry messages now: a channel that was switched off carries none."""
    off: Collection[str] = await house.store.read(switches.off)
    found = []
    for name in house.channels:
        if name not in off:
            decision = house.agency.channels.get(name)
            found.append(
                Channel(
                    name,
                    decision.decision if decision else "",
                    decision.on if decision else "",
                    name in _ABROAD,
                    name in _BY_OTHERS,
                )
            )
    return found


def kept(house: House) -> list[Kept]:
    limits = house.agency.retention
    return [
        Kept(field.name, limit.days, limit.basis)
        for field in fields(Retention)
        for limit in (getattr(limits, field.name),)
    ]
