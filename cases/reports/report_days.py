"""When a report is made by the clock: on its day of the month after the period has ended, moved to
the next working day; and when somebody is reminded of one that was not issued."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from cases.agency.hours import Calendar
from cases.agency.plan import Schedule
from cases.days.deadlines import VIETNAM
from cases.days.working_days import add_working_days, is_working
from cases.reports import periods
from cases.reports.periods import Period, PeriodKind

KINDS = {"week": PeriodKind.WEEK, "month": PeriodKind.MONTH, "quarter": PeriodKind.QUARTER}
"""By how often."""
_DAY = timedelta(days=1)


class Reminder(StrEnum):
    """Of a report that was drafted, and that nobody has issued."""

    SOON = "soon"  # two working days, or one, are left
    TODAY = "today"  # the last day anybody works before it must be sent
    LATE = "late"


def due_at(period: Period, schedule: Schedule, calendar: Calendar) -> datetime:
    """In UTC."""
    day = period.last + _DAY
    while not _fits(day, schedule):
        day += _DAY
    if not is_working(day, calendar):
        day = add_working_days(day, 1, calendar)
    return datetime.combine(day, schedule.at, VIETNAM).astimezone(UTC)


def _fits(day: date, schedule: Schedule) -> bool:
    return (day.isoweekday() if schedule.every == "week" else day.day) == schedule.day


def send_by(period: Period, due_day: int) -> date:
    """By when the department sends it on: the first such day after the period."""
    day = period.last + _DAY
    while day.day != min(due_day, monthrange(day.year, day.month)[1]):
        day += _DAY
    return day


def reminder(by: date, asked: date, today: date, calendar: Calendar) -> Reminder | None:
    """What is said today of one that must be sent by that day: nothing on the day it was asked for,
    and none of what was missed while the house stood still."""
    last = _worked(by, calendar)
    if today <= asked or today < _worked(_worked(last - _DAY, calendar) - _DAY, calendar):
        return None
    if today > by:
        return Reminder.LATE
    return Reminder.TODAY if today >= last else Reminder.SOON


def _worked(day: date, calendar: Calendar) -> date:
    """That day, or the last working day before it."""
    while not is_working(day, calendar):
        day -= _DAY
    return day


def over_since(since: date, today: date, schedule: Schedule, month_ends: int) -> Iterator[Period]:
    """The periods that are over and end on `since` or later, newest first."""
    period = periods.finished(KINDS[schedule.every], today, month_ends)
    while period.last >= since:
        yield period
        period = periods.before(period, month_ends)
