"""The signature under Zalo's webhook calls (facts: channels 1.7): a plain SHA-256, no HMAC, over
the bytes as they came."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from typing import Literal

HEADER = "X-ZEvent-Signature"


def mac(first: str, body: bytes, timestamp: str, secret: str) -> str:
    """mac = SHA-256(first term + raw body + the body's `timestamp` + secret), hex."""
    return hashlib.sha256(
        first.encode() + body + timestamp.encode("utf-8", "replace") + secret.encode()
    ).hexdigest()


@dataclass(frozen=True, slots=True)
class Signature:
    """Which id comes first and which secret comes last are disputed [conflict]: one combination
    is accepted, and when another one would have fitted, `fitting` names it."""

    app_id: str
    oa_id: str
    oa_secret: str = field(repr=False)
    app_secret: str = field(repr=False)
    first: Literal["app", "oa"] = "app"

    def valid(self, given: str, body: bytes, timestamp: str) -> bool:
        """`given` is the header's value, `mac=<hex>`. Nothing is valid without a secret."""
        first = self.app_id if self.first == "app" else self.oa_id
        return _fits(given, first, body, timestamp, self.oa_secret)

    def fitting(self, given: str, body: bytes, timestamp: str) -> str:
        """The combination that would have been right, for the log; empty where none is."""
        firsts = (("app_id", self.app_id), ("oa_id", self.oa_id))
        secrets = (("OA secret", self.oa_secret), ("app secret", self.app_secret))
        for name, first in firsts:
            for kind, secret in secrets:
                if _fits(given, first, body, timestamp, secret):
                    return f"{name} with the {kind}"
        return ""


def _fits(given: str, first: str, body: bytes, timestamp: str, secret: str) -> bool:
    if not first or not secret:
        return False
    right = f"mac={mac(first, body, timestamp, secret)}"
    return hmac.compare_digest(given.encode("utf-8", "replace"), right.encode())
