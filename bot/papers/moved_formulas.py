"""Formulas of an office's table form, once rows were put in: what pointed below them still points
there, and what summed the one row that was repeated sums them all."""

from __future__ import annotations

import re
from typing import Any

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token

_END = re.compile(r"(\$?[A-Za-z]{0,3}\$?)(\d+)")


def stretch(book: Any, page: Any, at: int, count: int) -> None:
    """All of an openpyxl workbook; so many rows were put in below row `at` of that page."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f" and isinstance(cell.value, str):
                    cell.value = _stretched(cell.value, sheet.title, page.title, at, count)
    for name in (*book.defined_names.values(), *page.defined_names.values()):
        name.value = _stretched(f"={name.value}", "", page.title, at, count).removeprefix("=")
    if page.print_area:
        areas = str(page.print_area).split(",")
        page.print_area = ",".join(_moved(a, "", page.title, at, count) for a in areas)


def _stretched(formula: str, own: str, page: str, at: int, count: int) -> str:
    parts = Tokenizer(formula)
    for part in parts.items:
        if part.type == Token.OPERAND and part.subtype == Token.RANGE:
            part.value = _moved(part.value, own, page, at, count)
    made: str = parts.render()
    return made


def _moved(reference: str, own: str, page: str, at: int, count: int) -> str:
    """`own`: the sheet meant where the reference names none."""
    named, mark, cells = reference.rpartition("!")
    if (named.strip("'").replace("''", "'") or own) != page:
        return reference
    first, colon, last = cells.partition(":")
    return f"{named}{mark}{_end(first, at + 1, count)}{colon}{_end(last, at, count)}"


def _end(cell: str, since: int, count: int) -> str:
    """Moved where it lies in that row or below."""
    found = _END.fullmatch(cell)
    if found is None or int(found[2]) < since:
        return cell
    return f"{found[1]}{int(found[2]) + count}"
