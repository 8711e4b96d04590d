"""Cells of table files. Whatever people wrote is text there: a spreadsheet must never take it for a
formula."""

from __future__ import annotations

from typing import Any

from bot.papers.written import writable
from bot.safe_csv import FORMULA_STARTS

_LONGEST = 32_767  # characters in one cell


def put(cell: Any, value: str | int | float | None) -> None:
    """Write into a cell of openpyxl. What begins like a formula is marked as text, so that it stays
    text after somebody edits the cell too."""
    if isinstance(value, str):
        text = writable(value)[:_LONGEST]
        cell.value = text
        cell.data_type = "s"
        cell.quotePrefix = text.startswith(FORMULA_STARTS)
    else:
        cell.value = value
