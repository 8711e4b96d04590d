"""Reports by the clock: the month for the Director, the quarter by law. Each once, in working time,
and after an outage those that were missed."""

from __future__ import annotations

from cases.deadlines import local_day
from cases.periods import Period
from cases.plan import Made
from cases.report_days import due_at, over_since
from cases.reports import ReportKind
from handlers.desk import Desk
from handlers.duties.shape import ClockDuty, at_work
from handlers.reports import making
from storage import case_facts, due

_REPORTS = {
    Made.MONTHLY_REPORT: ReportKind.DIRECTOR,
    Made.QUARTERLY_REPORT: ReportKind.STATUTORY,
}


def _duty(made: Made, kind: ReportKind) -> ClockDuty:
    def to_make(desk: Desk, after: int) -> list[int]:
        return [i for i in sorted(_waiting(desk, made)) if i > after]

    def make(desk: Desk, ident: int) -> None:
        schedule, period = desk.agency.plan.schedules.get(made), _waiting(desk, made).get(ident)
        if schedule and period and due.first_ever(desk.tx, _mark(made, period), desk.now):
            making.ask(desk, kind, period, None, issues=not schedule.approval)

    return ClockDuty(made.value, to_make, make, seconds=300)


def _waiting(desk: Desk, made: Made) -> dict[int, Period]:
    """Periods whose report is due and was not asked for, by year and number. What lies before the
    first case is nobody's."""
    schedule = desk.agency.plan.schedules.get(made)
    if schedule is None or not schedule.active or not at_work(desk, schedule.at):
        return {}
    first = case_facts.first_received(desk.tx)
    if first is None:
        return {}
    today, ends = local_day(desk.now), desk.agency.reports.month_ends
    return {
        period.year * 100 + period.number: period
        for period in over_since(local_day(first), today, schedule, ends)
        if due_at(period, schedule, desk.agency.calendar) <= desk.now
        and not due.happened(desk.tx, _mark(made, period))
    }


def _mark(made: Made, period: Period) -> str:
    return f"{made} {period.year}-{period.number:02d}"


DUTIES = tuple(_duty(made, kind) for made, kind in _REPORTS.items())
