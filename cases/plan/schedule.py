"""When something of the plan is made by the clock."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from cases.agency.plan import Schedule
from cases.days.deadlines import VIETNAM


def newest(schedule: Schedule, now: datetime) -> date:
    """The last day it was to be made on, its time of that day past. Where that is no working day
    it is made on the next one: whoever makes it waits for working time."""
    day = now.astimezone(VIETNAM).date()
    while not (_meant(schedule, day) and _begins(schedule, day) <= now):
        day -= timedelta(days=1)
    return day


def _begins(schedule: Schedule, day: date) -> datetime:
    return datetime.combine(day, schedule.at, VIETNAM)


def _meant(schedule: Schedule, day: date) -> bool:
    """A quarter's is made in its last month."""
    if schedule.every == "week":
        return day.isoweekday() == schedule.day
    return day.day == schedule.day and (schedule.every == "month" or day.month % 3 == 0)
