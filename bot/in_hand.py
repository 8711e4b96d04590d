"""Which messages this process has in memory, so that a look into the database takes none twice."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager


class InHand:
    def __init__(self) -> None:
        self._ids: set[int] = set()
        self._reading: list[set[int]] = []

    def take(self, ident: int) -> bool:
        """False when it is in hand already."""
        if ident in self._ids:
            return False
        self._ids.add(ident)
        return True

    def release(self, idents: Collection[int]) -> None:
        """What became of them is written down."""
        self._ids.difference_update(idents)
        for released in self._reading:
            released.update(idents)

    @contextmanager
    def reading(self) -> Iterator[set[int]]:
        """Around a look into the database: what is released meanwhile may still look pending to
        it, and stands in the set given."""
        released: set[int] = set()
        self._reading.append(released)
        try:
            yield released
        finally:
            self._reading.remove(released)

    def __contains__(self, ident: int) -> bool:
        return ident in self._ids

    def clear(self) -> None:
        self._ids.clear()
