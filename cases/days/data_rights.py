"""When somebody who uses a right over their data must be answered (facts/law 5.1)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import StrEnum

from cases.agency.deadlines import DataRights
from cases.agency.hours import Calendar
from cases.days.deadlines import VIETNAM, counts_from, due, local_day
from cases.days.working_days import is_working


class Right(StrEnum):
    SEE = "see"
    EXPORT = "export"
    CORRECT = "correct"
    WITHDRAW = "withdraw"
    ERASE = "erase"
    OBJECT = "object"


_LIMIT = {Right.EXPORT: Right.SEE}
_END_OF_WORK = 17


def first_due(at: datetime, rights: DataRights, calendar: Calendar) -> datetime:
    """By when the person must have heard how it goes on. Raises ValueError for a naive instant."""
    return due(at, rights.first, calendar)


def done_due(right: Right, at: datetime, rights: DataRights, calendar: Calendar) -> datetime:
    """By when it must be done: the end of work (in UTC) of the last working day within the limit,
    which counts days of the calendar. Raises ValueError for a naive instant."""
    limit = getattr(rights, _LIMIT.get(right, right).value)
    first = counts_from(at, calendar)
    day = first + timedelta(days=limit.days)
    while day > local_day(at) and not is_working(day, calendar):
        day -= timedelta(days=1)
    return datetime(day.year, day.month, day.day, _END_OF_WORK, tzinfo=VIETNAM).astimezone(UTC)
