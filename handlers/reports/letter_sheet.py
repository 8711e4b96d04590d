"""What a report to the People's Committee of the province says, in the order of an official
letter: results, what was published, what stays open, the table."""

from __future__ import annotations

from cases.statutory import COLUMNS, TOTAL
from handlers.reports import form_sheets, names
from handlers.reports.tables import Table
from messages.sheet import Heading, Paragraph, Sheet

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
    by_field = form_sheets.grid(table, "a", table.say("report.form_a"))
    by_office = form_sheets.grid(table, "b", table.say("report.form_b"))
    title = names.title(table.desk, table.kind, table.period, table.language)
    foot = table.say("report.letter_foot")
    return [Sheet(title, table.head()[:1], [*blocks, by_field, by_office], foot)]
