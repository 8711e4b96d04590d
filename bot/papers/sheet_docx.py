"""A report as a document for Word, in typeface, size and margins of Nghị định 30/2020/NĐ-CP,
Annex I."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from docx import Document
from docx.document import Document as Paper
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from bot.papers.docx_blocks import Blocks
from bot.papers.same_bytes import same_bytes
from bot.papers.written import is_wide, writable
from messages.sheet import Grid, Sheet

_FONT = "Times New Roman"
_A4 = (Mm(210), Mm(297))
_LEFT, _RIGHT, _EDGE = Mm(30), Mm(18), Mm(20)
_SIZE = Pt(13)


def sheet_docx(sheet: Sheet, language: str) -> bytes:
    page = _Page(sheet, language)
    made = io.BytesIO()
    page.paper.save(made)
    return same_bytes(made.getvalue())


class _Page:
    def __init__(self, sheet: Sheet, language: str) -> None:
        self.language = language
        self.paper: Paper = Document()
        self.width = self._page_setup(
            lying=any(isinstance(block, Grid) and is_wide(block) for block in sheet.blocks)
        )
        self._type()
        self._properties(sheet)
        self._all(sheet)

    def _page_setup(self, *, lying: bool) -> int:
        section = self.paper.sections[0]
        width, height = reversed(_A4) if lying else _A4
        section.page_width, section.page_height = width, height
        section.orientation = WD_ORIENT.LANDSCAPE if lying else WD_ORIENT.PORTRAIT
        section.left_margin, section.right_margin = _LEFT, _RIGHT
        section.top_margin = section.bottom_margin = _EDGE
        return int(width - _LEFT - _RIGHT)

    def _type(self) -> None:
        """The styles of the empty document, which are for English letters and blue headings."""
        for name, size in (("Normal", _SIZE), ("Title", Pt(14)), ("Heading 1", _SIZE)):
            style: Any = self.paper.styles[name]
            style.font.name, style.font.size = _FONT, size
            style.font.color.rgb = RGBColor(0, 0, 0)
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                fonts.attrib.pop(qn(f"w:{kind}"), None)
            for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
                fonts.set(qn(f"w:{kind}"), _FONT)
            style.paragraph_format.space_after = Pt(6)
        title: Any = self.paper.styles["Title"]
        title.font.bold = True
        for border in title.element.xpath(".//w:pBdr"):
            border.getparent().remove(border)

    def _properties(self, sheet: Sheet) -> None:
        told = self.paper.core_properties
        told.title, told.author, told.comments = writable(sheet.title)[:255], "", ""
        told.language = self.language
        told.revision = 1
        told.created = told.modified = datetime(2000, 1, 1)  # taken out again: `same_bytes`

    def _all(self, sheet: Sheet) -> None:
        blocks = Blocks(self.paper, self.width, self.language)
        title = self.paper.add_paragraph(writable(sheet.title), style="Title")
        title.alignment = ALIGN.CENTER
        for line in sheet.lines:
            blocks.paragraph(line, italic=True).alignment = ALIGN.CENTER
        blocks.write(sheet.blocks)
        if sheet.foot:
            blocks.paragraph(sheet.foot, italic=True)
