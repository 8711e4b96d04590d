"""Periods of reports: local days, both included. A month runs to the day the agency says, by law
the 14th; quarters, halves and years are made of such months (Nghị định 09/2019/NĐ-CP Art. 12)."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from cases.days.deadlines import VIETNAM
from cases.reports.figures import Span

_DAY = timedelta(days=1)


class PeriodKind(StrEnum):
    WEEK = "week"  # Monday to Sunday
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    NINE = "nine"  # the first nine months
    YEAR = "year"
    DAYS = "days"  # any others


MONTHS = {
    PeriodKind.MONTH: 1,
    PeriodKind.QUARTER: 3,
    PeriodKind.HALF: 6,
    PeriodKind.NINE: 9,
    PeriodKind.YEAR: 12,
}


@dataclass(frozen=True, slots=True)
class Period:
    """`number`: which month, quarter, half or week of `year`; 0 for other days."""

    kind: PeriodKind
    year: int
    number: int
    first: date
    last: date

    @property
    def span(self) -> Span:
        """From the midnight it begins with to the one after it, in UTC."""
        return Span(_midnight(self.first), _midnight(self.last + _DAY))

    def over(self, today: date) -> bool:
        return self.last < today


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), VIETNAM).astimezone(UTC)


def of(kind: PeriodKind, year: int, number: int, month_ends: int) -> Period | None:
    """That one; None where there is no such number."""
    if kind is PeriodKind.WEEK:
        return _week(year, number)
    length = MONTHS[kind]
    if not 1 <= number <= 12 // length:
        return None
    first_month = (number - 1) * length + 1
    before = (year, first_month - 1) if first_month > 1 else (year - 1, 12)
    first = _end(*before, month_ends) + _DAY
    return Period(kind, year, number, first, _end(year, first_month + length - 1, month_ends))


def _week(year: int, number: int) -> Period | None:
    try:
        monday = date.fromisocalendar(year, number, 1)
    except ValueError:
        return None
    return Period(PeriodKind.WEEK, year, number, monday, monday + 6 * _DAY)


def _end(year: int, month: int, month_ends: int) -> date:
    return date(year, month, min(month_ends, monthrange(year, month)[1]))


def days(first: date, last: date) -> Period:
    """Any days from one to another."""
    return Period(PeriodKind.DAYS, last.year, 0, first, last)


def holding(kind: PeriodKind, day: date, month_ends: int) -> Period:
    """The one in which that day lies; of the first nine months, those of the year it counts to."""
    if kind is PeriodKind.WEEK:
        year, week, _ = day.isocalendar()
        return Period(kind, year, week, *_monday_to_sunday(day))
    year = day.year if day <= _end(day.year, 12, month_ends) else day.year + 1
    made = (of(kind, year, number, month_ends) for number in range(1, 12 // MONTHS[kind] + 1))
    found = [period for period in made if period is not None]
    return next((p for p in found if p.first <= day <= p.last), found[-1])


def _monday_to_sunday(day: date) -> tuple[date, date]:
    monday = day - timedelta(days=day.weekday())
    return monday, monday + 6 * _DAY


def before(period: Period, month_ends: int) -> Period:
    """The one of its kind that ends where this begins."""
    if period.kind is PeriodKind.DAYS:
        length = period.last - period.first
        return days(period.first - _DAY - length, period.first - _DAY)
    return holding(period.kind, period.first - _DAY, month_ends)


def finished(kind: PeriodKind, today: date, month_ends: int) -> Period:
    """The newest that is over."""
    now = holding(kind, today, month_ends)
    return now if now.over(today) else before(now, month_ends)


def of_days(first: date, last: date, month_ends: int) -> Period:
    """The named period of exactly these days, else these days."""
    kinds = [*MONTHS, PeriodKind.WEEK]
    held = (holding(kind, last, month_ends) for kind in kinds)
    return next((p for p in held if (p.first, p.last) == (first, last)), days(first, last))
