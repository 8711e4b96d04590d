"""Issuing: the figures are frozen under a number, with the cases behind them and a hash. The same
period issued again with other figures is a correction of the version before."""

from __future__ import annotations

from cases.agency.plan import Evidence, Made
from cases.reports.report import Changed, ReportKind, changes
from handlers.desk import Desk
from handlers.reports import names
from handlers.reports.drafts import Draft
from storage.plan import evidence
from storage.reports import reports
from storage.tables.reports import Report

_MADE = {
    ReportKind.DIRECTOR: Made.MONTHLY_REPORT,
    ReportKind.STATUTORY: Made.QUARTERLY_REPORT,
    ReportKind.PROVINCE: Made.QUARTERLY_REPORT,
}
_ITEM = "III.2"
"""To consolidate and report: where the plan schedules no report, its item all the same."""


def issue(desk: Desk, draft: Draft, by: int | None) -> Report | None:
    """None where the draft is not ready: it does not balance, its period is not over, or nothing
    has changed since it was issued. `by` None: the clock."""
    if not draft.ready or overtaken(desk, draft):
        return None
    report = reports.add(
        desk.tx,
        draft.kind,
        draft.period.first,
        draft.period.last,
        draft.figures,
        desk.now,
        by=by,
        corrects=draft.before,
    )
    _keep(desk, report, draft, by)
    return report


def overtaken(desk: Desk, draft: Draft) -> bool:
    """Whether somebody issued it since it was counted."""
    now = reports.newest(desk.tx, draft.kind, draft.period.first, draft.period.last)
    return (now and now.id) != (draft.before and draft.before.id)


def _keep(desk: Desk, report: Report, draft: Draft, by: int | None) -> None:
    schedule = desk.agency.plan.schedules.get(_MADE[draft.kind])
    item = schedule.item if schedule else _ITEM
    if desk.agency.plan.item(item):
        evidence.keep(
            desk.tx,
            item,
            Evidence.REPORT,
            report.number,
            desk.now,
            office=desk.agency.reception_office,
            words=names.title(desk, draft.kind, draft.period, "vi"),
            by_id=by,
        )


def corrected(desk: Desk, report: Report) -> list[Changed]:
    """What it changes of the version before; nothing for a first one."""
    before = reports.get(desk.tx, report.corrects_id) if report.corrects_id else None
    if before is None:
        return []
    return changes(reports.figures_of(before), reports.figures_of(report))
