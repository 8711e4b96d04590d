"""What a day is counted from: whatever happened to a case, the explanation adds up."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.agency_files import load
from cases.days.calendar_changes import as_before, changed, seen
from cases.days.counting import Counting, due, last_day, read
from cases.days.deadlines import local_day
from cases.days.explained import Run, explained
from cases.days.working_days import is_working, working_days_between
from tests.agency_folder import SAMPLE

CALENDAR = load(SAMPLE).calendar
START = datetime(2026, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
YEAR = 24 * 365
_SPAN = st.integers(0, 300)


@st.composite
def countings(draw: st.DrawFn) -> Counting:
    """One, or some pauses one after the other, and perhaps a day promised instead."""
    made = Counting(START + draw(st.integers(0, YEAR)) * HOUR, draw(st.integers(1, 60)), "answer")
    at = made.since
    for wait, length in draw(st.lists(st.tuples(_SPAN, _SPAN), max_size=4)):
        since = at + wait * HOUR
        at = since + length * HOUR
        made = made.stood_still(since, at)
    if draw(st.booleans()):
        made = made.fixed_on(last_day(made, CALENDAR) + timedelta(draw(st.integers(1, 20))), at)
    return made


def days(runs: tuple[Run, ...]) -> list[date]:
    return [r.first + timedelta(n) for r in runs for n in range((r.last - r.first).days + 1)]


@settings(max_examples=50, deadline=None)
@given(countings())
def test_the_explanation_adds_up(made: Counting) -> None:
    told = explained(made, CALENDAR, "vi")
    counted, off = days(told.counted), days(told.off)
    assert len(counted) == made.days and all(is_working(day, CALENDAR) for day in counted)
    assert counted == sorted(counted) and counted[0] > told.received and counted[-1] <= told.base
    assert not any(is_working(day, CALENDAR) for day in off)
    assert told.last == local_day(due(made, CALENDAR)) and is_working(told.last, CALENDAR)
    if made.fixed is None:
        still = sum(length for _, length in told.still)
        assert working_days_between(told.received, told.last, CALENDAR) == made.days + still


@settings(max_examples=50, deadline=None)
@given(countings())
def test_it_is_kept_as_it_was(made: Counting) -> None:
    assert read(made.value()) == made


@settings(max_examples=30, deadline=None)
@given(countings(), st.sets(st.integers(0, 364), max_size=5))
def test_a_calendar_can_be_seen_as_it_was_before(made: Counting, turned: set[int]) -> None:
    """Any days turned round: which ones is found, and the day of a case is what it was."""
    turned_days = {date(2026, 1, 1) + timedelta(n) for n in turned}
    new = as_before(CALENDAR, turned_days, CALENDAR.end_of_day)
    today = date(2026, 6, 1)
    assert set(changed(seen(CALENDAR, today), seen(new, today))) == turned_days
    back = as_before(new, turned_days, CALENDAR.end_of_day)
    assert due(made, back) == due(made, CALENDAR)
