"""A report as a table file: one worksheet, printed on A4, with charts that Excel draws itself."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from itertools import zip_longest
from math import ceil
from typing import Any

from openpyxl import Workbook
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break

from bot.papers.cells import put
from bot.papers.colours import COLOURS
from bot.papers.same_bytes import same_bytes
from bot.papers.written import Figure, is_wide, shares, writable
from messages.numbers import NOTHING, written
from messages.sheet import Block, Chart, ChartKind, Grid, Heading, Paragraph, Sheet

_FONT = "Times New Roman"
_THIN = Side(style="thin", color="808080")
_BOX = Border(_THIN, _THIN, _THIN, _THIN)
_TINT = PatternFill("solid", fgColor="E2EFEE")
_WIDTH, _WIDTH_LYING = 95, 140  # of the page, in characters
_CHART_ROWS, _ROWS_OF_PAGE, _FEW_ROWS = 17, 46, 4
_LINE_POINTS = 16


def sheet_xlsx(sheet: Sheet, language: str) -> bytes:
    made = io.BytesIO()
    _Book(sheet, language).book.save(made)
    return same_bytes(made.getvalue())


class _Book:
    def __init__(self, sheet: Sheet, language: str) -> None:
        self.language = language
        self.book = Workbook()
        self.book.properties.title = writable(sheet.title)
        self.book.properties.creator = ""
        self.page: Any = self.book.active
        self.page.title = "Báo cáo" if language == "vi" else "Report"
        self.row = self.page_from = 1
        grids = [block for block in sheet.blocks if isinstance(block, Grid)]
        lying = any(is_wide(grid) for grid in grids)
        self.columns = max((len(grid.heads) for grid in grids), default=4)
        self.width = _WIDTH_LYING if lying else _WIDTH
        self._page_setup(lying=lying)
        self._widths(grids)
        self._all(sheet)

    def _page_setup(self, *, lying: bool) -> None:
        page = self.page
        page.page_setup.orientation = "landscape" if lying else "portrait"
        page.page_setup.paperSize = page.PAPERSIZE_A4
        page.page_setup.fitToHeight = 0
        page.sheet_properties.pageSetUpPr.fitToPage = True
        page.sheet_view.showGridLines = False

    def _widths(self, grids: list[Grid]) -> None:
        widest = max(grids, key=lambda grid: len(grid.heads), default=None)
        for at in range(self.columns):
            share = shares(widest, self.language)[at] if widest else 1 / self.columns
            self.page.column_dimensions[get_column_letter(at + 1)].width = share * self.width

    def _all(self, sheet: Sheet) -> None:
        self._line(sheet.title, Font(_FONT, 14, bold=True), "center")
        for line in sheet.lines:
            self._line(line, Font(_FONT, 12, italic=True), "center")
        write: dict[type[Any], Callable[[Any], None]] = {
            Heading: lambda block: self._line(block.text, Font(_FONT, 13, bold=True), gap=1),
            Paragraph: lambda block: self._line(block.text, Font(_FONT, 12)),
            Grid: self._grid,
            Chart: self._chart,
        }
        for block, following in zip_longest(sheet.blocks, sheet.blocks[1:]):
            if isinstance(block, Heading):
                self._together(3 + _rows_of(following))
            write[type(block)](block)
        if sheet.foot:
            self._line(sheet.foot, Font(_FONT, 11, italic=True), gap=1)

    def _line(self, text: str, font: Font, align: str = "left", gap: int = 0) -> None:
        self.row += gap
        cell = self.page.cell(self.row, 1)
        put(cell, text)
        cell.font, cell.alignment = font, Alignment(align, "top", wrap_text=True)
        self.page.merge_cells(
            start_row=self.row, end_row=self.row, start_column=1, end_column=self.columns
        )
        # Excel does not make a merged row as high as its words need.
        lines = sum(1 + len(part) // int(self.width * 12 / font.size) for part in text.split("\n"))
        self.page.row_dimensions[self.row].height = lines * _LINE_POINTS * font.size / 12
        self.row += 1

    def _grid(self, grid: Grid) -> None:
        if grid.title:
            self._line(grid.title, Font(_FONT, 12, bold=True), gap=1)
        self._cells(grid.heads, bold=True, head=True)
        for at, row in enumerate(grid.rows):
            said = [NOTHING if value is None else value for value in row]
            self._cells(said, bold=grid.total and at == len(grid.rows) - 1)

    def _cells(self, values: Sequence[Figure], *, bold: bool = False, head: bool = False) -> None:
        lines = 1.0
        for at, value in enumerate(values, 1):
            cell = self.page.cell(self.row, at)
            put(cell, value)
            wide = self.page.column_dimensions[get_column_letter(at)].width
            lines = max(lines, ceil(len(written(value, self.language)) / wide))
            cell.font, cell.border = Font(_FONT, 12, bold=bold), _BOX
            side = "center" if head else "left" if _is_words(value) else "right"
            cell.alignment = Alignment(side, "center", wrap_text=True)
            if isinstance(value, float):
                cell.number_format = "#,##0.0"
            elif isinstance(value, int):
                cell.number_format = "#,##0"
            if head:
                cell.fill = _TINT
        self.page.row_dimensions[self.row].height = lines * _LINE_POINTS
        self.row += 1

    def _chart(self, chart: Chart) -> None:
        """Its values stand in a table, of which Excel draws it; what is not shown is an empty cell
        there, which Excel leaves out."""
        self._together(_rows_of(chart))
        self._line(chart.title, Font(_FONT, 12, bold=True), gap=1)
        first = self.row
        self._cells(("", *(name for name, _ in chart.series)), bold=True, head=True)
        for row in zip(chart.labels, *(values for _, values in chart.series), strict=True):
            self._cells(row)
        self._draw(chart, first, self.row - 1)
        self.row += _CHART_ROWS

    def _together(self, rows: int) -> None:
        """On one page of paper."""
        if self.row - self.page_from + rows > _ROWS_OF_PAGE and self.row > self.page_from:
            self.page.row_breaks.append(Break(id=self.row - 1))
            self.page_from = self.row

    def _draw(self, chart: Chart, first: int, last: int) -> None:
        drawn = LineChart() if chart.kind is ChartKind.LINE else BarChart()
        if chart.kind is ChartKind.STACKED:
            drawn.grouping, drawn.overlap = "stacked", 100
        at = {"min_row": first, "max_row": last}
        data = Reference(self.page, min_col=2, max_col=len(chart.series) + 1, **at)
        drawn.add_data(data, titles_from_data=True)
        drawn.set_categories(Reference(self.page, min_col=1, min_row=first + 1, max_row=last))
        _look(drawn, chart)
        self.page.add_chart(drawn, f"A{self.row + 1}")


def _rows_of(block: Block | None) -> int:
    """That must stand on one page with the heading above."""
    return len(block.labels) + 3 + _CHART_ROWS if isinstance(block, Chart) else _FEW_ROWS


def _is_words(value: Figure) -> bool:
    return isinstance(value, str) and value != NOTHING


def _look(drawn: Any, chart: Chart) -> None:
    drawn.title, drawn.y_axis.title = None, chart.unit or None
    drawn.y_axis.majorGridlines = None
    drawn.x_axis.delete = drawn.y_axis.delete = False
    drawn.legend = drawn.legend if len(chart.series) > 1 else None
    drawn.width, drawn.height = 17, 7.5  # cm
    drawn.dataLabels = DataLabelList()
    drawn.dataLabels.showVal = True
    for name in ("showSerName", "showCatName", "showLegendKey", "showPercent"):
        setattr(drawn.dataLabels, name, False)
    for at, series in enumerate(drawn.series):
        colour = COLOURS[at % len(COLOURS)].removeprefix("#")
        if chart.kind is ChartKind.LINE:
            series.graphicalProperties.line.solidFill = colour
            series.smooth = False
        else:
            series.graphicalProperties.solidFill = colour
