"""When an answer is due, and how far that is. Instants are aware UTC; days are counted in
Vietnam."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from cases.agency.deadlines import Limit
from cases.agency.hours import Calendar
from cases.days.working_days import add_working_days, is_working, working_days_between

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def local_day(at: datetime) -> date:
    """The calendar day in Vietnam of an aware instant. Raises ValueError for a naive one."""
    return _local(at).date()


def end_of(day: date, calendar: Calendar) -> datetime:
    """When the office closes that day in Vietnam, in UTC."""
    return datetime.combine(day, calendar.end_of_day, VIETNAM).astimezone(UTC)


def counts_from(received_at: datetime, calendar: Calendar) -> date:
    """The day of receipt in law: what comes after working hours or on a day off counts as received
    on the next working day (facts/law 2.6 b); what comes before them or in the lunch break, that
    day."""
    local = _local(received_at)
    after_hours = local.time() > calendar.end_of_day
    if after_hours or not is_working(local.date(), calendar):
        return add_working_days(local.date(), 1, calendar)
    return local.date()


def due(received_at: datetime, limit: Limit, calendar: Calendar) -> datetime:
    """The end (of the working hours, given in UTC) of the last working day of the limit. Raises
    ValueError for a naive instant."""
    day = add_working_days(counts_from(received_at, calendar), limit.days, calendar)
    return end_of(day, calendar)


def begun_by(now: datetime, limit: Limit, calendar: Calendar) -> datetime:
    """The latest beginning whose limit is over: `due(x, limit, calendar) <= now` holds for every x
    up to it and for none after it. Raises ValueError for a naive instant."""
    day = local_day(now)
    if _local(now).time() < calendar.end_of_day or not is_working(day, calendar):
        day = _working_day_before(day, calendar)
    for _ in range(limit.days):
        day = _working_day_before(day, calendar)
    return end_of(day, calendar)


def _working_day_before(day: date, calendar: Calendar) -> date:
    day -= timedelta(days=1)
    while not is_working(day, calendar):
        day -= timedelta(days=1)
    return day


def days_left(due_at: datetime, now: datetime, calendar: Calendar) -> int:
    """Working days left after today: 0 on the last day, negative once overdue (-1 from the first
    minute). Raises ValueError for a naive instant."""
    days = working_days_between(local_day(now), local_day(due_at), calendar)
    return min(days, -1) if now > due_at else max(days, 0)


def _local(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("a deadline needs an instant with its time zone")
    return at.astimezone(VIETNAM)
