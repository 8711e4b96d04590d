"""Keys derived from SECRET_KEY, which is in the data folder and never in the database."""

from __future__ import annotations

import base64
import hashlib
import hmac
from functools import cache

import orjson
from cryptography.fernet import Fernet, InvalidToken


class WrongKey(Exception):
    """Sealed data does not open: SECRET_KEY is not the one it was sealed under."""


class Keys:
    """`secret` is at least 32 random bytes. Each purpose gets a key of its own."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._of = cache(self._derive)

    def _derive(self, purpose: str) -> bytes:
        return hmac.new(self._secret, purpose.encode(), hashlib.sha256).digest()

    def mark(self, purpose: str, value: str) -> str:
        """HMAC-SHA-256 of a value, hex: to recognise it without keeping it."""
        return hmac.new(self._of(purpose), value.encode(), hashlib.sha256).hexdigest()

    def seal(self, purpose: str, value: object) -> bytes:
        return self._fernet(purpose).encrypt(orjson.dumps(value))

    def unseal(self, purpose: str, sealed: bytes) -> object:
        """Raises WrongKey."""
        try:
            return orjson.loads(self._fernet(purpose).decrypt(bytes(sealed)))
        except InvalidToken as error:
            raise WrongKey(purpose) from error

    def _fernet(self, purpose: str) -> Fernet:
        return Fernet(base64.urlsafe_b64encode(self._of(purpose)))
