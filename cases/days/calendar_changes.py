"""Which days an office's calendar counts otherwise than before: its own file was changed, or the
package of national holidays knows more than it did."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from functools import lru_cache

from cases.agency.hours import Calendar
from cases.by_identity import ByIdentity
from cases.days.working_days import is_working

_DAY = timedelta(days=1)
_AHEAD, _BACK = 2, 1  # years that the deadline of an open case can touch


@dataclass(frozen=True, slots=True)
class DaysSeen:
    """What a calendar said of the years from `first` to `last`: `odd` are the days from Monday to
    Friday that are off, and the weekend's that are worked; `end` is when the office closes."""

    first: int
    last: int
    odd: frozenset[date]
    end: time


def seen(calendar: Calendar, today: date) -> DaysSeen:
    return _seen(ByIdentity(calendar), today.year)


@lru_cache(maxsize=8)  # asked with every case that is counted anew
def _seen(key: ByIdentity[Calendar], year: int) -> DaysSeen:
    calendar, first, last = key.kept, year - _BACK, year + _AHEAD
    start, days = date(first, 1, 1), (date(last + 1, 1, 1) - date(first, 1, 1)).days
    every = (start + n * _DAY for n in range(days))
    odd = frozenset(d for d in every if is_working(d, calendar) != (d.weekday() < 5))
    return DaysSeen(first, last, odd, calendar.end_of_day)


def changed(before: DaysSeen, after: DaysSeen) -> tuple[date, ...]:
    """The days that are worked in one and off in the other, of the years both speak of."""
    both = range(max(before.first, after.first), min(before.last, after.last) + 1)
    return tuple(sorted(day for day in before.odd ^ after.odd if day.year in both))


def as_before(calendar: Calendar, days: Collection[date], end: time) -> Calendar:
    """The calendar as it was before these days, and the end of the day, changed."""
    worked = {day for day in days if not is_working(day, calendar)}
    kept = {day: why for day, why in calendar.working.items() if day not in days}
    off = {day: why for day, why in calendar.off.items() if day not in days}
    return replace(
        calendar,
        working={**kept, **dict.fromkeys(worked, "")},
        off={**off, **dict.fromkeys(set(days) - worked, "")},
        hours=(*calendar.hours[:-1], (calendar.hours[-1][0], end)),
    )
