"""What a recount says of itself: whether it moved the promised day, and because of which days."""

from __future__ import annotations

from datetime import date, datetime

from messages.dates import days_text, local
from storage.casework.cases import Change


def another_day(change: Change) -> bool:
    """Whether the day moved, and not only the hour."""
    due, before = (datetime.fromisoformat(change.data[key]) for key in ("due", "before"))
    return local(due).date() != local(before).date()


def changed_days(change: Change, language: str) -> str:
    """The days that were added or taken away: '31/8–2/9, 24/11'."""
    return days_text([date.fromisoformat(day) for day in change.data.get("days", ())], language)
