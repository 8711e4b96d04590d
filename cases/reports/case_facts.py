"""What is counted of a case: the one place every figure comes from, whether in a report, a chart, a
broadcast or a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cases.kinds import IdentityMode, Kind, Outcome


class Stand(StrEnum):
    """Where a case stood at an instant, as reports count."""

    OPEN = "open"  # received, not settled
    ANSWERED = "answered"  # answered or closed after an answer
    REFUSED = "refused"
    FORWARDED = "forwarded"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"  # closed without an answer: praise, tips, duplicates


@dataclass(frozen=True, slots=True)
class CaseFact:
    """One case as it stood at the instant asked for, after its history up to then. `settled_at` is
    when it left `OPEN` last; `opened_at` when it came back to it last (None: it never left), and
    `earlier` from when to when it was open before that. An answer taken back before anybody was
    told of it was none. `due_at`: the day promised (None: none was); `stands`: its clock stands
    still for its sender, who was asked before that day was over; `merged`: another case carries its
    answer."""

    id: int
    code: str
    kind: Kind
    identity: IdentityMode
    office: str  # that has, or had, it; "" while nobody
    procedure: str  # code; "" where none
    field: str  # of the procedure; ""
    source: str
    restricted: bool
    received_at: datetime
    stand: Stand
    settled_at: datetime | None = None
    opened_at: datetime | None = None
    earlier: tuple[tuple[datetime, datetime], ...] = ()
    due_at: datetime | None = None
    stands: bool = False
    rating: int | None = None
    published_at: datetime | None = None
    outcome: Outcome | None = None
    verdict: str = ""
    merged: bool = False

    @property
    def late(self) -> bool:
        """Settled after the day promised."""
        return bool(self.due_at and self.settled_at and self.settled_at > self.due_at)

    def was_open(self, at: datetime) -> bool:
        """Whether it was being worked on just before that instant."""
        last = (self.opened_at or self.received_at, self.settled_at)
        return any(a < at and (b is None or b >= at) for a, b in (*self.earlier, last))
