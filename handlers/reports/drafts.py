"""A report as it would be issued now. Counting reads every case: in jobs, on a reading connection,
never in a turn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from cases.days.deadlines import local_day
from cases.kinds import IdentityMode
from cases.reports import director_report, statutory
from cases.reports.case_facts import CaseFact, Stand
from cases.reports.director_report import Beside
from cases.reports.figures import Span, is_pakn
from cases.reports.periods import Period, PeriodKind
from cases.reports.report import Figure, Off, ReportKind, values
from handlers.desk import Desk
from handlers.plan.coverage import coverage
from handlers.reports import figures
from storage.casework import guidance
from storage.reports import reports
from storage.tables.reports import Report

FORMS = (ReportKind.STATUTORY, ReportKind.PROVINCE)
"""Those that hold the forms of the law."""


@dataclass(frozen=True, slots=True)
class Draft:
    """`off`: balances that do not hold, for which it is not issued; `over`: whether its period
    is; `before`: the version that counts so far."""

    kind: ReportKind
    period: Period
    figures: tuple[Figure, ...]
    off: tuple[Off, ...] = ()
    over: bool = True
    before: Report | None = None

    @property
    def same(self) -> bool:
        """Whether nothing has changed since it was issued."""
        return self.before is not None and reports.figures_of(self.before) == list(self.figures)

    @property
    def ready(self) -> bool:
        return self.over and not self.off and not self.same


def usual_kind(period: Period) -> ReportKind:
    """What is meant where only a period was named: months are the Director's, longer ones the
    law's."""
    short = (PeriodKind.WEEK, PeriodKind.MONTH, PeriodKind.DAYS)
    return ReportKind.DIRECTOR if period.kind in short else ReportKind.STATUTORY


def draft(desk: Desk, kind: ReportKind, period: Period) -> Draft:
    """Of a period under way, up to now."""
    span = replace(period.span, ends=min(period.span.ends, desk.now))
    facts = figures.facts(desk, span.ends)
    found, off = (_of_law if kind in FORMS else _of_director)(desk, period, span, facts)
    return Draft(
        kind,
        period,
        tuple(found),
        tuple(off),
        over=period.over(local_day(desk.now)),
        before=reports.newest(desk.tx, kind, period.first, period.last),
    )


def _of_law(
    desk: Desk, period: Period, span: Span, facts: list[CaseFact]
) -> tuple[list[Figure], list[Off]]:
    agency = desk.agency
    doors = guidance.by_door(desk.tx, span.begins, span.ends)
    found = statutory.figures(facts, span, agency.reports, agency.reception_office, doors)
    issued = _issued_before(desk, period, FORMS, ("a|total|open_act", "a|total|open_rule"))
    return found, statutory.off(
        values(found),
        _taken_over(desk, span, is_pakn),
        _left_open(desk, span, is_pakn) if issued is None else issued,
    )


def _of_director(
    desk: Desk, period: Period, span: Span, facts: list[CaseFact]
) -> tuple[list[Figure], list[Off]]:
    covered = coverage(desk, span.begins, span.ends)
    beside = Beside(
        doors=guidance.by_door(desk.tx, span.begins, span.ends),
        plan={each.item.id: (each.total, len(each.idle)) for each in covered},
    )
    found = director_report.figures(facts, span, desk.agency.calendar, beside)
    issued = _issued_before(desk, period, (ReportKind.DIRECTOR,), ("all|open",))
    return found, director_report.off(
        values(found),
        _taken_over(desk, span, _named),
        _left_open(desk, span, _named) if issued is None else issued,
    )


def _named(fact: CaseFact) -> bool:
    return fact.identity is not IdentityMode.ANONYMOUS


Counts = Callable[[CaseFact], bool]


def _taken_over(desk: Desk, span: Span, counts: Counts) -> int:
    """How many the next period begins with, read from today's history."""
    return sum(counts(f) and f.was_open(span.ends) for f in figures.facts(desk, desk.now))


def _left_open(desk: Desk, span: Span, counts: Counts) -> int:
    """How many were open when the period began, read from the history up to then."""
    earlier = figures.facts(desk, span.begins)
    return sum(counts(f) and f.stand is Stand.OPEN for f in earlier)


def _issued_before(
    desk: Desk, period: Period, kinds: Sequence[ReportKind], keys: Sequence[str]
) -> int | None:
    """The same, as the report of the period before said; None where none was issued."""
    issued = reports.ending(desk.tx, kinds, period.first - timedelta(days=1))
    if issued is None:
        return None
    said = values(reports.figures_of(issued))
    return sum(int(said[key] or 0) for key in keys)
