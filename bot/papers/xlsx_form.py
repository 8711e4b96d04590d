"""A form as a table file: `{{ name }}` in cells, and one row that begins with
`{% for row in dong %}` and is repeated for each."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from copy import copy
from math import ceil
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.formula.translate import Translator
from openpyxl.utils.exceptions import InvalidFileException

from bot.papers.cells import put
from bot.papers.moved_formulas import stretch
from bot.papers.same_bytes import same_bytes
from bot.papers.sandbox import Sandbox
from bot.papers.template_mistakes import CAUGHT, of_placeholder
from messages.sheet import Sheet

_REPEATED = re.compile(r"\{%-?\s*(?:tr\s+)?for\s+(\w+)\s+in\s+([\w.]+)\s*-?%\}")
_ONE = re.compile(r"\{\{-?\s*(.+?)\s*-?\}\}")
_MARKS = ("{{", "{%")
_LINE_POINTS, _AROUND = 15.5, 4.0


def xlsx_form(path: Path, sheet: Sheet, given: Mapping[str, Any], language: str) -> bytes:
    """Raises TemplateBroken. Formulas of the form stay; what we fill in is never one."""
    try:
        book = load_workbook(path, keep_links=False)
    except (*CAUGHT, InvalidFileException, OSError) as error:
        raise of_placeholder(path, error, given) from error
    filling = _Filling(path, given)
    for page in book.worksheets:
        filling.page(page)
    made = io.BytesIO()
    book.save(made)
    return same_bytes(made.getvalue())


class _Filling:
    def __init__(self, path: Path, given: Mapping[str, Any]) -> None:
        self.path, self.given, self.sandbox = path, given, Sandbox()

    def page(self, page: Any) -> None:
        for at in range(page.max_row, 0, -1):  # from below: rows that are repeated push down
            marked = next((c for c in page[at] if _REPEATED.search(_text(c))), None)
            if marked is not None:
                self._repeat(page, at, marked)
            else:
                for cell in page[at]:
                    self._fill(cell, self.given)

    def _repeat(self, page: Any, at: int, marked: Cell) -> None:
        found = _REPEATED.search(_text(marked))
        assert found is not None
        marked.value = _REPEATED.sub("", _text(marked)).strip()
        rows = self._rows(marked, found[2])
        pattern = [(cell.column, cell.value, copy(cell._style)) for cell in page[at]]
        _push_down(page, at, len(rows) - 1)
        stretch(page.parent, page, at, max(len(rows) - 1, 0))
        for n, row in enumerate(rows or [None]):
            for column, value, style in pattern:
                cell = page.cell(at + n, column)
                cell.value, cell._style = (
                    _as_row(cell, value, n) if row is not None else None,
                    copy(style),
                )
                self._fill(cell, {**self.given, found[1]: row})
            if page.row_dimensions[at + n].height is None:
                page.row_dimensions[at + n].height = _height(page, page[at + n])

    def _rows(self, marked: Cell, expression: str) -> list[Any]:
        rows = self._valued(marked, expression, self.given)
        if not isinstance(rows, list):
            error = TypeError(expression)
            raise of_placeholder(self.path, error, self.given, marked.coordinate)
        return rows

    def _fill(self, cell: Any, given: Mapping[str, Any]) -> None:
        text = _text(cell)
        if not any(mark in text for mark in _MARKS):
            return
        one = _ONE.fullmatch(text.strip())
        if one and "{{" not in one[1]:
            put(cell, self._valued(cell, one[1], given))
        else:
            put(cell, self._said(cell, text, given))

    def _valued(self, cell: Any, expression: str, given: Mapping[str, Any]) -> Any:
        """As it is, so that numbers stay numbers."""
        try:
            found = self.sandbox.compile_expression(expression, undefined_to_none=False)(**given)
            return found if isinstance(found, list | int | float) else str(found)
        except CAUGHT as error:
            raise of_placeholder(self.path, error, _names(given), cell.coordinate) from error

    def _said(self, cell: Any, text: str, given: Mapping[str, Any]) -> str:
        try:
            made = self.sandbox.overlay(autoescape=False).from_string(text)
            return made.render(given)
        except CAUGHT as error:
            raise of_placeholder(self.path, error, _names(given), cell.coordinate) from error


def _height(page: Any, row: Iterable[Any]) -> float:
    """In points: no program makes a row it has not written itself as high as its words need."""
    lines: int = max(
        ceil(len(_text(c)) / page.column_dimensions[c.column_letter].width) for c in row
    )
    return max(lines, 1) * _LINE_POINTS + _AROUND


def _as_row(cell: Any, value: Any, below: int) -> Any:
    """A formula of the row points into its own row."""
    if not (isinstance(value, str) and value.startswith("=")):
        return value
    origin = f"{cell.column_letter}{cell.row - below}"
    return Translator(value, origin).translate_formula(cell.coordinate)


def _text(cell: Any) -> str:
    return cell.value if isinstance(cell.value, str) else ""


def _names(given: Mapping[str, Any]) -> set[str]:
    inside = [value for value in given.values() if isinstance(value, Mapping)]
    return {*given, *(name for each in inside for name in each)}


def _push_down(page: Any, at: int, count: int) -> None:
    """Room for so many more rows below row `at`: cells, heights, and cells joined together. (The
    library's own way leaves the last two where they were; formulas are `stretch`'s.)"""
    if count < 1:
        return
    heights = {n: d.height for n, d in page.row_dimensions.items() if d.height}
    joined = [each for each in page.merged_cells.ranges if each.min_row > at]
    for each in joined:
        page.unmerge_cells(each.coord)
    if page.max_row > at:
        page.move_range(
            f"A{at + 1}:{page.cell(page.max_row, page.max_column).coordinate}",
            rows=count,
        )
    for each in joined:
        each.shift(row_shift=count)
        page.merge_cells(each.coord)
    for n in sorted(heights, reverse=True):
        if n > at:
            page.row_dimensions[n + count].height = heights[n]
    for n in range(at + 1, at + count + 1):
        page.row_dimensions[n].height = heights.get(at)
