"""Parcels that take several calls and have not had all of them."""

from __future__ import annotations

from messages.envelope import Parcel

_REMEMBERED = 1000


class Begun:
    """A next try goes on where the one before left off. Remembered while we run only."""

    def __init__(self) -> None:
        self._told: dict[int, tuple[Parcel, tuple[str, ...]]] = {}

    def told(self, parcel: Parcel) -> list[str]:
        """The channel's ids of what earlier tries have brought over, in order."""
        before, ids = self._told.get(parcel.id, (parcel, ()))
        same = (before.chat, before.message) == (parcel.chat, parcel.message)
        return list(ids) if same else []

    def note(self, parcel: Parcel, told: list[str]) -> None:
        while len(self._told) >= _REMEMBERED:
            del self._told[next(iter(self._told))]
        self._told[parcel.id] = parcel, tuple(told)

    def over(self, parcel: Parcel) -> None:
        self._told.pop(parcel.id, None)
