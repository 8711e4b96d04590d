"""A file under a key of its own, written and read in pieces: AES-256-GCM, each piece numbered, the
last one marked, so that none can be changed, moved or left out."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import IO

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"LANGNGHE-SEALED-1\n"
_PIECE = 1 << 20
_TAG = 16
_LONGEST_HEAD = 1000


class Spoilt(Exception):
    """Not as it was written, or not whole."""


Unlock = Callable[[str], bytes]
"""The key of that name. Raises whatever says that there is none."""


class SealedWriter(io.RawIOBase):
    """Each key seals one file only: pieces are numbered from nought."""

    def __init__(self, file: IO[bytes], name: str, key: bytes) -> None:
        super().__init__()
        self._file, self._cipher = file, AESGCM(key)
        self._head = _head(name)
        self._waiting, self._number = bytearray(), 0
        file.write(self._head)

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self._waiting += data
        while len(self._waiting) > _PIECE:
            self._put(bytes(self._waiting[:_PIECE]), last=False)
            del self._waiting[:_PIECE]
        return len(data)

    def finish(self) -> None:
        """The last piece; without it the file is not whole."""
        self._put(bytes(self._waiting), last=True)

    def _put(self, piece: bytes, *, last: bool) -> None:
        sealed = self._cipher.encrypt(_nonce(self._number), piece, _about(self._head, last))
        self._file.write(bytes([last]) + len(sealed).to_bytes(4, "big") + sealed)
        self._number += 1


class _SealedReader(io.RawIOBase):
    def __init__(self, file: IO[bytes], head: bytes, key: bytes) -> None:
        super().__init__()
        self._file, self._cipher, self._head = file, AESGCM(key), head
        self._open, self._number, self._over = b"", 0, False

    def readable(self) -> bool:
        return True

    def readinto(self, target: memoryview) -> int:  # type: ignore[override]
        while not self._open and not self._over:
            self._next()
        size = min(len(target), len(self._open))
        target[:size] = self._open[:size]
        self._open = self._open[size:]
        return size

    def _next(self) -> None:
        start = self._file.read(5)
        last, size = start[:1] == b"\x01", int.from_bytes(start[1:], "big")
        if len(start) < 5 or start[0] > 1 or not _TAG <= size <= _PIECE + _TAG:
            raise Spoilt("cut, or changed")
        try:
            about = _about(self._head, last)
            self._open = self._cipher.decrypt(_nonce(self._number), self._file.read(size), about)
        except InvalidTag:
            raise Spoilt("changed") from None
        self._number, self._over = self._number + 1, last
        if last and self._file.read(1):
            raise Spoilt("something follows the end")

    def close(self) -> None:
        self._file.close()
        super().close()


def opened(path: Path, unlock: Unlock) -> IO[bytes]:
    """The content of a sealed file, or a plain one as it stands. Raises OSError, Spoilt, and what
    `unlock` raises."""
    file = path.open("rb")
    try:
        if file.read(len(MAGIC)) != MAGIC:
            file.seek(0)
            return file
        size = int.from_bytes(file.read(2), "big")
        told = file.read(size) if size <= _LONGEST_HEAD else b""
        key = unlock(_name(told))
    except BaseException:
        file.close()
        raise
    return io.BufferedReader(_SealedReader(file, _framed(told), key), _PIECE)


def _head(name: str) -> bytes:
    return _framed(orjson.dumps({"key": name}))


def _framed(told: bytes) -> bytes:
    return MAGIC + len(told).to_bytes(2, "big") + told


def _name(told: bytes) -> str:
    try:
        return str(orjson.loads(told)["key"])
    except (orjson.JSONDecodeError, KeyError, TypeError):
        raise Spoilt("its beginning cannot be read") from None


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


def _about(head: bytes, last: bool) -> bytes:
    return head + bytes([last])
