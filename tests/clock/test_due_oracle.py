"""An independent count of working days, by hand and by brute force, against ours: every first day
from 2024 to 2030, every length from 1 to 60.

The days off of 2024 to 2027 are written out here from the announcements as facts/law 7 gives them.
Those of 2028 to 2031 nobody has announced: they are what the `holidays` package says, read without
any of our functions, and so show only that we count by them rightly."""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

import holidays
import pytest

from bot.agency_files import load
from cases.agency.deadlines import Limit
from cases.days import counting
from cases.days.counting import Counting
from cases.days.deadlines import VIETNAM, due
from cases.days.working_days import add_working_days, working_days_after
from tests.agency_folder import SAMPLE

CALENDAR = load(SAMPLE).calendar
FIRST, LAST, LONGEST = date(2024, 1, 1), date(2030, 12, 31), 60
DAY = timedelta(days=1)

OFF = """
2024: 1/1  8/2 9/2 12/2 13/2 14/2  18/4 29/4 30/4 1/5  2/9 3/9
2025: 1/1  27/1 28/1 29/1 30/1 31/1  7/4 30/4 1/5 2/5  1/9 2/9
2026: 1/1 2/1  16/2 17/2 18/2 19/2 20/2  27/4 30/4 1/5  31/8 1/9 2/9  24/11
2027: 1/1  4/2 5/2 8/2 9/2 10/2  16/4 30/4 3/5  2/9 3/9  24/11
"""
WORKED_SATURDAYS = {date(2024, 5, 4), date(2025, 4, 26), date(2026, 1, 10), date(2026, 8, 22)}


def written_out() -> set[date]:
    days = set()
    for line in OFF.split("\n"):
        year, _, listed = line.partition(":")
        for each in listed.split():
            day, month = each.split("/")
            days.add(date(int(year), int(month), int(day)))
    return days


def worked_days() -> list[date]:
    """From the first day to the end of 2031, by looking at each."""
    off = written_out() | set(holidays.country_holidays("VN", years=range(2028, 2032)))
    days, day = [], FIRST
    while day.year < 2032:
        if day in WORKED_SATURDAYS or (day.weekday() < 5 and day not in off):
            days.append(day)
        day += DAY
    return days


WORKED = worked_days()


@pytest.mark.parametrize(("year", "count"), [(2024, 251), (2025, 250), (2026, 249), (2027, 249)])
def test_the_oracle_has_as_many_days_as_the_facts_say(year: int, count: int) -> None:
    assert sum(day.year == year for day in WORKED) == count


def test_every_start_and_every_length_agrees() -> None:
    """Of each first day the next sixty working days, which are its last days by length."""
    position, day, wrong = 0, FIRST, []
    while day <= LAST:
        while WORKED[position] <= day:
            position += 1
        expected = WORKED[position : position + LONGEST]
        if list(islice(working_days_after(day, CALENDAR), LONGEST)) != expected:
            wrong.append(day)
        day += DAY
    assert wrong == []


@pytest.mark.parametrize("days", [1, 5, 15, 60])
@pytest.mark.parametrize(
    ("hour", "same_day"),
    [("06:30", True), ("10:00", True), ("12:15", True), ("17:00", True), ("17:01", False),
     ("23:59", False)],
)  # fmt: skip
def test_the_promised_instant_agrees_too(days: int, hour: str, same_day: bool) -> None:
    """Before work, in the lunch break, at the last minute, after it: every third day of the years
    whose days off are announced."""
    worked, wrong, day = set(WORKED), [], FIRST
    while day.year < 2028:
        at = datetime.combine(day, time.fromisoformat(hour), VIETNAM).astimezone(UTC)
        after = bisect_right(WORKED, day)
        if not (same_day and day in worked):
            after += 1  # received on the next one, which does not count
        expected = datetime.combine(WORKED[after + days - 1], time(17), VIETNAM)
        by_case = counting.due(Counting(at, days, "answer"), CALENDAR)
        if {due(at, Limit(days, "luật"), CALENDAR), by_case} != {expected}:
            wrong.append(day)
        day += 3 * DAY
    assert wrong == []


def test_one_by_one_is_the_same_as_at_once() -> None:
    for start in (date(2026, 2, 10), date(2026, 8, 20), date(2026, 8, 22), date(2026, 12, 31)):
        steps = islice(working_days_after(start, CALENDAR), LONGEST)
        assert [add_working_days(start, n, CALENDAR) for n in range(1, LONGEST + 1)] == list(steps)
