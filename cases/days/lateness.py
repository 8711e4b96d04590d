"""What follows when a promised day was missed. Instants are aware UTC, days those of Vietnam."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from cases.agency.deadlines import Limit
from cases.agency.hours import Calendar
from cases.days.deadlines import VIETNAM, end_of, local_day
from cases.days.working_days import add_working_days, is_working


def new_date(now: datetime, limit: Limit, calendar: Calendar) -> datetime:
    """The new date told on the day of `now`, which does not count."""
    return end_of(add_working_days(local_day(now), limit.days, calendar), calendar)


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
