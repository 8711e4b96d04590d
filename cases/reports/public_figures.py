"""Figures anybody may read: of whole months that are over, and no group of fewer than five, also
where a total would give it away. Whole months, because a figure that grows by one from one day to
the next tells of one case."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from statistics import median
from typing import TypeVar

from cases.agency.hours import Calendar
from cases.days.deadlines import VIETNAM, local_day
from cases.kinds import Kind
from cases.reports.case_facts import CaseFact, Stand
from cases.reports.figures import FEWEST, by, working_days

MONTHS = 12
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """None: too few to be shown. `on_time`: percent of those answered that had a day promised;
    `days`: median working days until the answer."""

    first: date
    received: int | None
    answered: int | None
    on_time: int | None
    days: float | None


@dataclass(frozen=True, slots=True)
class PublicFigures:
    """`until` is the first day that is not counted. `kinds` and `sources` are of what was received,
    the largest group first."""

    until: date
    months: Sequence[MonthFigures]
    received: int | None
    answered: int | None
    kinds: Sequence[tuple[Kind, int | None]]
    sources: Sequence[tuple[str, int | None]]

    @property
    def empty(self) -> bool:
        return not self.received and not self.answered


def month_begins(today: date) -> date:
    return today.replace(day=1)


def midnight(day: date) -> datetime:
    """With which a day of Vietnam begins, in UTC."""
    return datetime.combine(day, time(0), VIETNAM).astimezone(UTC)


def public_figures(facts: Iterable[CaseFact], until: date, calendar: Calendar) -> PublicFigures:
    """Of facts as of the midnight with which `until`, the first of a month, begins."""
    firsts = _months(until)
    everything = list(facts)
    received = [f for f in everything if firsts[0] <= local_day(f.received_at) < until]
    answered = [f for f in everything if _answered_on(f, firsts[0], until)]
    per_month = by(received, lambda f: local_day(f.received_at).replace(day=1))
    done = by(answered, lambda f: _settled(f).replace(day=1))
    shown_received = shown([len(per_month.get(first, ())) for first in firsts])
    shown_answered = shown([len(done.get(first, ())) for first in firsts])
    return PublicFigures(
        until=until,
        months=[
            _month(first, new, told, done.get(first, []), calendar)
            for first, new, told in zip(firsts, shown_received, shown_answered, strict=True)
        ],
        received=_enough(len(received)),
        answered=_enough(len(answered)),
        kinds=_grouped(received, lambda f: f.kind),
        sources=_grouped(received, lambda f: f.source),
    )


def _months(until: date) -> list[date]:
    """The first days of the months before it, the oldest first."""
    firsts = [until]
    for _ in range(MONTHS):
        firsts.insert(0, (firsts[0] - timedelta(days=1)).replace(day=1))
    return firsts[:-1]


def _settled(fact: CaseFact) -> date:
    assert fact.settled_at is not None
    return local_day(fact.settled_at)


def _answered_on(fact: CaseFact, first: date, until: date) -> bool:
    if fact.stand is not Stand.ANSWERED or fact.settled_at is None:
        return False
    return first <= local_day(fact.settled_at) < until


def _month(
    first: date,
    received: int | None,
    answered: int | None,
    done: Sequence[CaseFact],
    calendar: Calendar,
) -> MonthFigures:
    dated = [f for f in done if f.due_at is not None]
    lengths = [days for f in done if (days := working_days(f, calendar)) is not None]
    on_time = round(100 * sum(not f.late for f in dated) / len(dated)) if dated else None
    return MonthFigures(
        first=first,
        received=received,
        answered=answered,
        on_time=on_time if len(dated) >= FEWEST else None,
        days=float(median(lengths)) if len(lengths) >= FEWEST else None,
    )


def _grouped(
    facts: Sequence[CaseFact], of: Callable[[CaseFact], Key]
) -> list[tuple[Key, int | None]]:
    """Those not shown last, in the order of their names: their place would tell their size."""
    groups = {key: len(mine) for key, mine in by(facts, of).items()}
    counts = zip(groups, shown(list(groups.values())), strict=True)
    return sorted(counts, key=lambda pair: (pair[1] is None, -(pair[1] or 0), str(pair[0])))


def _enough(count: int) -> int | None:
    return None if 0 < count < FEWEST else count


def shown(counts: Sequence[int]) -> list[int | None]:
    """The counts of groups whose total is known, without what tells of fewer than five: small ones
    are left out, and with them the next larger, until those left out are five or more and at least
    two, so that the total less the others tells nothing."""
    hidden = {at for at, count in enumerate(counts) if 0 < count < FEWEST}
    others = sorted((count, at) for at, count in enumerate(counts) if count >= FEWEST)
    for _, at in others:
        if not hidden or (len(hidden) > 1 and sum(counts[n] for n in hidden) >= FEWEST):
            break
        hidden.add(at)
    return [None if at in hidden else count for at, count in enumerate(counts)]
