"""So many calls in any so many seconds: what every service's pace is made of."""

from __future__ import annotations

from collections import deque

Limit = tuple[int, float]
"""So many calls in any so many seconds."""


class Window:
    """At most `count` slots in any `seconds`, given out in the order they are asked for."""

    __slots__ = ("_count", "_seconds", "_slots")

    def __init__(self, limit: Limit) -> None:
        self._count, self._seconds = limit
        self._slots: deque[float] = deque(maxlen=self._count)

    def take(self, now: float) -> float:
        """The time from which this call may leave; never earlier than the call before it."""
        slots, at = self._slots, now
        if slots:
            if len(slots) == self._count:
                at = max(at, slots[0] + self._seconds)
            at = max(at, slots[-1])
        slots.append(at)
        return at

    def idle(self, now: float) -> bool:
        return not self._slots or self._slots[-1] + self._seconds < now
