"""A report as PDF on A4."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import zip_longest
from typing import Any

from fpdf import FPDF, FontFace
from fpdf.enums import Align, TableHeadingsDisplay, VAlign, XPos, YPos

from bot.papers.charts import drawn
from bot.papers.svg_for_pages import described
from bot.papers.written import Figure, is_number, is_wide, shares, writable
from bot.print_fonts import FAMILY, add_fonts, printable, printed
from messages.numbers import written
from messages.sheet import Chart, Grid, Heading, Paragraph, Sheet

_MARGIN = 20.0  # mm
_TINT, _RULE = (226, 239, 238), (128, 128, 128)
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)  # the hour it was made belongs into no copy
_CHART_WIDTH, _CHART_HEIGHT = 160.0, 105.0  # with a heading above


def sheet_pdf(sheet: Sheet, language: str) -> bytes:
    page = _Page(sheet, language)
    page.all(sheet)
    return printed(page.pdf)


class _Numbered(FPDF):
    def footer(self) -> None:
        self.set_y(-14)
        self.set_font(FAMILY, "", 9)
        self.cell(0, 6, f"{self.page_no()}/{{nb}}", align=Align.C)


class _Page:
    def __init__(self, sheet: Sheet, language: str) -> None:
        self.language = language
        lying = any(isinstance(block, Grid) and is_wide(block) for block in sheet.blocks)
        self.pdf = _Numbered("landscape" if lying else "portrait", format="A4")
        add_fonts(self.pdf)
        self.pdf.set_margins(_MARGIN, _MARGIN)
        self.pdf.set_auto_page_break(True, _MARGIN)
        self.pdf.set_lang(language)
        self.pdf.set_title(writable(sheet.title))
        self.pdf.creation_date = _LONG_AGO
        self.pdf.set_draw_color(_RULE)
        self.pdf.add_page()

    def all(self, sheet: Sheet) -> None:
        self.line(sheet.title, 15, bold=True, align=Align.C)
        for each in sheet.lines:
            self.line(each, 10.5, align=Align.C, after=1)
        self.pdf.ln(3)
        write: dict[type[Any], Callable[[Any], None]] = {
            Heading: lambda block: self.line(block.text, 12.5, bold=True),
            Paragraph: lambda block: self.line(block.text, 10.5),
            Grid: self.grid,
            Chart: self.chart,
        }
        for block, following in zip_longest(sheet.blocks, sheet.blocks[1:]):
            if isinstance(block, Heading):
                self.together(_CHART_HEIGHT if isinstance(following, Chart) else 40)
                self.pdf.ln(2)
            write[type(block)](block)
        if sheet.foot:
            self.line(sheet.foot, 9)

    def text(self, text: str) -> str:
        return printable(self.pdf, unicodedata.normalize("NFC", text))

    def line(
        self,
        text: str,
        size: float,
        *,
        bold: bool = False,
        align: Align = Align.L,
        after: float = 2,
    ) -> None:
        """A paragraph; `size` in points, `after` in mm."""
        self.pdf.set_font(FAMILY, "B" if bold else "", size)
        place: Any = {"new_x": XPos.LMARGIN, "new_y": YPos.NEXT}
        self.pdf.multi_cell(0, size * 0.52, self.text(text), align=align, **place)
        self.pdf.ln(after)

    def together(self, height: float) -> None:
        """What comes next begins a page where so many mm are not left."""
        if self.pdf.will_page_break(height):
            self.pdf.add_page()

    def grid(self, grid: Grid) -> None:
        self.together(30)
        if grid.title:
            self.line(grid.title, 10.5, bold=True, after=1)
        size = 8.0 if is_wide(grid) else 9.5
        self.pdf.set_font(FAMILY, "", size)
        with self.pdf.table(
            col_widths=tuple(shares(grid, self.language)),
            headings_style=FontFace(emphasis="BOLD", fill_color=_TINT),
            line_height=size * 0.52,
            padding=1.0,
            repeat_headings=TableHeadingsDisplay.ON_TOP_OF_EVERY_PAGE,
            v_align=VAlign.M,
        ) as table:
            row = table.row()
            for head in grid.heads:
                row.cell(self.text(head), align=Align.C)
            for at, values in enumerate(grid.rows):
                bold = grid.total and at == len(grid.rows) - 1
                row = table.row(style=FontFace(emphasis="BOLD") if bold else None)
                for value in values:
                    row.cell(self.text(written(value, self.language)), align=_side(value))
        self.pdf.ln(4)

    def chart(self, chart: Chart) -> None:
        picture = io.BytesIO(drawn(chart, self.language, "png"))
        told = writable(f"{chart.title}. {described(chart, self.language)}")
        width = min(_CHART_WIDTH, self.pdf.epw)
        self.pdf.image(picture, x=Align.C, w=width, alt_text=told, title=writable(chart.title))
        self.pdf.ln(4)


def _side(value: Figure) -> Align:
    return Align.R if is_number(value) or value is None else Align.L
