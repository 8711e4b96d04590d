"""Dates and times as people here say them. Inside everything is UTC; here it becomes
Asia/Ho_Chi_Minh."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
_DAYS = {
    "vi": ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DATE = re.compile(r"\b(\d{1,2})[/.\-\s](\d{1,2})(?:[/.\-\s](\d{4}|\d{2}))?\b")


def local(at: datetime) -> datetime:
    return at.astimezone(HERE)


def midnight(at: datetime) -> datetime:
    """When the day began here."""
    return local(at).replace(hour=0, minute=0, second=0, microsecond=0)


def day_text(at: datetime | date, language: str) -> str:
    """'thứ Ba 8/12' or 'Tue 8 Dec'."""
    day = local(at).date() if isinstance(at, datetime) else at
    name = _DAYS[language][day.weekday()]
    if language == "vi":
        return f"{name} {day.day}/{day.month}"
    return f"{name} {day.day} {_MONTHS[day.month - 1]}"


def span_text(first: date, last: date, language: str) -> str:
    """'31/8', '24–28/8', '31/8–2/9'; '31 Aug', '24–28 Aug', '31 Aug–2 Sep'."""
    end = _short(last, language)
    if first == last:
        return end
    same_month = (first.year, first.month) == (last.year, last.month)
    return f"{first.day if same_month else _short(first, language)}–{end}"


def _short(day: date, language: str) -> str:
    return f"{day.day}/{day.month}" if language == "vi" else f"{day.day} {_MONTHS[day.month - 1]}"


def days_text(days: Sequence[date], language: str) -> str:
    """Days in order, neighbours as one: '31/8–2/9, 24/11'."""
    spans: list[tuple[date, date]] = []
    for day in days:
        if spans and day - spans[-1][1] == timedelta(days=1):
            spans[-1] = (spans[-1][0], day)
        else:
            spans.append((day, day))
    return ", ".join(span_text(first, last, language) for first, last in spans)


def full_day(day: date, language: str) -> str:
    """'8/12/2026' or '8 Dec 2026'."""
    if language == "vi":
        return f"{day.day}/{day.month}/{day.year}"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def day_written(stored: str, language: str) -> str:
    """`full_day` of a day that is kept as 2026-12-08; empty for an empty one."""
    return full_day(date.fromisoformat(stored), language) if stored else ""


def moment_text(at: datetime, language: str) -> str:
    """'9 giờ 14 ngày 16/11' or '09:14 on 16 Nov'."""
    here = local(at)
    if language == "vi":
        return f"{here.hour} giờ {here.minute:02d} ngày {here.day}/{here.month}"
    return f"{here:%H:%M} on {here.day} {_MONTHS[here.month - 1]}"


def read_day(text: str, today: date) -> date | None:
    """A day as people type it: 8/12, 08-12-2026, 8.12.26. Without a year, the one nearest today.
    None when there is none."""
    match = _DATE.search(text)
    if match is None:
        return None
    day, month, year = match.groups()
    years = [today.year - 1, today.year, today.year + 1]
    if year:
        years = [int(year) + (2000 if len(year) == 2 else 0)]
    found = []
    for candidate in years:
        try:
            found.append(date(candidate, int(month), int(day)))
        except ValueError:
            continue
    return min(found, key=lambda d: abs((d - today).days), default=None)


def unreal_day(text: str, today: date) -> str:
    """What is written like a day in the text but is none: "31/2". Empty where there is nothing."""
    match = _DATE.search(text)
    return match.group().strip() if match and read_day(text, today) is None else ""
