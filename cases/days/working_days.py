"""Working days of Vietnam: the `holidays` package, and above it the days an agency's calendar
adds or takes away (facts/law 7)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

import holidays

from cases.agency.hours import Calendar

_DAY = timedelta(days=1)
_WEEKEND = {5: ("thứ Bảy", "Saturday"), 6: ("Chủ nhật", "Sunday")}
_LANGUAGES = {"vi": "vi", "en": "en_US"}


class _Year(NamedTuple):
    off: dict[date, str]
    worked_weekends: frozenset[date]


@lru_cache(maxsize=64)
def _national(year: int, language: str) -> _Year:
    """The year as the package knows it. Building it costs about a millisecond, hence the cache."""
    days = holidays.country_holidays("VN", years=year, language=_LANGUAGES[language])
    return _Year(dict(days), frozenset(days.weekend_workdays))


def is_working(day: date, calendar: Calendar) -> bool:
    """Whether state offices work that day. The agency's calendar wins over the package; where it
    names a day both ways, the day is worked."""
    if day in calendar.working:
        return True
    if day in calendar.off:
        return False
    year = _national(day.year, "vi")
    if day in year.off:
        return False
    return day.weekday() < 5 or day in year.worked_weekends


def why_not(day: date, calendar: Calendar, language: str = "vi") -> str:
    """Why the day is not worked, in the language's words; empty for a working day. Reasons from
    the agency's calendar are as the agency wrote them."""
    if is_working(day, calendar):
        return ""
    reason = calendar.off.get(day) or _national(day.year, language).off.get(day)
    if reason:
        return reason
    return _WEEKEND[day.weekday()][language == "en"]


def add_working_days(start: date, n: int, calendar: Calendar) -> date:
    """The n-th working day after `start`, which itself does not count (Civil Code 2015 Art. 147);
    `start` for n = 0. Raises ValueError for a negative n."""
    if n < 0:
        raise ValueError("a deadline cannot run backwards")
    return next(islice(working_days_after(start, calendar), n - 1, None)) if n else start


def working_days_after(start: date, calendar: Calendar) -> Iterator[date]:
    """The working days after `start`, one by one, without end."""
    day = start
    while True:
        day += _DAY
        if is_working(day, calendar):
            yield day


def working_days_between(start: date, end: date, calendar: Calendar) -> int:
    """How many working days lie after `start` up to and with `end`; negative when `end` is the
    earlier."""
    if end < start:
        return -working_days_between(end, start, calendar)
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(is_working(day, calendar) for day in days)
