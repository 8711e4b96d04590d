"""How often one client may do something, with a delay that grows for those who do not wait."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

_REMEMBERED = 20_000


@dataclass(slots=True)
class _Bucket:
    level: float
    at: float
    strikes: int = 0
    held_until: float = 0.0


class Pace:
    """`burst` at once, then `per_second`. Waits double from two seconds up to `longest`. Kept in
    memory: a restart forgives, which is fine for a guard against flooding."""

    def __init__(
        self,
        burst: int,
        per_second: float,
        longest: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._burst = burst
        self._per_second = per_second
        self._longest = longest
        self._clock = clock
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def wait(self, key: str) -> float:
        """0 if it may go on (and is counted), else the seconds to wait."""
        now = self._clock()
        bucket = self._bucket(key, now)
        if now < bucket.held_until:
            return bucket.held_until - now
        bucket.level = min(self._burst, bucket.level + (now - bucket.at) * self._per_second)
        bucket.at = now
        if bucket.level >= self._burst:
            bucket.strikes = 0
        if bucket.level >= 1:
            bucket.level -= 1
            return 0.0
        bucket.strikes += 1
        wait = min(2.0**bucket.strikes, self._longest)
        bucket.held_until = now + wait
        return wait

    def _bucket(self, key: str, now: float) -> _Bucket:
        bucket = self._buckets.get(key)
        if bucket is None:
            bucket = self._buckets[key] = _Bucket(self._burst, now)
            if len(self._buckets) > _REMEMBERED:
                self._buckets.popitem(last=False)
        self._buckets.move_to_end(key)
        return bucket
