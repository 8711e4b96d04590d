"""What follows when a promised day was missed. Instants are aware UTC, days those of Vietnam."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from cases.agency import Calendar, Limit
from cases.deadlines import VIETNAM, due, local_day
from cases.working_days import is_working

_THAT_DAY = Limit(0, "")


def end_of(day: date, calendar: Calendar) -> datetime:
    """When offices close that day; on a day off, the next working day."""
    return due(datetime.combine(day, time(), VIETNAM), _THAT_DAY, calendar)


def new_date(now: datetime, limit: Limit, calendar: Calendar) -> datetime:
    """The new date told on the day of `now`, which does not count."""
    return due(datetime.combine(local_day(now), time(), VIETNAM), limit, calendar)


def told_by(now: datetime, limit: Limit, calendar: Calendar) -> datetime:
    """Whoever was told something by then is told again on the day of `now`, once the limit is
    over. The days count whole: what was said after hours was said that day."""
    day = local_day(now)
    for _ in range(limit.days):
        day -= timedelta(days=1)
        while not is_working(day, calendar):
            day -= timedelta(days=1)
    midnight = datetime.combine(day + timedelta(days=1), time(), VIETNAM)
    return midnight.astimezone(UTC)
