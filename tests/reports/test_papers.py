"""Reports and charts rendered: the same input gives the same bytes, Vietnamese is whole, numbers
are numbers, and nothing anybody wrote is a formula."""

from __future__ import annotations

import asyncio
import io
import re
import subprocess
import sys
from dataclasses import replace
from functools import partial
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from PIL import Image

from bot import papers
from bot.papers.apart import apart
from bot.papers.cells import put
from bot.papers.colours import COLOURS
from bot.papers.trial import SHEET as WIDE
from messages.numbers import written
from messages.sheet import Chart, ChartKind, Grid, Paragraph, Sheet
from messages.texts import Texts
from tests.sample_sheets import BARS, CHARTS, LINE, STACKED, TALL

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_a_picture_of_the_same_bytes_each_time(name: str) -> None:
    made = papers.png(CHARTS[name], "vi")
    assert made == papers.png(CHARTS[name], "vi")
    assert Image.open(io.BytesIO(made)).size[0] == 1200
    assert len(made) < 150_000


def test_colours_differ_in_grey_too() -> None:
    def grey(colour: str) -> float:
        red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
        return 0.299 * red + 0.587 * green + 0.114 * blue

    greys = sorted(map(grey, COLOURS))
    assert all(b - a > 25 for a, b in pairwise(greys))


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_in_a_page_has_no_style_and_no_script_and_says_what_it_shows(name: str) -> None:
    chart = CHARTS[name]
    made = papers.svg(chart, "vi")
    assert made == papers.svg(chart, "vi")
    assert not re.search(r"style|<script|<image|http(?!://www\.w3\.org)", made)
    root = ElementTree.fromstring(made)
    title, told = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert root.get("role") == "img" and title is not None and told is not None
    assert title.text == chart.title
    for label, value in zip(chart.labels, chart.series[0][1], strict=True):
        assert f"{label} {written(value, 'vi')}" in (told.text or "")
    shown = {element.text for element in root.iter(f"{SVG}text")}
    assert {written(value, "vi") for value in chart.series[0][1] if value is not None} <= shown


def test_a_year_can_be_read_on_a_telephone() -> None:
    """Its months are written large, and so not each of them; of the points each is."""
    months = [f"{n}/26" for n in range(1, 13)]
    values = [20 + n for n in range(12)]
    made = papers.svg(Chart(ChartKind.LINE, "Năm", months, [("Ngày", values)]), "vi")
    texts = list(ElementTree.fromstring(made).iter(f"{SVG}text"))
    shown = [each.text for each in texts]
    assert [m for m in months if m in shown] == [f"{n}/26" for n in range(2, 13, 2)]
    assert {str(value) for value in values} <= set(shown)
    sizes = [float(each.get("font-size", "0")) for each in texts if each.text in months]
    assert min(sizes) > 9  # of a picture that is 302 points wide, on a screen of 360


def test_two_charts_in_one_page_share_no_identifier() -> None:
    ids = [re.findall(r'\bid="([^"]+)"', papers.svg(chart, "vi")) for chart in (BARS, LINE)]
    assert ids[0] and not set(ids[0]) & set(ids[1])


def test_what_is_not_shown_is_a_dash_and_no_zero() -> None:
    assert "12/26 –" in papers.svg(BARS, "vi")
    assert "KTĐN –" in papers.svg(STACKED, "vi")
    assert "10/26 –" in papers.svg(LINE, "vi")


@pytest.mark.parametrize("form", ["docx", "pdf", "xlsx"])
def test_the_same_report_is_the_same_file(form: str) -> None:
    render, sheet = getattr(papers, form), replace(WIDE, blocks=[*WIDE.blocks, LINE])
    assert render(sheet, "vi") == render(sheet, "vi")


def test_a_document_holds_every_word_and_its_figures_as_they_are_written() -> None:
    paper = Document(io.BytesIO(papers.docx(TALL, "vi")))
    said = [p.text for p in paper.paragraphs]
    assert TALL.title in said and TALL.foot in said and "1. Kết quả chung" in said
    [table] = paper.tables
    assert [cell.text for cell in table.rows[2].cells][1:] == ["80", "95,5", "6,5"]
    assert table.rows[3].cells[2].text == "–"
    assert len(paper.inline_shapes) == 4
    section = paper.sections[0]
    assert (section.page_width or 0) < (section.page_height or 0)
    lying = Document(io.BytesIO(papers.docx(WIDE, "vi"))).sections[0]
    assert (lying.page_width or 0) > (lying.page_height or 0)


def test_a_table_file_has_numbers_as_numbers() -> None:
    page = load_workbook(io.BytesIO(papers.xlsx(TALL, "vi"))).active
    rows = {row[0].value: row for row in page.iter_rows()}
    assert [cell.value for cell in rows["Phòng Đăng ký kinh doanh"][1:4]] == [80, 95.5, 6.5]
    assert rows["Phòng Đăng ký kinh doanh"][1].data_type == "n"
    assert len(page._charts) == 4


NASTY = ["=1+1", "+84905", "-1+1", "@SUM(A1)", "\t=cmd", "\r=1", '=HYPERLINK("http://x")', "＝1"]


def test_whatever_somebody_wrote_is_text_in_a_table_file() -> None:
    sheet = Sheet(NASTY[0], NASTY, [Paragraph(w) for w in NASTY] + [Grid("-", NASTY, [NASTY])])
    page = load_workbook(io.BytesIO(papers.xlsx(sheet, "vi"))).active
    cells = [cell for row in page.iter_rows() for cell in row if cell.value is not None]
    assert len(cells) == 1 + 2 * len(NASTY) + 1 + 2 * len(NASTY)
    for cell in cells:
        assert cell.data_type == "s" and cell.quotePrefix


@settings(max_examples=50, deadline=None)
@given(st.tuples(st.sampled_from(["", *"=+-@\t\r\x00"]), st.text()).map("".join))
def test_any_words_are_text_in_a_cell(words: str) -> None:
    cell = Workbook().active["A1"]
    put(cell, words)
    assert cell.data_type == "s"
    assert cell.quotePrefix or not str(cell.value).startswith(tuple("=+-@\t\r"))


def test_no_word_breaks_a_document() -> None:
    for words in ("", "\x00\x0b", "\ud800", "😀 <a> & \u202e", "\n\n", "ẵ" * 3000):
        sheet = Sheet(words, [words], [Grid(words, [words], [[words]])], words)
        assert Document(io.BytesIO(papers.docx(sheet, "vi"))).tables
        assert papers.pdf(sheet, "vi").startswith(b"%PDF")
        assert load_workbook(io.BytesIO(papers.xlsx(sheet, "vi")))


def test_figures_are_written_as_people_here_write_them() -> None:
    assert [written(value, "vi") for value in (1234567, 94.25, 3.0, None)] == [
        "1.234.567",
        "94,2",
        "3",
        "–",
    ]
    assert written(1234.5, "en") == "1,234.5"
    assert (written(999.96, "vi"), written(2.04, "en"), written(-0.01, "vi")) == ("1.000", "2", "0")
    size = {"channels": [], "priced": 0, "beyond": 0, "cost": 0, "minutes": 0}
    texts = Texts()
    assert texts.render("vi", "broadcast.forecast", size=100_000, **size) == "100.000 người"
    assert texts.render("en", "broadcast.forecast", size=100_000, **size) == "100,000 people"


def test_papers_are_made_in_a_process_of_their_own() -> None:
    wanted = [partial(papers.png, BARS, "vi"), partial(papers.png, LINE, "vi")]
    made = asyncio.run(apart(wanted))
    assert made == [call() for call in wanted]
    with pytest.raises(RuntimeError):
        asyncio.run(apart([partial(papers.png, None, "vi")]))  # type: ignore[arg-type]


def test_the_running_bot_does_not_load_the_libraries_of_papers() -> None:
    heavy = ("matplotlib", "docx", "docxtpl", "lxml")
    code = f"import sys, bot.cli, bot.app; sys.exit(sum(m in sys.modules for m in {heavy}))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
