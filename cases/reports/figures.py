"""Counting: pure functions from the facts of cases to figures. A period is from its first instant
up to and without its last."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import TypeVar

from cases.agency.hours import Calendar
from cases.days.deadlines import counts_from, local_day
from cases.days.working_days import working_days_between
from cases.kinds import STATUTORY, IdentityMode
from cases.reports.case_facts import CaseFact, Stand

Key = TypeVar("Key", bound=Hashable)

FEWEST = 5
"""A group of fewer is not shown where everybody reads: a small number tells who it was."""


@dataclass(frozen=True, slots=True)
class Span:
    """Aware instants; `ends` is not part of it any more."""

    begins: datetime
    ends: datetime

    def holds(self, at: datetime | None) -> bool:
        return at is not None and self.begins <= at < self.ends


@dataclass(frozen=True, slots=True)
class Figures:
    """What is counted of a group of cases over a span. `carried`: open at its beginning; `again`:
    settled before it and opened again in it; `due`: those answered that had a day promised;
    `days`: median working days until the answer, None where nothing was answered; `stars`: mean
    rating, None where nobody rated."""

    carried: int = 0
    received: int = 0
    again: int = 0
    answered: int = 0
    refused: int = 0
    forwarded: int = 0
    withdrawn: int = 0
    closed: int = 0
    open: int = 0
    open_late: int = 0
    due: int = 0
    on_time: int = 0
    days: float | None = None
    rated: int = 0
    stars: float | None = None
    content: int = 0  # rated 4 or 5
    published: int = 0

    @property
    def on_time_share(self) -> float | None:
        """Of 100, to one place, so that one late of two hundred shows; None where nothing that had
        a day was answered."""
        return round(100 * self.on_time / self.due, 1) if self.due else None

    @property
    def size(self) -> int:
        """Of the group: all that were in hand during the span."""
        return self.carried + self.received + self.again


def is_pakn(fact: CaseFact) -> bool:
    """Whether it is counted by law: of a statutory kind, and not a tip without a name."""
    return fact.kind in STATUTORY and fact.identity is not IdentityMode.ANONYMOUS


def in_hand(facts: Iterable[CaseFact], span: Span) -> list[CaseFact]:
    """Those that were open at its beginning, came during it, or were opened again during it.
    `facts` stand as of its end."""
    return [
        f
        for f in facts
        if f.was_open(span.begins) or span.holds(f.received_at) or opened_again(f, span)
    ]


def opened_again(fact: CaseFact, span: Span) -> bool:
    """Settled before the span, and taken up again during it."""
    if fact.received_at >= span.begins or fact.was_open(span.begins):
        return False
    return any(span.holds(at) for at in (fact.opened_at, *(a for a, _ in fact.earlier)))


def by(facts: Iterable[CaseFact], of: Callable[[CaseFact], Key]) -> dict[Key, list[CaseFact]]:
    """Groups in the order in which their first case comes."""
    found: dict[Key, list[CaseFact]] = {}
    for fact in facts:
        found.setdefault(of(fact), []).append(fact)
    return found


def working_days(fact: CaseFact, calendar: Calendar) -> int | None:
    """Until it was settled, the day of receipt not counted (of one opened again, the day of that);
    None while it is open."""
    if fact.settled_at is None:
        return None
    since = counts_from(fact.opened_at or fact.received_at, calendar)
    return max(working_days_between(since, local_day(fact.settled_at), calendar), 0)


def count(facts: Iterable[CaseFact], span: Span, calendar: Calendar) -> Figures:
    """Of facts that stand as of the end of the span. Those settled before it are left out."""
    mine = in_hand(facts, span)
    stands = _by_stand(mine)
    answered = stands[Stand.ANSWERED]
    dated = [f for f in answered if f.due_at is not None]
    rated = [f.rating for f in answered if f.rating]
    lengths = [d for f in answered if (d := working_days(f, calendar)) is not None]
    return Figures(
        carried=sum(f.was_open(span.begins) for f in mine),
        again=sum(opened_again(f, span) for f in mine),
        received=sum(span.holds(f.received_at) for f in mine),
        answered=len(answered),
        refused=len(stands[Stand.REFUSED]),
        forwarded=len(stands[Stand.FORWARDED]),
        withdrawn=len(stands[Stand.WITHDRAWN]),
        closed=len(stands[Stand.CLOSED]),
        open=len(stands[Stand.OPEN]),
        open_late=sum(is_late(f, span.ends) for f in stands[Stand.OPEN]),
        due=len(dated),
        on_time=sum(not f.late for f in dated),
        days=median(lengths) if lengths else None,
        rated=len(rated),
        stars=sum(rated) / len(rated) if rated else None,
        content=sum(stars >= 4 for stars in rated),
        published=sum(span.holds(f.published_at) for f in mine),
    )


def is_late(fact: CaseFact, at: datetime) -> bool:
    """Whether an open case is past its day at that instant. While its clock stands still it is
    not: the day will move."""
    return (
        fact.stand is Stand.OPEN
        and not fact.stands
        and fact.due_at is not None
        and fact.due_at < at
    )


def tabulated(
    facts: Iterable[CaseFact],
    of: Callable[[CaseFact], Key],
    span: Span,
    calendar: Calendar,
) -> Mapping[Key, Figures]:
    """Figures of each group, the largest first; groups without a case in hand are left out."""
    groups = by(in_hand(facts, span), of)
    counted = {key: count(mine, span, calendar) for key, mine in groups.items()}
    return dict(sorted(counted.items(), key=lambda pair: (-pair[1].size, str(pair[0]))))


def _by_stand(facts: Iterable[CaseFact]) -> dict[Stand, list[CaseFact]]:
    found: dict[Stand, list[CaseFact]] = {stand: [] for stand in Stand}
    for fact in facts:
        found[fact.stand].append(fact)
    return found
