"""How long somebody waits after wrong receipt numbers. Sixteen digits cannot be found by trying;
the growing wait is there so that nobody tries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Patience:
    free: int  # misses that cost no wait
    first: timedelta  # the first wait; each further miss doubles it
    longest: timedelta
    forgets: timedelta  # one miss is forgotten each time this has passed


IN_A_CHAT = Patience(3, timedelta(minutes=1), timedelta(hours=24), timedelta(hours=6))
# New chats cost nothing, so all of them together are slowed too; by seconds only, or a guesser
# could lock everybody else out.
BY_EVERYBODY = Patience(60, timedelta(seconds=1), timedelta(seconds=30), timedelta(minutes=1))


def after_miss(
    failed: int, last: datetime | None, now: datetime, patience: Patience
) -> tuple[int, datetime]:
    """The misses that count now, and until when no number is looked up. `last` is what the miss
    before gave as that time."""
    if last is not None:
        failed -= max(0, (now - last) // patience.forgets)
    failed = max(failed, 0) + 1
    waits = failed - patience.free
    if waits <= 0:
        return failed, now
    wait = min(patience.first * 2 ** min(waits - 1, 20), patience.longest)
    return failed, now + wait
