"""Buttons of the Official Account: a tap comes back as a text, so what stands behind a button is
signed and nothing that a citizen would type (facts: channels 1.3)."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from messages.envelope import scrub
from storage.keys import Keys

_PREFIX = "#ln."
_MAC = 16  # hex digits
STALE = "=stale"
"""Data of no question: a button that we cannot have made, or made under another key."""


@dataclass(frozen=True, slots=True)
class Tap:
    data: str
    outbox_id: int = 0


def payload(keys: Keys, chat: str, outbox_id: int, data: str) -> str:
    """What a button of this very message, in this very chat, says when tapped."""
    data = scrub(data)
    return f"{_PREFIX}{outbox_id}.{data}.{_mark(keys, chat, str(outbox_id), data)}"


def tapped(keys: Keys, chat: str, text: str) -> Tap | None:
    """The tap that a (scrubbed) text is; None for a text. One that only looks like a tap is an
    old button's."""
    if not text.startswith(_PREFIX):
        return None
    outbox_id, _, rest = text.removeprefix(_PREFIX).partition(".")
    data, _, given = rest.rpartition(".")
    right = _mark(keys, chat, outbox_id, data)
    if not data or not hmac.compare_digest(given.encode(), right.encode()):
        return Tap(STALE)
    return Tap(data, int(outbox_id))


def _mark(keys: Keys, chat: str, outbox_id: str, data: str) -> str:
    return keys.mark("zalo button", f"{chat}|{outbox_id}|{data}")[:_MAC]
