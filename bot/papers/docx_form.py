"""A form as a Word document: placeholders as docxtpl reads them, and one paragraph `{{ noi_dung }}`
in whose place the whole report is put, tables and charts with it."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as Paper
from docx.opc.exceptions import OpcError
from docx.text.paragraph import Paragraph
from docxtpl import DocxTemplate
from lxml.etree import LxmlError

from bot.papers.docx_blocks import Blocks
from bot.papers.same_bytes import same_bytes
from bot.papers.sandbox import Sandbox
from bot.papers.template_mistakes import CAUGHT, of_placeholder
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
    _put_report(paper, sheet, language)
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


def _put_report(paper: Paper, sheet: Sheet, language: str) -> None:
    """Where the form has a place for it. What is written goes to the end first, and from there."""
    place = next((p for p in paper.paragraphs if _PLACE in p.text), None)
    if place is None:
        return
    before = len(paper.element.body)
    section = paper.sections[-1]
    page, left, right = section.page_width, section.left_margin, section.right_margin
    Blocks(paper, int((page or 0) - (left or 0) - (right or 0)), language).write(sheet.blocks)
    _move(paper, place, before)


def _move(paper: Paper, place: Paragraph, before: int) -> None:
    body = paper.element.body
    written_last = list(body)[before - 1 : -1]  # the last of all is the section's own
    for element in written_last:
        place._p.addprevious(element)
    body.remove(place._p)
