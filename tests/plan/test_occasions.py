"""When the clock composes, and which groups it may name."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.agency.plan import Made, Schedule
from cases.days.office_hours import open_now
from cases.plan.occasions import newest
from cases.reports.small_groups import named
from tests.people import sample_agency


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ({"a": 9, "b": 6, "c": 5}, ["a", "b", "c"]),
        ({"a": 9, "b": 6, "c": 4}, ["a"]),
        ({"a": 9, "b": 6, "c": 4, "d": 1}, ["a", "b"]),
        ({"a": 4, "b": 3}, []),
        ({"a": 9, "": 2}, []),
        ({}, []),
    ],
)
def test_small_groups_cannot_be_worked_out_of_the_total(
    sizes: dict[str, int], shown: list[str]
) -> None:
    assert named(sizes, 5) == shown


@given(
    st.sampled_from(["week", "month", "quarter"]),
    st.integers(1, 5),
    st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31)),
)
@settings(max_examples=50, deadline=None)
def test_every_instant_belongs_to_one_occasion(every: str, day: int, moment: datetime) -> None:
    now, calendar = moment.replace(tzinfo=UTC), sample_agency().calendar
    schedule = Schedule(Made.WEEKLY_RESULTS, "II.2.a", every, day)
    found = newest(schedule, now, calendar)
    before = newest(schedule, found.at - timedelta(seconds=1), calendar)
    assert found.at <= now and found.begins < found.ends <= found.at
    assert before.ends == found.begins and before.key != found.key
    assert open_now(found.at, calendar)
    assert found.since(before.ends) == found.begins
