"""When what is made by the clock is due, and which span it tells of. Instants are aware UTC; days
and hours are those of Vietnam."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from cases.agency.hours import Calendar
from cases.agency.plan import Schedule
from cases.days.deadlines import VIETNAM, local_day
from cases.days.working_days import is_working, working_days_after

_MONTHS = {"month": 1, "quarter": 3}
_MOST_TOLD = 5
"""Spans one message tells of at most: what was missed for longer is past being news."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """`key` names it for ever ("weekly_results 2026-W47"). It tells of what happened from `begins`
    up to and without `ends`, and is made from `at` on: a day off moves it, never what it tells."""

    key: str
    begins: datetime
    ends: datetime
    at: datetime

    def since(self, told_until: datetime) -> datetime:
        """Where it begins when the one before it told of everything up to then: what an outage
        left out is told along."""
        longest = self.ends - _MOST_TOLD * (self.ends - self.begins)
        return told_until if longest <= told_until < self.ends else self.begins


def newest(schedule: Schedule, now: datetime, calendar: Calendar) -> Occasion:
    """The last one whose time has come."""
    return next(o for o in _backwards(schedule, local_day(now), calendar) if o.at <= now)


def _backwards(schedule: Schedule, today: date, calendar: Calendar) -> Iterator[Occasion]:
    made = schedule.made.value
    if schedule.every == "week":
        day = today - timedelta(days=(today.isoweekday() - schedule.day) % 7)
        while True:
            ends = _instant(day, schedule.at)
            year, week, _ = day.isocalendar()
            key = f"{made} {year}-W{week:02d}"
            yield Occasion(key, ends - timedelta(days=7), ends, _moved(day, schedule, calendar))
            day -= timedelta(days=7)
    months = _MONTHS[schedule.every]
    first = date(today.year, today.month - (today.month - 1) % months, 1)
    while True:
        before = _months_before(first, months)
        key = f"{made} {before.year}-{before.month:02d}"
        at = _moved(first.replace(day=schedule.day), schedule, calendar)
        yield Occasion(key, _instant(before, time()), _instant(first, time()), at)
        first = before


def _moved(day: date, schedule: Schedule, calendar: Calendar) -> datetime:
    """To the next working day."""
    worked = day if is_working(day, calendar) else next(working_days_after(day, calendar))
    return _instant(worked, schedule.at)


def _months_before(first: date, months: int) -> date:
    count = first.year * 12 + first.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)


def _instant(day: date, at: time) -> datetime:
    return datetime.combine(day, at, VIETNAM).astimezone(UTC)
