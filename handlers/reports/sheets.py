"""A report as sheets to be put on paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cases.reports.periods import Period
from cases.reports.report import Changed, Figure, ReportKind
from handlers.desk import Desk
from handlers.reports import director_sheet, form_sheets, letter_sheet, names
from handlers.reports.tables import Table
from messages.sheet import Block, Grid, Sheet
from storage.tables.reports import Report

Make = Callable[[Table], list[Sheet]]

_MAKES: dict[ReportKind, Make] = {
    ReportKind.DIRECTOR: director_sheet.sheets,
    ReportKind.STATUTORY: form_sheets.sheets,
    ReportKind.PROVINCE: letter_sheet.sheets,
}


def sheets(
    desk: Desk,
    kind: ReportKind,
    period: Period,
    figures: Sequence[Figure],
    language: str,
    number: str = "",
    changed: Sequence[Changed] = (),
) -> list[Sheet]:
    """In their order; what a correction changes stands in the last. `number` is empty for a
    draft."""
    table = Table(desk, kind, period, tuple(figures), language, number)
    made = _MAKES[kind](table)
    if not changed:
        return made
    last = made[-1]
    blocks: list[Block] = [*last.blocks, correction(table, changed)]
    return [*made[:-1], Sheet(last.title, last.lines, blocks, last.foot)]


def correction(table: Table, changed: Sequence[Changed]) -> Grid:
    """What was, and what is."""
    say = table.say
    return Grid(
        say("report.changes"),
        (say("report.head_figure"), say("report.head_before"), say("report.head_now")),
        [(names.figure(table.desk, c.key, table.language), c.before, c.now) for c in changed],
    )


def of_report(
    desk: Desk, report: Report, figures: Sequence[Figure], changed: Sequence[Changed], language: str
) -> list[Sheet]:
    period = names.period_of(desk, report)
    kind = ReportKind(report.kind)
    return sheets(desk, kind, period, figures, language, report.number, changed)
