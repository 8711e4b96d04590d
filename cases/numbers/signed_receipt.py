"""What is signed when a case is received, and the one line of letters in which its holder carries
it: `LN1.PA26-00123-K.20261116T020000Z.20261208.KIND.TEXT.SALT.SIGNATURE`. The first six parts are
the payload, the very bytes that are signed. All of it may stand in an address as it is."""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime

from cases.days.deadlines import local_day
from cases.numbers import merkle

_VERSION = "LN1"
_NO_DUE = "0"
_TIME, _DAY = "%Y%m%dT%H%M%SZ", "%Y%m%d"
_PARTS = 8
_FOUND = re.compile(rf"{_VERSION}(?:\.[A-Za-z0-9_-]+){{{_PARTS - 1}}}")
_KIND_BYTES, _TEXT_BYTES, SALT_BYTES, SIGNATURE_BYTES = 12, 32, 12, 64


@dataclass(frozen=True, slots=True)
class Receipt:
    """`received_at` is aware UTC to the second, `due` the day in Vietnam; `kind` and `text` are
    salted hashes."""

    code: str
    received_at: datetime
    due: date | None
    kind: str
    text: str

    @property
    def payload(self) -> str:
        due = f"{self.due:{_DAY}}" if self.due else _NO_DUE
        at = f"{self.received_at.astimezone(UTC):{_TIME}}"
        return ".".join((_VERSION, self.code, at, due, self.kind, self.text))

    @property
    def day(self) -> date:
        """Of receipt, in Vietnam."""
        return local_day(self.received_at)


@dataclass(frozen=True, slots=True)
class Slip:
    """What the holder has. `salt` lets them, and nobody without it, show which text was meant."""

    payload: str
    salt: str
    signature: str

    @property
    def line(self) -> str:
        return f"{self.payload}.{self.salt}.{self.signature}"

    @property
    def leaf(self) -> str:
        """What the list of its day shows of it."""
        return merkle.leaf(f"{self.payload}.{self.signature}")

    @property
    def signature_bytes(self) -> bytes:
        return from_base64url(self.signature)

    def is_of(self, story: str) -> bool:
        receipt = read_payload(self.payload)
        return receipt is not None and receipt.text == text_hash(self.salt, story)


def read_slip(written: str) -> Slip | None:
    """The first one in what somebody pasted: a whole address, broken over lines perhaps. None
    where there is none, or not all of it."""
    found = _FOUND.search("".join(written.split()))
    if found is None:
        return None
    slip = Slip(*found.group().rsplit(".", 2))
    whole = _is_base64(slip.salt, SALT_BYTES) and _is_base64(slip.signature, SIGNATURE_BYTES)
    return slip if whole and read_payload(slip.payload) else None


def read_payload(payload: str) -> Receipt | None:
    """None for what no receipt of ours looks like: there is one way to write each."""
    parts = payload.split(".")
    if len(parts) != _PARTS - 2 or parts[0] != _VERSION:
        return None
    _, code, at, due, kind, text = parts
    if not (_is_base64(kind, _KIND_BYTES) and _is_base64(text, _TEXT_BYTES)):
        return None
    try:
        received_at = datetime.strptime(at, _TIME).replace(tzinfo=UTC)
        day = None if due == _NO_DUE else datetime.strptime(due, _DAY).replace(tzinfo=UTC).date()
    except ValueError:
        return None
    receipt = Receipt(code, received_at, day, kind, text)
    return receipt if receipt.payload == payload else None


def text_hash(salt: str, story: str) -> str:
    """Of the words alone: blanks and line ends get lost when people copy, so each run of them
    counts as one blank, and letters are taken in NFC."""
    words = " ".join(unicodedata.normalize("NFC", story).split())
    return base64url(hashlib.sha256(f"{salt}{words}".encode()).digest())


def kind_hash(salt: str, kind: str) -> str:
    """There are so few kinds that anybody could try them all: this salt the house keeps to
    itself."""
    return base64url(hashlib.sha256(f"{salt}{kind}".encode()).digest()[:_KIND_BYTES])


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_base64url(written: str) -> bytes:
    """Raises ValueError."""
    return base64.urlsafe_b64decode(written + "=" * (-len(written) % 4))


def _is_base64(written: str, length: int) -> bool:
    """One spelling only: the bits that the last letter has to spare must be zero."""
    try:
        data = from_base64url(written)
    except ValueError:
        return False
    return len(data) == length and base64url(data) == written
