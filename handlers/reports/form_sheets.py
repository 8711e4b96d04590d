"""Forms II.05a and II.05b, and a sheet for the house of what the law does not count."""

from __future__ import annotations

from cases.reports.statutory import COLUMNS, TOTAL
from handlers.reports import names
from handlers.reports.tables import Table
from messages.sheet import Grid, Sheet


def sheets(table: Table) -> list[Sheet]:
    return [form(table, "a"), form(table, "b"), inside(table)]


def form(table: Table, name: str) -> Sheet:
    """Sixteen columns, as the form has them: number, name, counts."""
    return Sheet(
        table.say(f"report.form_{name}"),
        (*table.head(), table.say("report.unit")),
        [grid(table, name)],
        table.say("report.form_foot"),
    )


def grid(table: Table, name: str, title: str = "") -> Grid:
    heads = (table.say("report.head_number"), table.say(f"report.head_{name}"))
    rows = [row for row in table.rows(name) if row != TOTAL]
    lines = [
        ("" if row == TOTAL else at, table.name(name, row), *_counts(table, name, row))
        for at, row in enumerate([*rows, TOTAL], 1)
    ]
    return Grid(title, (*heads, *map(table.column, COLUMNS)), lines, total=True)


def _counts(table: Table, name: str, row: str) -> list[str | int | float | None]:
    return [table[f"{name}|{row}|{column}"] for column in COLUMNS]


def inside(table: Table) -> Sheet:
    """Not sent on: tips without a name, questions, praise, who was guided elsewhere."""
    heads = (table.say("report.head_figure"), table.say("report.head_count"))
    return Sheet(
        table.say("report.inside"),
        table.head(),
        [
            Grid(table.say("report.by_source"), heads, _lines(table, "source")),
            Grid(
                table.say("report.not_by_law"),
                heads,
                [*_lines(table, "inside"), *_lines(table, "door")],
            ),
        ],
        table.say("report.inside_foot"),
    )


def _lines(table: Table, group: str) -> list[tuple[str, str | int | float | None]]:
    return [
        (names.figure(table.desk, key, table.language), value)
        for key, value in table.values.items()
        if key.startswith(f"{group}|")
    ]
