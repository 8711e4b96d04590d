"""Up to which message the sending of broadcasts may have begun, channel by channel: written down
before it begins, so that after a sudden death the rest is known not to have been under way."""

from __future__ import annotations

from storage.engine.tx import Tx

NAME = "sending "
"""Begins the names in `kept`. A channel without one may have begun to send anything."""


def take_over(tx: Tx, channel: str, sender: str) -> int:
    """From now on that process alone moves the mark. Returns where it stood: what is pending up to
    there may have been under way."""
    row = tx.one("SELECT value FROM kept WHERE name = :name", name=NAME + channel)
    stood = int(row[0].split()[1]) if row else _newest(tx)
    value = _value(sender, stood)
    if not tx.insert_once_plain("kept", name=NAME + channel, value=value):
        tx.run(
            "UPDATE kept SET value = :value WHERE name = :name", name=NAME + channel, value=value
        )
    return stood


def move(tx: Tx, channel: str, sender: str, stood: int, upto: int) -> bool:
    """False where another process has taken over: nothing may be sent from here."""
    changed = tx.run(
        "UPDATE kept SET value = :value WHERE name = :name AND value = :before",
        name=NAME + channel,
        value=_value(sender, upto),
        before=_value(sender, stood),
    )
    return changed == 1


def _newest(tx: Tx) -> int:
    row = tx.one("SELECT MAX(id) FROM outbox")
    return row[0] or 0 if row else 0


def _value(sender: str, upto: int) -> str:
    return f"{sender} {upto}"
