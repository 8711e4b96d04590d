"""The blocks of a report written into a document for Word, at its end."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from docx.document import Document as Paper
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph as Line

from bot.papers.svg_for_pages import described
from bot.papers.written import Figure, is_number, is_wide, shares, writable
from messages.numbers import written
from messages.sheet import Block, Chart, Grid, Heading, Paragraph

_IN_TABLE, _IN_WIDE = Pt(12), Pt(10)
_PICTURE = Mm(160)
_LAST_ROWS = 2
_HEADING = "Heading 1"


class Blocks:
    """`width` of the text. The document may be an office's own: its styles may be missing."""

    def __init__(self, paper: Paper, width: int, language: str) -> None:
        self.paper, self.width, self.language = paper, width, language

    def write(self, blocks: Iterable[Block]) -> None:
        ways: dict[type[Any], Callable[[Any], object]] = {
            Heading: lambda block: self._heading(block.text),
            Paragraph: lambda block: self.paragraph(block.text),
            Grid: self._grid,
            Chart: self._chart,
        }
        for block in blocks:
            ways[type(block)](block)

    def _heading(self, text: str) -> None:
        known = {style.name for style in self.paper.styles}
        said = self.paper.add_paragraph(style=_HEADING if _HEADING in known else None)
        said.add_run(writable(text)).bold = True
        said.paragraph_format.space_before = Pt(12)
        said.paragraph_format.keep_with_next = True

    def paragraph(self, text: str, *, italic: bool = False) -> Line:
        said = self.paper.add_paragraph()
        said.add_run(writable(text)).italic = italic
        said.alignment = ALIGN.JUSTIFY
        return said

    def _grid(self, grid: Grid) -> None:
        if grid.title:
            self._caption(grid.title)
        table = self.paper.add_table(rows=1, cols=len(grid.heads))
        _ruled(table)
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        size = _IN_WIDE if is_wide(grid) else _IN_TABLE
        self._cells(table.rows[0], grid.heads, size, bold=True, head=True)
        _repeats(table.rows[0])
        for at, row in enumerate(grid.rows):
            bold = grid.total and at == len(grid.rows) - 1
            self._cells(table.add_row(), row, size, bold=bold)
        self._widths(table, shares(grid, self.language))
        after = self.paper.add_paragraph()
        after.paragraph_format.space_after = Pt(0)
        _with_what_follows(after, table.rows[-_LAST_ROWS:])

    def _caption(self, text: str) -> None:
        title = self.paper.add_paragraph()
        title.add_run(writable(text)).bold = True
        title.paragraph_format.keep_with_next = True

    def _cells(
        self, row: _Row, values: Sequence[Figure], size: Pt, *, bold: bool, head: bool = False
    ) -> None:
        _stays_whole(row)
        for cell, value in zip(row.cells, values, strict=True):
            said = cell.paragraphs[0]
            run = said.add_run(writable(written(value, self.language)))
            run.bold, run.font.size = bold, size
            said.paragraph_format.space_after = Pt(2)
            said.alignment = ALIGN.CENTER if head else _side(value)
            if head:
                _tinted(cell)

    def _widths(self, table: Table, parts: Sequence[float]) -> None:
        """Word goes by the cells, LibreOffice by the columns."""
        for column, part in zip(table.columns, parts, strict=True):
            column.width = Length(int(self.width * part))
        for row in table.rows:
            for cell, part in zip(row.cells, parts, strict=True):
                cell.width = Length(int(self.width * part))

    def _chart(self, chart: Chart) -> None:
        from bot.papers.charts import drawn  # takes most of a second, and most forms have none

        picture = io.BytesIO(drawn(chart, self.language, "png"))
        inline = self.paper.add_picture(picture, width=min(self.width, _PICTURE))
        told = inline._inline.docPr
        told.set("descr", writable(f"{chart.title}. {described(chart, self.language)}"))
        self.paper.paragraphs[-1].alignment = ALIGN.CENTER


def _side(value: Figure) -> ALIGN:
    return ALIGN.RIGHT if is_number(value) or value is None else ALIGN.LEFT


def _with_what_follows(after: Line, rows: Sequence[_Row]) -> None:
    """No signature stands on a page of its own: the last rows go there with it."""
    for line in (after, *(line for row in rows for cell in row.cells for line in cell.paragraphs)):
        line.paragraph_format.keep_with_next = True


def _ruled(table: Table) -> None:
    rules = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        rule = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "auto")):
            rule.set(qn(f"w:{name}"), value)
        rules.append(rule)
    table._tbl.tblPr.append(rules)


def _repeats(row: _Row) -> None:
    """On every page the table goes on."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _stays_whole(row: _Row) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _tinted(cell: _Cell) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", "E2EFEE")):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)
