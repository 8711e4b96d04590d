"""How the day of an answer comes about, day by day, as runs of days that one may read aloud."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from cases.agency.hours import Calendar
from cases.days.counting import Counting, Pause, last_day, pauses
from cases.days.deadlines import counts_from, end_of
from cases.days.working_days import is_working, why_not, working_days_after

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Run:
    """Days from `first` to `last`, alike: `why` they are off; of counted ones, whether `made_up`
    (a weekend's day that is worked)."""

    first: date
    last: date
    why: str = ""
    made_up: bool = False


@dataclass(frozen=True, slots=True)
class Explained:
    """`received` is the day of receipt in law; `counted` and `off` are those of the limit, up to
    `base`, its last day; `still` when the clock stood still, with how many working days each time;
    `fixed` the day promised instead. Of what only the promise is known nothing is counted."""

    received: date
    counted: tuple[Run, ...]
    off: tuple[Run, ...]
    still: tuple[tuple[Pause, int], ...]
    base: date
    fixed: date | None
    last: date


def explained(counting: Counting, calendar: Calendar, language: str) -> Explained:
    by_limit = counting.by_limit(counting.days)
    if counting.fixed_at is not None:
        stood = tuple(p for p in counting.stood if p[0] < counting.fixed_at)
        by_limit = replace(by_limit, stood=stood)
    received, base = counts_from(counting.since, calendar), last_day(by_limit, calendar)
    before = pauses(by_limit, calendar)
    counted = _without(received, base, before, calendar)
    return Explained(
        received=received,
        counted=tuple(_runs(_counted(counted))) if counting.basis else (),
        off=tuple(_runs(_off(received, base, calendar, language))) if counting.basis else (),
        still=tuple(before if counting.fixed is None else [*before, *pauses(counting, calendar)]),
        base=base,
        fixed=counting.fixed,
        last=last_day(counting, calendar),
    )


def _without(
    received: date, last: date, still: Iterable[tuple[Pause, int]], calendar: Calendar
) -> list[date]:
    """The working days up to the last one, without those on which the clock stood still: the first
    ones that were left when it stopped."""
    days = []
    for day in working_days_after(received, calendar):
        if day > last:
            break
        days.append(day)
    for (since, _), length in still:
        left = [day for day in days if end_of(day, calendar) >= since][:length]
        days = [day for day in days if day not in left]
    return days


def _counted(days: Iterable[date]) -> Iterator[Run]:
    return (Run(day, day, made_up=day.weekday() > 4) for day in days)


def _off(received: date, last: date, calendar: Calendar, language: str) -> Iterator[Run]:
    """From Monday to Friday only: that weekends do not count is said once for all."""
    for n in range(1, (last - received).days):
        day = received + n * _DAY
        if day.weekday() < 5 and not is_working(day, calendar):
            yield Run(day, day, why=why_not(day, calendar, language))


def _runs(days: Iterable[Run]) -> Iterator[Run]:
    """Neighbours that are alike, as one."""
    held: Run | None = None
    for day in days:
        alike = held and (held.why, held.made_up) == (day.why, day.made_up)
        if held and alike and day.first - held.last == _DAY:
            held = replace(held, last=day.last)
            continue
        if held:
            yield held
        held = day
    if held:
        yield held
