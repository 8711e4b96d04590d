"""Periods of Nghị định 09/2019/NĐ-CP, to the day and the second, and how people type them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.reports import periods
from cases.reports.period_words import read, read_short
from cases.reports.periods import MONTHS, Period, PeriodKind

LAW = 14
TODAY = date(2026, 11, 16)


def named(kind: PeriodKind, year: int, number: int, ends: int = LAW) -> tuple[date, date]:
    period = periods.of(kind, year, number, ends)
    assert period is not None
    return period.first, period.last


@pytest.mark.parametrize(
    ("kind", "number", "first", "last"),
    [
        ("month", 1, date(2025, 12, 15), date(2026, 1, 14)),
        ("month", 3, date(2026, 2, 15), date(2026, 3, 14)),
        ("quarter", 1, date(2025, 12, 15), date(2026, 3, 14)),
        ("quarter", 2, date(2026, 3, 15), date(2026, 6, 14)),
        ("quarter", 3, date(2026, 6, 15), date(2026, 9, 14)),
        ("quarter", 4, date(2026, 9, 15), date(2026, 12, 14)),
        ("half", 1, date(2025, 12, 15), date(2026, 6, 14)),
        ("half", 2, date(2026, 6, 15), date(2026, 12, 14)),
        ("nine", 1, date(2025, 12, 15), date(2026, 9, 14)),
        ("year", 1, date(2025, 12, 15), date(2026, 12, 14)),
    ],
)
def test_the_periods_of_the_law(kind: str, number: int, first: date, last: date) -> None:
    assert named(PeriodKind(kind), 2026, number) == (first, last)


def test_another_cutoff_is_the_offices_to_say() -> None:
    assert named(PeriodKind.MONTH, 2028, 2, 31) == (date(2028, 2, 1), date(2028, 2, 29))
    assert named(PeriodKind.QUARTER, 2026, 1, 31) == (date(2026, 1, 1), date(2026, 3, 31))
    assert named(PeriodKind.MONTH, 2026, 3, 30) == (date(2026, 3, 1), date(2026, 3, 30))


def test_a_day_is_of_vietnam_and_both_ends_count() -> None:
    quarter = periods.of(PeriodKind.QUARTER, 2026, 3, LAW)
    assert quarter is not None
    begins, ends = datetime(2026, 6, 14, 17, tzinfo=UTC), datetime(2026, 9, 14, 17, tzinfo=UTC)
    blink = timedelta(microseconds=1)
    assert (quarter.span.begins, quarter.span.ends) == (begins, ends)
    assert quarter.span.holds(begins) and quarter.span.holds(ends - blink)
    assert not quarter.span.holds(ends) and not quarter.span.holds(begins - blink)
    assert not quarter.over(date(2026, 9, 14)) and quarter.over(date(2026, 9, 15))


@settings(max_examples=50, deadline=None)
@given(
    st.sampled_from([*MONTHS, PeriodKind.WEEK]),
    st.dates(date(2024, 1, 1), date(2030, 12, 31)),
    st.sampled_from([14, 20, 28, 30, 31]),
)
def test_every_day_lies_in_one_period_that_meets_the_one_before(
    kind: PeriodKind, day: date, ends: int
) -> None:
    if kind is PeriodKind.NINE:
        return
    period = periods.holding(kind, day, ends)
    assert period.first <= day <= period.last
    earlier = periods.before(period, ends)
    assert earlier.kind is kind and earlier.last + timedelta(days=1) == period.first
    assert periods.of(kind, period.year, period.number, ends) == period


@pytest.mark.parametrize(
    ("typed", "kind", "year", "number"),
    [
        ("quy 3 2026", "quarter", 2026, 3),
        ("Quý III/2026", "quarter", 2026, 3),
        ("quý ba năm 2025", "quarter", 2025, 3),
        ("Q3 2026", "quarter", 2026, 3),
        ("quý 4", "quarter", 2026, 4),
        ("quý này", "quarter", 2026, 4),
        ("quy truoc", "quarter", 2026, 3),
        ("quý", "quarter", 2026, 3),
        ("tháng 11", "month", 2026, 11),
        ("thang 12", "month", 2026, 12),
        ("tháng 11/2025", "month", 2025, 11),
        ("tháng trước", "month", 2026, 11),
        ("thang", "month", 2026, 11),
        ("thang nay", "month", 2026, 12),
        ("6 tháng đầu năm", "half", 2026, 1),
        ("sau thang cuoi nam 2025", "half", 2025, 2),
        ("9 tháng", "nine", 2026, 1),
        ("năm 2026", "year", 2026, 1),
        ("nam truoc", "year", 2025, 1),
        ("2025", "year", 2025, 1),
        ("tuần này", "week", 2026, 47),
        ("tuần trước", "week", 2026, 46),
        ("quarter 3 2026", "quarter", 2026, 3),
        ("last month", "month", 2026, 11),
        ("first half 2026", "half", 2026, 1),
        ("15/6 den 14/9/2026", "quarter", 2026, 3),
    ],
)
def test_a_period_as_it_is_typed(typed: str, kind: str, year: int, number: int) -> None:
    found = read(typed, TODAY, LAW)
    assert found is not None and (found.kind, found.year, found.number) == (kind, year, number)


def test_any_days_may_be_a_period() -> None:
    found = read("từ 1/9 đến 30/9/2026", TODAY, LAW)
    assert found == Period(PeriodKind.DAYS, 2026, 0, date(2026, 9, 1), date(2026, 9, 30))
    assert periods.before(found, LAW).last == date(2026, 8, 31)


@pytest.mark.parametrize(
    "typed", ["", "quy 5", "thang 13", "hom qua", "30/9 den 1/9", "31/2 den 5/3"]
)
def test_what_is_no_period_is_none(typed: str) -> None:
    assert read(typed, TODAY, LAW) is None


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("hôm nay", TODAY, TODAY),
        ("hom qua", date(2026, 11, 15), date(2026, 11, 15)),
        ("ngày 5/11", date(2026, 11, 5), date(2026, 11, 5)),
        ("20/12", date(2025, 12, 20), date(2025, 12, 20)),
        ("7 ngày qua", date(2026, 11, 10), TODAY),
        ("last 30 days", date(2026, 10, 18), TODAY),
        ("tu dau nam den nay", date(2025, 12, 15), date(2026, 12, 14)),
        ("tuần trước", date(2026, 11, 9), date(2026, 11, 15)),
    ],
)
def test_a_day_and_the_last_days(typed: str, first: date, last: date) -> None:
    found = read_short(typed, TODAY, LAW)
    assert found is not None and (found.first, found.last) == (first, last)


@pytest.mark.parametrize("typed", ["ngay 31/2", "20/12/2026", "0 ngay qua", "2.001610"])
def test_a_day_that_is_none(typed: str) -> None:
    assert read_short(typed, TODAY, LAW) is None
