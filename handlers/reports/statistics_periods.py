"""Periods as figures on the spot name them."""

from __future__ import annotations

from cases.reports.periods import Period, PeriodKind
from handlers.desk import Desk
from messages.dates import full_day


def period_name(desk: Desk, language: str, period: Period) -> str:
    """'tháng 11/2026', as it stands in a sentence."""
    if unnamed(period):
        return period_days(desk, period, language)
    key = f"stats.{period.kind}"
    return desk.words(language, key, number=period.number, year=period.year)


def unnamed(period: Period) -> bool:
    return period.kind is PeriodKind.DAYS


def period_days(desk: Desk, period: Period, language: str) -> str:
    first, last = (full_day(day, language) for day in (period.first, period.last))
    return desk.words(language, "stats.days", first=first, last=last)
