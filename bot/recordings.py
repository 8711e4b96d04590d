"""Videos and voice notes in ISO base media (mp4, mov, m4a, 3gp) without the notes phones add to
them: place, device, owner, title (a voice memo is often named after the street it was made in)."""

from __future__ import annotations

from collections.abc import Iterator

_NOTES = {b"udta", b"meta", b"uuid"}
_PARENTS = {b"moov", b"trak"}


def without_notes(data: bytes) -> bytes:
    """The same recording with its notes blanked; nothing moves, so every offset stays right.

    Files that are cut short or built strangely are cleaned as far as they can be read."""
    cleaned = bytearray(data)
    _blank(cleaned, 0, len(cleaned), 0)
    return bytes(cleaned)


def _blank(data: bytearray, start: int, end: int, depth: int) -> None:
    for at, body, stop in _boxes(data, start, end):
        name = bytes(data[at + 4 : at + 8])
        if name in _NOTES:
            data[at + 4 : at + 8] = b"free"
            data[body:stop] = bytes(stop - body)
        elif name in _PARENTS and depth < 4:
            _blank(data, body, stop, depth + 1)


def _boxes(data: bytearray, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """(start, start of the body, end) of each box between `start` and `end` (ISO 14496-12, 4.2)."""
    while start + 8 <= end:
        size, body = int.from_bytes(data[start : start + 4], "big"), start + 8
        if size == 1:
            size, body = int.from_bytes(data[start + 8 : start + 16], "big"), start + 16
        stop = end if size == 0 else min(start + size, end)
        if stop < body:
            return
        yield start, body, stop
        start = stop
