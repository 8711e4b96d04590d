"""Signed slips: what a browser must carry in an address because it cannot send a header there
(event streams, pictures). Nothing is stored; the time is in the slip."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from datetime import datetime

from storage.keys import Keys

_MAC_LENGTH = 32


class Slips:
    """`purpose` keeps slips of one use from opening another."""

    def __init__(self, keys: Keys, now: Callable[[], datetime], purpose: str) -> None:
        self._keys = keys
        self._now = now
        self._purpose = purpose

    def sign(self, value: str, seconds: int, *, rounded: bool = False) -> str:
        """A slip for `value`, good for at least `seconds`. Rounded ones stay the same for a while,
        so that browsers keep what they fetched."""
        expires = int(self._now().timestamp()) + seconds
        if rounded:
            expires += seconds - expires % seconds
        return f"{expires}.{self._mac(value, expires)}"

    def expiry(self, value: str, slip: str) -> int:
        """When a slip ends (seconds of the epoch); 0 if it is not ours or is over."""
        expires, _, mac = slip.partition(".")
        if not (slip.isascii() and expires.isdigit() and len(expires) < 12):
            return 0
        if not hmac.compare_digest(mac, self._mac(value, int(expires))):
            return 0
        return int(expires) if int(expires) > self._now().timestamp() else 0

    def _mac(self, value: str, expires: int) -> str:
        return self._keys.mark(self._purpose, f"{value}.{expires}")[:_MAC_LENGTH]
