"""The month by office and procedure, for who subscribed. A group of fewer than five is told of only
together with others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from cases.reports.case_facts import CaseFact
from cases.reports.figures import FEWEST, Figures, Span, count, in_hand, is_pakn, tabulated
from cases.reports.small_groups import named
from handlers.composing.told import Told, plain
from handlers.desk import Desk
from handlers.notices.notices import office_name
from handlers.reports import figures
from messages.dates import local

_MOST_PROCEDURES = 3
Group = tuple[str, Figures]


def monthly_office(desk: Desk, span: Span) -> Told | None:
    """None where there is nothing to tell."""
    facts = [f for f in figures.facts(desk, span.ends) if is_pakn(f)]
    total = count(facts, span, desk.agency.calendar)
    if not total.answered and not total.received:
        return None

    def said(language: str) -> str:
        return plain(
            desk,
            language,
            "composed.offices",
            month=month(span, language),
            agency=desk.agency.name_en if language == "en" else desk.agency.name,
            total=total,
            offices=_offices(desk, facts, span, language),
            procedures=_procedures(desk, facts, span, language),
        )

    def titled(language: str) -> str:
        return plain(desk, language, "composed.offices_title", month=month(span, language))

    return Told(titled("vi"), titled("en"), said("vi"), said("en"))


def _offices(
    desk: Desk, facts: Sequence[CaseFact], span: Span, language: str
) -> list[dict[str, Any]]:
    shown, rest = _groups(desk, facts, span, lambda fact: fact.office)
    lines = [(office_name(desk, office, language), found) for office, found in shown]
    if rest is not None and shown:
        lines.append((plain(desk, language, "composed.other_offices"), rest))
    return [{"name": name, "figures": found} for name, found in lines]


def _procedures(
    desk: Desk, facts: Sequence[CaseFact], span: Span, language: str
) -> list[tuple[str, int]]:
    """Those most was written about in the span."""
    new = [fact for fact in facts if span.holds(fact.received_at)]
    shown, _ = _groups(desk, new, span, lambda fact: fact.procedure)
    found = [(desk.agency.procedure(code), counted.received) for code, counted in shown]
    return [((language == "en" and p.name_en) or p.name, received) for p, received in found if p][
        :_MOST_PROCEDURES
    ]


def _groups(
    desk: Desk, facts: Sequence[CaseFact], span: Span, of: Callable[[CaseFact], str]
) -> tuple[list[Group], Figures | None]:
    """Those that may be named, and the others as one (None where there are none)."""
    calendar = desk.agency.calendar
    table = tabulated(facts, of, span, calendar)
    shown = named({key: found.size for key, found in table.items()}, FEWEST)
    others = [fact for fact in in_hand(facts, span) if of(fact) not in shown]
    rest = count(others, span, calendar) if others else None
    return [(key, table[key]) for key in shown], rest


def month(span: Span, language: str) -> str:
    """'tháng 10/2026', or 'tháng 9–10/2026' where one was missed."""
    first, last = local(span.begins).date(), local(span.ends - timedelta(days=1)).date()
    if (first.year, first.month) == (last.year, last.month):
        said = f"{last.month}/{last.year}"
    elif first.year == last.year:
        said = f"{first.month}–{last.month}/{last.year}"
    else:
        said = f"{first.month}/{first.year}–{last.month}/{last.year}"
    return said if language == "en" else f"tháng {said}"
