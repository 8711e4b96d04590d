"""Working time: the hours of a working day, whether an instant lies in them, and how much of them
lies between two. Instants are aware UTC, hours are those of Vietnam."""

from __future__ import annotations

from datetime import datetime, timedelta

from cases.agency.hours import Calendar
from cases.days.deadlines import VIETNAM, local_day
from cases.days.working_days import is_working


def open_now(now: datetime, calendar: Calendar) -> bool:
    """Whether officials are at their desks."""
    at = now.astimezone(VIETNAM)
    return is_working(at.date(), calendar) and any(
        begins <= at.time() < ends for begins, ends in calendar.hours
    )


def worked(since: datetime, until: datetime, calendar: Calendar) -> timedelta:
    """How much working time lies between; none where `until` is the earlier."""
    day, last, total = local_day(since), local_day(until), timedelta()
    while day <= last:
        if is_working(day, calendar):
            for begins, ends in calendar.hours:
                first = max(datetime.combine(day, begins, VIETNAM), since)
                end = min(datetime.combine(day, ends, VIETNAM), until)
                total += max(end - first, timedelta())
        day += timedelta(days=1)
    return total
