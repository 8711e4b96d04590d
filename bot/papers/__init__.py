"""Reports and charts on paper, as table files and as pictures. The same input gives the same bytes,
so that a file can be told by its hash. The libraries behind it take up to a second and 80 MB: call
these in the process of `bot/papers/apart.py`, never in the running bot."""

from __future__ import annotations

from messages.sheet import Chart, Sheet


def png(chart: Chart, language: str) -> bytes:
    """1200 pixels wide, for a chat and for documents."""
    from bot.papers.charts import drawn

    return drawn(chart, language, "png")


def svg(chart: Chart, language: str) -> str:
    """An `<svg>` element to stand in a page: without scripts, and without styles of its own, which
    the site's policy forbids; its parts have classes for the page's colours (`fill-c0`,
    `stroke-c0`, `fill-ink`, `fill-light`, `stroke-line`)."""
    from bot.papers.charts import drawn
    from bot.papers.svg_for_pages import for_pages

    return for_pages(drawn(chart, language, "svg").decode(), chart, language)


def docx(sheet: Sheet, language: str) -> bytes:
    """A4 in the type and margins of Nghị định 30/2020/NĐ-CP, Annex I."""
    from bot.papers.sheet_docx import sheet_docx

    return sheet_docx(sheet, language)


def pdf(sheet: Sheet, language: str) -> bytes:
    """A4; lying where a table is wide."""
    from bot.papers.sheet_pdf import sheet_pdf

    return sheet_pdf(sheet, language)


def xlsx(sheet: Sheet, language: str) -> bytes:
    """One worksheet; numbers are numbers, and no cell is a formula."""
    from bot.papers.sheet_xlsx import sheet_xlsx

    return sheet_xlsx(sheet, language)
