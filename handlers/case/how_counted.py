"""How the promised day of a case is counted, in plain words: one line, or day by day."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cases.days.counting import Counting
from cases.days.deadlines import local_day
from cases.days.explained import Run, explained
from cases.kinds import Kind
from cases.lifecycle import Status
from handlers.case import promises
from handlers.desk import Desk
from messages.dates import day_text, local, moment_text, span_text
from storage.tables.casework import Case

_LONGEST_REASON = 80


def short(desk: Desk, case: Case, language: str) -> str:
    """'15 ngày làm việc từ 16/11'; empty where no day is promised."""
    counted = promises.counting_of(desk, case)
    if counted is None:
        return ""
    told = explained(counted, desk.agency.calendar, language)
    return desk.words(
        language,
        "deadline.short",
        days=counted.days if counted.basis else 0,
        received=span_text(told.received, told.received, language),
        stood=sum(length for _, length in told.still),
        fixed=told.fixed is not None and bool(counted.basis),
    )


def params(desk: Desk, case: Case, counted: Counting, language: str) -> dict[str, Any]:
    """The arguments of deadline.how."""
    calendar = desk.agency.calendar
    told = explained(counted, calendar, language)
    standing = case.waiting_since if case.status == Status.WAITING else None
    return {
        "code": case.code,
        "due": day_text(told.last, language),
        "end": f"{calendar.end_of_day:%H:%M}",
        "at": moment_text(counted.since, language),
        "received": day_text(told.received, language),
        "moved": local_day(counted.since) != told.received,
        "after_hours": local(counted.since).time() > calendar.end_of_day,
        "days": counted.days if counted.basis else 0,
        "counted": [_counted(desk, run, language) for run in told.counted],
        "off": [_off(run, language) for run in told.off],
        "still": [
            (day_text(since, language), day_text(until, language), length)
            for (since, until), length in told.still
        ],
        "base": day_text(told.base, language),
        "fixed": day_text(told.fixed, language) if told.fixed else "",
        "standing": day_text(standing, language) if standing else "",
    }


def _counted(desk: Desk, run: Run, language: str) -> str:
    if run.made_up:
        return desk.words(language, "deadline.made_up", day=day_text(run.first, language))
    return span_text(run.first, run.last, language)


def _off(run: Run, language: str) -> str:
    why = run.why if len(run.why) <= _LONGEST_REASON else f"{run.why[:_LONGEST_REASON]}…"
    return f"{span_text(run.first, run.last, language)} {why}"


# --- for officials -------------------------------------------------------------------------------


def basis(desk: Desk, case: Case, counted: Counting) -> dict[str, Any]:
    """The limit's legal basis, whether anybody confirmed it, and what it is now."""
    limit = promises.limit_for(desk, Kind(case.kind))
    return {
        "basis": limit.basis if counted.basis else "",
        "confirmed": bool(limit.confirmed_by),
        "now_days": limit.days,
        "years": unconfirmed_years(desk, case, counted),
    }


def unconfirmed_years(desk: Desk, case: Case, counted: Counting) -> str:
    """Those across which the case runs and whose days off nobody has confirmed: "2026, 2027"."""
    assert case.due_at is not None
    years = range(local(counted.since).year, local(case.due_at).year + 1)
    return _list(y for y in years if y not in desk.agency.calendar.confirmed_years)


def _list(years: Iterable[int]) -> str:
    return ", ".join(map(str, years))
