"""The week, month, quarter or year that is running, by the calendar of Vietnam."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum


class Span(StrEnum):
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


def first_day(span: Span, today: date) -> date:
    if span is Span.WEEK:
        return today - timedelta(days=today.weekday())
    months = {Span.MONTH: 1, Span.QUARTER: 3, Span.YEAR: 12}[span]
    return date(today.year, (today.month - 1) // months * months + 1, 1)
