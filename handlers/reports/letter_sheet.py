"""What a report to the People's Committee of the province says, in the order of an official
letter: results, what was published, what stays open, the table."""

from __future__ import annotations

from cases.reports.statutory import COLUMNS, FORMS, TOTAL
from handlers.reports import names
from handlers.reports.tables import Table
from messages.sheet import Grid, Heading, Paragraph, Sheet

# The sixteen columns of the forms fit no page that stands; these are sums of them.
_SUMS = {
    "all": ("all",),
    "act": ("act",),
    "rule": ("rule",),
    "done": ("done_act", "done_rule"),
    "left": ("open_act", "open_rule"),
    "elsewhere": ("forwarded", "refused", "withdrawn"),
    "published": ("published",),
}
_PARTS = ("received", "handled", "open", "published")


def sheets(table: Table) -> list[Sheet]:
    total = {c: table[f"a|{TOTAL}|{c}"] or 0 for c in COLUMNS}
    told = {
        **total,
        "done": total["done_act"] + total["done_rule"],
        "left": total["open_act"] + total["open_rule"],
    }
    blocks = [
        block
        for at, part in enumerate(_PARTS, 1)
        for block in (
            Heading(f"{at}. {table.say(f'report.letter_{part}')}"),
            Paragraph(table.say(f"report.letter_{part}_text", told=told)),
        )
    ]
    some = total["all"] or total["published"]
    tables = [_grid(table, form) for form in FORMS if some]
    title = names.title(table.desk, table.kind, table.period, table.language)
    foot = table.say("report.letter_foot")
    return [Sheet(title, table.head()[1:], [*blocks, *tables], foot)]


def _grid(table: Table, form: str) -> Grid:
    heads = (table.say(f"report.head_{form}"), *map(table.column, _SUMS))
    rows = [_row(table, form, row) for row in table.rows(form)]
    return Grid(table.say(f"report.by_{form}"), heads, rows, total=True)


def _row(table: Table, form: str, row: str) -> list[str | int | float | None]:
    sums = (sum(int(table[f"{form}|{row}|{c}"] or 0) for c in parts) for parts in _SUMS.values())
    return [table.name(form, row), *sums]
