"""A form as a Word document: placeholders as docxtpl reads them, and one paragraph `{{ noi_dung }}`
in whose place the whole report is put, tables and charts with it."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from docx import Document
from docx.document import Document as Paper
from docx.opc.exceptions import OpcError
from docx.section import Section
from docx.text.paragraph import Paragraph
from docxtpl import DocxTemplate
from lxml.etree import LxmlError

from bot.papers.docx_blocks import Blocks
from bot.papers.same_bytes import same_bytes
from bot.papers.sandbox import Sandbox
from bot.papers.template_mistakes import CAUGHT, broken, of_placeholder
from bot.papers.written import writable
from messages.numbers import written
from messages.sheet import Sheet

_PLACE = "\u2063noi_dung\u2063"  # invisible signs around it: nobody writes that


def docx_form(path: Path, sheet: Sheet, given: Mapping[str, Any], language: str) -> bytes:
    """Raises TemplateBroken."""
    words = _as_words(given, language)
    try:
        form = DocxTemplate(path)
        form.render({**words, "noi_dung": _PLACE}, Sandbox())
        filled = io.BytesIO()
        form.save(filled)
        paper = Document(filled)
    except (*CAUGHT, LxmlError, OpcError) as error:
        raise of_placeholder(path, error, (*given, "noi_dung")) from error
    place = _place(paper, path, filled.getvalue())
    if place is not None:
        _put_report(paper, place, sheet, language)
    paper.core_properties.modified = datetime(2000, 1, 1)  # taken out again: `same_bytes`
    made = io.BytesIO()
    paper.save(made)
    return same_bytes(made.getvalue())


def _as_words(value: Any, language: str) -> Any:
    """Numbers as they are written in that language."""
    if isinstance(value, Mapping):
        return {name: _as_words(each, language) for name, each in value.items()}
    if isinstance(value, list):
        return [_as_words(each, language) for each in value]
    return writable(written(value, language)) if not isinstance(value, bool) else value


def _place(paper: Paper, path: Path, filled: bytes) -> Paragraph | None:
    """Where the report goes; None where the form has no place for it, as one made of rows alone.
    Raises TemplateBroken where it would take other words away, or stay out."""
    with ZipFile(io.BytesIO(filled)) as parts:
        said = sum(parts.read(name).count(_PLACE.encode()) for name in parts.namelist())
    places = [p for p in paper.paragraphs if p.text.strip() == _PLACE]
    if said != len(places) or said > 1:
        what = (
            "{{ noi_dung }} chỉ viết một lần, riêng một đoạn, ngoài bảng, đầu trang và chân trang"
        )
        english = (
            "{{ noi_dung }} stands once, in a paragraph of its own, outside tables and headers"
        )
        raise broken(path, what, english)
    return places[0] if places else None


def _section(paper: Paper, place: Paragraph) -> Section:
    """That in which the place lies: the last paragraph of each but the last says how it is."""
    following = place._p.xpath("(self::w:p | following-sibling::w:p)/w:pPr/w:sectPr")
    return next((s for s in paper.sections if s._sectPr in following[:1]), paper.sections[-1])


def _put_report(paper: Paper, place: Paragraph, sheet: Sheet, language: str) -> None:
    """What is written goes to the end first, and from there."""
    before = len(paper.element.body)
    section = _section(paper, place)
    page, left, right = section.page_width, section.left_margin, section.right_margin
    Blocks(paper, int((page or 0) - (left or 0) - (right or 0)), language).write(sheet.blocks)
    _move(paper, place, before)


def _move(paper: Paper, place: Paragraph, before: int) -> None:
    body = paper.element.body
    written_last = list(body)[before - 1 : -1]  # the last of all is the section's own
    for element in written_last:
        place._p.addprevious(element)
    body.remove(place._p)
