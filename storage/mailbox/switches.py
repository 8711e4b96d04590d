"""Channels that an admin switched off: no notice and no broadcast goes there. Replies still do: who
has just written there is reached there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import orjson

from storage.columns.plain import stamp, unstamp
from storage.engine.tx import Tx

OFF = "channel off"
"""Why a message was not sent there."""
_NAME = f"{OFF} "
ON = f"NOT EXISTS (SELECT 1 FROM kept k WHERE k.name = '{_NAME}' || c.channel)"
"""For queries over `chat c`: the chat's channel is not switched off."""
REACHED = f"c.kind = 'private' AND c.blocked_at IS NULL AND c.erased_at IS NULL AND {ON}"
"""For queries over `chat c`: it can be written into unasked."""


@dataclass(frozen=True, slots=True)
class Switched:
    """`by` is the admin."""

    at: datetime
    by: int
    reason: str


def switched(tx: Tx) -> dict[str, Switched]:
    """The channels that are off, with who did it and why."""
    rows = tx.all(f"SELECT name, value FROM kept WHERE name LIKE '{_NAME}%' ORDER BY name")
    return {row[0].removeprefix(_NAME): _read(row[1]) for row in rows}


def _read(value: str) -> Switched:
    kept = orjson.loads(value)
    return Switched(unstamp(kept["at"]), kept["by"], kept["reason"])


def off(tx: Tx) -> frozenset[str]:
    return frozenset(switched(tx))


def is_off(tx: Tx, channel: str) -> bool:
    return tx.one("SELECT 1 FROM kept WHERE name = :name", name=_NAME + channel) is not None


def switch_off(tx: Tx, channel: str, now: datetime, *, by: int, reason: str) -> bool:
    """False where it was off already."""
    value = orjson.dumps({"at": stamp(now), "by": by, "reason": reason}).decode()
    return tx.insert_once_plain("kept", name=_NAME + channel, value=value)


def switch_on(tx: Tx, channel: str) -> bool:
    """False where it was on already."""
    return tx.run("DELETE FROM kept WHERE name = :name", name=_NAME + channel) > 0
