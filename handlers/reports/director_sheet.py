"""The Director's report on paper: the whole, then by office, kind, channel and procedure; what went
well and what is late; initiatives, the plan, other doors."""

from __future__ import annotations

from collections.abc import Iterator

from cases.agency.plan import PlanItem
from cases.reports.director_report import GUARDED, OF_GROUP, OF_OFFICE, PLAN, VERDICTS, WHOLE
from cases.reports.figures import FEWEST
from handlers.plan import wording
from handlers.reports import names
from handlers.reports.tables import Table
from messages.sheet import Block, Chart, ChartKind, Grid, Heading, Paragraph, Sheet

_GOOD = 90  # percent by the day promised, from which an office is named as an example
_STACKED = ("answered", "open")


def sheets(table: Table) -> list[Sheet]:
    title = names.title(table.desk, table.kind, table.period, table.language)
    blocks = [*_whole(table), *_offices(table), *_groups(table), *_rest(table)]
    return [Sheet(title, table.head()[1:], blocks, table.say("report.director_foot"))]


def _whole(table: Table) -> Iterator[Block]:
    yield Heading(table.say("report.whole"))
    heads = (table.say("report.head_figure"), table.say("report.head_count"))
    rows = [(table.column(c), table[f"all|{c}"]) for c in WHOLE]
    tips = (table.say("report.figure_tip_received"), table["tip|received"])
    yield Grid("", heads, [*rows, tips])


def _offices(table: Table) -> Iterator[Block]:
    offices = table.rows("office")
    if not offices:
        return
    yield Heading(table.say("report.by_office"))
    yield from chart(table, "office")
    yield table.grid("", "office", OF_OFFICE)
    for key, found in (("good", well(table)), ("late", late(table))):
        if found:
            yield Paragraph(table.say(f"report.offices_{key}", offices=", ".join(found)))


def chart(table: Table, group: str) -> Iterator[Chart]:
    """None where there is nothing to draw."""
    rows = table.rows(group)
    series = [(table.column(c), [table[f"{group}|{row}|{c}"] for row in rows]) for c in _STACKED]
    labels = [table.name(group, row) for row in rows]
    period = names.period(table.desk, table.period, table.language)
    title = table.say(f"report.chart_{group}", period=period)
    if any(value for _, values in series for value in values):
        yield Chart(ChartKind.STACKED, title, labels, series)


def well(table: Table) -> list[str]:
    """Offices that answered enough to tell, nearly all by the day promised, and have none late."""
    return [
        table.name("office", office)
        for office in _real(table)
        if (table[f"office|{office}|answered"] or 0) >= FEWEST
        and (table[f"office|{office}|on_time"] or 0) >= _GOOD
        and not table[f"office|{office}|open_late"]
    ]


def late(table: Table) -> list[str]:
    """Offices with open cases past their day, and how many."""
    return [
        f"{table.name('office', office)} ({table[f'office|{office}|open_late']})"
        for office in _real(table)
        if table[f"office|{office}|open_late"]
    ]


def _real(table: Table) -> list[str]:
    return [office for office in table.rows("office") if office not in ("", GUARDED)]


def _groups(table: Table) -> Iterator[Block]:
    for group in ("kind", "source", "procedure"):
        if table.rows(group):
            yield Heading(table.say(f"report.by_{group}"))
            if group == "kind":
                yield from chart(table, group)
            yield table.grid("", group, OF_GROUP)


def _rest(table: Table) -> Iterator[Block]:
    heads = (table.say("report.head_figure"), table.say("report.head_count"))
    for group, keys in (
        ("verdict", [f"verdict|{each}" for each in ("received", *VERDICTS)]),
        ("door", [f"door|{door}" for door in table.rows("door")]),
    ):
        if keys:
            yield Heading(table.say(f"report.part_{group}"))
            rows = [(names.figure(table.desk, k, table.language), table[k]) for k in keys]
            yield Grid("", heads, rows)
    items = table.desk.agency.plan.items
    if items:
        yield Heading(table.say("report.part_plan"))
        named = (table.say("report.head_item"), *(table.say(f"report.head_{n}") for n in PLAN))
        yield Grid("", named, [_item(table, item) for item in items])


def _item(table: Table, item: PlanItem) -> tuple[str | int | float | None, ...]:
    name = f"{item.id} {wording.called(table.desk, item, table.language)}"
    return (name, *(table[f"plan|{item.id}|{each}"] for each in PLAN))
