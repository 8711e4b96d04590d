"""What reports, periods and figures are called."""

from __future__ import annotations

from datetime import date

from cases.reports import periods
from cases.reports.periods import Period
from cases.reports.report import Off, ReportKind
from cases.reports.statutory import GUARDED, TOTAL
from handlers.desk import Desk
from handlers.notices.notices import office_name
from messages.dates import full_day
from storage.tables.reports import Report

_NAMED = {"office", "procedure", "kind", "source", "a", "b"}


def period_of(desk: Desk, report: Report) -> Period:
    first, last = date.fromisoformat(report.begins), date.fromisoformat(report.ends)
    return periods.of_days(first, last, desk.agency.reports.month_ends)


def period(desk: Desk, of: Period, language: str) -> str:
    """'quý III năm 2026 (15/6/2026–14/9/2026)'."""
    return desk.words(
        language,
        f"report.period_{of.kind}",
        number=of.number,
        year=of.year,
        first=full_day(of.first, language),
        last=full_day(of.last, language),
    )


def title(desk: Desk, kind: ReportKind | str, of: Period, language: str) -> str:
    """With its period."""
    return desk.words(language, f"report.title_{kind}", period=period(desk, of, language))


def row(desk: Desk, group: str, key: str, language: str) -> str:
    """Of a table: a field, an office, a procedure."""
    if key in (GUARDED, TOTAL):
        return desk.words(language, f"report.row_{key}")
    if not key:
        return desk.words(language, f"report.none_{group}")
    if group in ("office", "b"):
        return office_name(desk, key, language)
    if group in ("kind", "source"):
        return desk.words(language, f"{group}.{key}")
    if group == "procedure":
        known = desk.agency.procedure(key)
        name = (language == "en" and known.name_en) or known.name if known else ""
        return f"{key} {name}".strip()
    return key


def column(desk: Desk, name: str, language: str) -> str:
    return desk.words(language, f"report.column_{name}")


def figure(desk: Desk, key: str, language: str) -> str:
    """What one figure says, in words: 'Phòng Đăng ký kinh doanh: đã trả lời'."""
    group, *parts = key.split("|")
    if group == "plan":
        return desk.words(language, f"report.figure_plan_{parts[1]}", item=parts[0])
    if group == "all" or (group, parts[0]) == ("a", TOTAL):
        return column(desk, parts[-1], language)
    if group == "source" and len(parts) == 1:
        return row(desk, group, parts[0], language)
    if group in _NAMED:
        return f"{row(desk, group, parts[0], language)}: {column(desk, parts[1], language)}"
    return desk.words(language, f"report.figure_{'_'.join((group, *parts))}")


def off(desk: Desk, wrong: Off, language: str) -> str:
    """Which balance does not hold, and by how much."""
    *where, rule = wrong.rule.split("|")
    place = ""
    if where and where[0] in ("a", "b"):
        form = "II.05a" if where[0] == "a" else "II.05b"
        place = f"{form}, {row(desk, where[0], where[1], language)}"
    elif where:
        place, rule = column(desk, rule, language), where[0]
    return desk.words(
        language,
        f"report.off_{rule}",
        place=place,
        wanted=wrong.wanted,
        found=wrong.found,
        by=f"{wrong.by:+d}",
    )
