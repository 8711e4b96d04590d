"""Keys derived from SECRET_KEY, which is in the data folder and never in the database."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from functools import cache, cached_property

import orjson
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

# Random nonces of 96 bits are safe for 2**32 messages under one key (NIST SP 800-38D 8.3): a
# department would need centuries.
_NONCE = 12


class WrongKey(Exception):
    """Sealed data does not open: SECRET_KEY is not the one it was sealed under."""


class Keys:
    """`secret` is at least 32 random bytes. Each purpose gets a key of its own."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._of = cache(self._derive)
        self._signer = cache(self._derive_signer)

    def _derive(self, purpose: str) -> bytes:
        return hmac.new(self._secret, purpose.encode(), hashlib.sha256).digest()

    def mark(self, purpose: str, value: str) -> str:
        """HMAC-SHA-256 of a value, hex: to recognise it without keeping it."""
        return hmac.new(self._of(purpose), value.encode(), hashlib.sha256).hexdigest()

    def sign(self, purpose: str, message: str) -> bytes:
        """An Ed25519 signature, 64 bytes; the same message, the same bytes."""
        return self._signer(purpose).sign(message.encode())

    def public(self, purpose: str) -> bytes:
        """What anybody may check the signatures of a purpose with: 32 bytes."""
        return self._signer(purpose).public_key().public_bytes_raw()

    def signed(self, purpose: str, message: str, signature: bytes) -> bool:
        """Whether the signature is ours."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public(purpose)).verify(
                signature, message.encode()
            )
        except InvalidSignature:
            return False
        return True

    def _derive_signer(self, purpose: str) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self._of(f"sign {purpose}"))

    def seal(self, purpose: str, value: object) -> bytes:
        return self._fernet(purpose).encrypt(orjson.dumps(value))

    def unseal(self, purpose: str, sealed: bytes) -> object:
        """Raises WrongKey."""
        try:
            return orjson.loads(self._fernet(purpose).decrypt(bytes(sealed)))
        except InvalidToken as error:
            raise WrongKey(purpose) from error

    def seal_bytes(self, value: bytes) -> bytes:
        """What people wrote, a few microseconds each: AES-256-GCM."""
        nonce = os.urandom(_NONCE)
        return nonce + self._words.encrypt(nonce, value, None)

    def open_bytes(self, sealed: bytes) -> bytes:
        """Raises WrongKey."""
        try:
            return self._words.decrypt(sealed[:_NONCE], sealed[_NONCE:], None)
        except (InvalidTag, ValueError) as error:
            raise WrongKey("words") from error

    def seal_text(self, text: str) -> str:
        return base64.b64encode(self.seal_bytes(text.encode())).decode()

    def open_text(self, sealed: str) -> str:
        """Raises WrongKey."""
        try:
            return self.open_bytes(base64.b64decode(sealed, validate=True)).decode()
        except ValueError as error:  # it was written by somebody without the key
            raise WrongKey("words") from error

    @cached_property
    def _words(self) -> AESGCM:
        return AESGCM(self._of("words"))

    def _fernet(self, purpose: str) -> Fernet:
        return Fernet(base64.urlsafe_b64encode(self._of(purpose)))
