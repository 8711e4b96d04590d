"""The weekly results for citizens, and the note for the press: the same figures in two tones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from cases.reports.figures import Span
from handlers.composing.news import News, news, results_link
from handlers.composing.told import Told, plain
from handlers.desk import Desk
from messages.dates import full_day, local, span_text


def weekly_results(desk: Desk, span: Span) -> Told | None:
    """None where there is nothing to tell."""
    return _told(desk, span, "results", _for_citizens)


def press_note(desk: Desk, span: Span) -> Told | None:
    """None where there is nothing to tell."""
    return _told(desk, span, "press", _for_the_press)


def _told(
    desk: Desk, span: Span, text: str, params_of: Callable[[Desk, News], dict[str, Any]]
) -> Told | None:
    found = news(desk, span)
    if found.nothing:
        return None
    params = params_of(desk, found)

    def said(language: str) -> str:
        agency = desk.agency.name_en if language == "en" else desk.agency.name
        known = {**params, "agency": agency, "days": days(span, language)}
        return plain(desk, language, f"composed.{text}", **known)

    def titled(language: str) -> str:
        return plain(desk, language, f"composed.{text}_title", days=days(span, language))

    return Told(titled("vi"), titled("en"), said("vi"), said("en"))


def _for_citizens(desk: Desk, found: News) -> dict[str, Any]:
    return {
        "answered": found.figures.answered,
        "late": found.late,
        "received": found.figures.received,
        "changed": found.changed,
        "published": found.published,
        "applied": found.applied,
    }


def _for_the_press(desk: Desk, found: News) -> dict[str, Any]:
    return {
        **_for_citizens(desk, found),
        "open": found.figures.open,
        "open_late": found.figures.open_late,
        "link": results_link(desk),
        "phone": desk.agency.contact.phone,
    }


def days(span: Span, language: str) -> str:
    """'14–20/11/2026': from the day after the one before it ended, to the day it ends on."""
    last = local(span.ends).date()
    first = min(local(span.begins).date() + timedelta(days=1), last)
    year = f"/{last.year}" if language == "vi" else f" {last.year}"
    return span_text(first, last, language) + year if first != last else full_day(last, language)
