"""The office's own forms: filled in, told what is wrong in words, and never able to do anything."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import Workbook, load_workbook
from typer.testing import CliRunner

from bot.cli import app
from bot.papers import templates, trial
from bot.papers.patience import within
from bot.papers.template_mistakes import TemplateBroken
from bot.settings import ROOT
from messages.sheet import Sheet
from tests.sample_sheets import TALL

OURS = ROOT / "bot" / "papers" / "forms"
SAMPLE = ROOT / "agencies" / "skhdt-quang-ngai"
WORDS = trial.WORDS


def folder_with(tmp_path: Path, name: str, *lines: str) -> Path:
    """An agency folder whose form of that name has these lines."""
    (tmp_path / "reports").mkdir(exist_ok=True)
    path = tmp_path / "reports" / name
    made: Any = Document() if name.endswith("docx") else Workbook()
    for at, line in enumerate(lines, 1):
        if name.endswith("docx"):
            made.add_paragraph(line)
        else:
            made.active.cell(at, 1, line)
    made.save(path)
    return tmp_path


def fill(folder: Path, name: str, sheet=trial.SHEET, **more: Any) -> templates.Filled:
    return templates.filled(folder, name, sheet, {**WORDS, **more}, "vi")


def words_of(data: bytes) -> str:
    paper = Document(io.BytesIO(data))
    cells = [c.text for t in paper.tables for r in t.rows for c in r.cells]
    return "\n".join([*(p.text for p in paper.paragraphs), *cells])


def test_the_sample_department_has_the_forms_we_ship() -> None:
    assert {*templates.names()} == {path.name for path in OURS.iterdir()}
    for name in templates.names():
        assert (SAMPLE / "reports" / name).read_bytes() == (OURS / name).read_bytes()
    assert trial.mistakes(SAMPLE) == []


@pytest.mark.parametrize("name", templates.names())
def test_a_form_filled_twice_is_the_same_file_and_nothing_is_left_open(name: str) -> None:
    made = fill(SAMPLE, name)
    assert made.mistake is None and made.data == fill(SAMPLE, name).data
    text = words_of(made.data) if name.endswith("docx") else cells_of(made.data)
    assert "{{" not in text and "{%" not in text


def cells_of(data: bytes) -> str:
    page = load_workbook(io.BytesIO(data)).active
    return "\n".join(str(c.value) for row in page.iter_rows() for c in row if c.value is not None)


def test_the_table_form_repeats_its_row_and_keeps_numbers() -> None:
    page = load_workbook(io.BytesIO(fill(SAMPLE, "II.05a.xlsx").data)).active
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=9, max_row=12)]
    assert rows[0][:4] == [1, "Thành lập và hoạt động của doanh nghiệp", 25, 5]
    assert rows[2][:4] == [3, "Đấu thầu", 9, 1]
    assert rows[3][1:4] == ["Tổng số", 46, 8]
    # What stands below moved down with its joined cells.
    assert page["A14"].value == trial.SHEET.foot
    assert "A14:P14" in {each.coord for each in page.merged_cells.ranges}
    assert page["J16"].value.strip() == "GIÁM ĐỐC"


def test_a_form_without_a_row_to_fill_stays_whole() -> None:
    made = fill(SAMPLE, "II.05a.xlsx", Sheet("Không có việc nào", [], []))
    assert made.mistake is None and "{{" not in cells_of(made.data)


def test_the_letter_to_the_province_has_its_head_the_report_and_whom_it_goes_to() -> None:
    made = fill(SAMPLE, "bao-cao-ubnd.docx", TALL)
    text = words_of(made.data)
    for words in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"):
        assert words in text
    for words in (WORDS["kinh_gui"], "1. Kết quả chung", "GIÁM ĐỐC", "- Lưu: VT, VP.", TALL.foot):
        assert words in text
    assert len(Document(io.BytesIO(made.data)).inline_shapes) == 4
    assert "noi_dung" not in text and "KT." not in text


def test_signs_of_xml_in_words_stay_words(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "bao-cao-thang.docx", "{{ trich_yeu }}")
    made = fill(folder, "bao-cao-thang.docx", trich_yeu="Công ty A & B <script> {{ x }}")
    assert "Công ty A & B <script> {{ x }}" in words_of(made.data)


def test_a_filled_cell_is_never_a_formula(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "II.05a.xlsx", "{{ nguoi_ky }}", "Ông {{ nguoi_ky }}", "=1+1")
    made = fill(folder, "II.05a.xlsx", nguoi_ky='=HYPERLINK("x")')
    page = load_workbook(io.BytesIO(made.data)).active
    assert [page.cell(n, 1).data_type for n in (1, 2, 3)] == ["s", "s", "f"]


@pytest.mark.parametrize("name", ["bao-cao-ubnd.docx", "II.05a.xlsx"])
def test_a_misspelt_placeholder_is_told_with_the_right_one_and_ours_is_used(
    tmp_path: Path, name: str
) -> None:
    folder = folder_with(tmp_path, name, "Tốt: {{ co_quan }}", "{{ kinh_gu }}")
    made = fill(folder, name)
    assert made.mistake is not None
    assert f"reports/{name}" in str(made.mistake) and "{{ kinh_gu }}" in str(made.mistake)
    assert "Hãy viết: {{ kinh_gui }}" in str(made.mistake)
    assert made.data == fill(SAMPLE, name).data
    assert trial.mistakes(folder) == [made.mistake]


def test_formulas_of_the_office_take_in_every_row(tmp_path: Path) -> None:
    folder_with(tmp_path, "II.05a.xlsx")
    book = Workbook()
    page, other = book.active, book.create_sheet("Tổng hợp")
    given = {
        "A1": "=SUM(C3:C3)", "A3": "{% for d in dong %}{{ d.c1 }}", "B3": "=C3*2",
        "C3": "{{ d.c3 }}", "C4": "=SUM(C3:C3)", "C6": "=$C$4+A1",
    }  # fmt: skip
    for place, words in given.items():
        page[place] = words
    other["A1"] = f"='{page.title}'!C4"
    page.print_area = "A1:C6"
    book.save(tmp_path / "reports" / "II.05a.xlsx")
    made = fill(tmp_path, "II.05a.xlsx")
    assert made.mistake is None
    filled = load_workbook(io.BytesIO(made.data))
    page = filled[page.title]
    assert [page[f"C{n}"].value for n in (3, 4, 5)] == [25, 12, 9]
    wanted = {"A1": "=SUM(C3:C5)", "B4": "=C4*2", "C6": "=SUM(C3:C5)", "C8": "=$C$6+A1"}
    assert {place: page[place].value for place in wanted} == wanted
    assert filled["Tổng hợp"]["A1"].value == f"='{page.title}'!C6"
    assert page.print_area.endswith("$A$1:$C$8")


@pytest.mark.parametrize("where", ["a cell", "other words", "twice", "the header"])
def test_the_report_has_one_place_of_its_own(tmp_path: Path, where: str) -> None:
    """Elsewhere it would stay out, or take other words away."""
    folder = folder_with(tmp_path, "bao-cao-thang.docx")
    paper: Any = Document()
    if where == "a cell":
        paper.add_table(1, 1).cell(0, 0).text = "{{ noi_dung }}"
    elif where == "the header":
        paper.sections[0].header.paragraphs[0].text = "{{ noi_dung }}"
    else:
        paper.add_paragraph("{{ noi_dung }}" if where == "twice" else "Số liệu: {{ noi_dung }}")
        paper.add_paragraph("{{ noi_dung }}" if where == "twice" else "")
    paper.save(folder / "reports" / "bao-cao-thang.docx")
    made = fill(folder, "bao-cao-thang.docx", TALL)
    assert "riêng một đoạn" in str(made.mistake) and "noi_dung" not in words_of(made.data)


def test_a_form_as_word_keeps_it(tmp_path: Path) -> None:
    """A placeholder in pieces, one in head and foot, the report on a page that lies."""
    folder = folder_with(tmp_path, "bao-cao-ubnd.docx")
    paper: Any = Document()
    line, foot = paper.add_paragraph(), paper.sections[0].footer.paragraphs[0]
    for piece in ("Kính gửi: {", "{ kinh", "_gui }", "}"):
        line.add_run(piece)
    foot.add_run("Mã {{ ma_"), foot.add_run("bao_cao }}")
    lying = paper.add_section()
    lying.page_width, lying.page_height = lying.page_height, lying.page_width
    paper.add_paragraph("{{ noi_dung }}")
    standing = paper.add_section()
    standing.page_width, standing.page_height = standing.page_height, standing.page_width
    paper.save(folder / "reports" / "bao-cao-ubnd.docx")
    made = fill(folder, "bao-cao-ubnd.docx", TALL)
    filled = Document(io.BytesIO(made.data))
    assert made.mistake is None
    assert filled.paragraphs[0].text == f"Kính gửi: {WORDS['kinh_gui']}"
    assert filled.sections[0].footer.paragraphs[0].text == f"Mã {WORDS['ma_bao_cao']}"
    width = sum(column.width or 0 for column in filled.tables[0].columns)
    assert width > (standing.page_width or 0)


def test_a_wrong_cell_is_named(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "II.05b.xlsx", "a", "b", "{{ khong_co }}")
    assert "ô A3" in str(fill(folder, "II.05b.xlsx").mistake)


EVIL = [
    "{{ ''.__class__.__mro__ }}",
    "{{ co_quan.format }}{{ co_quan.__init__ }}",
    "{{ co_quan.upper() }}",
    "{{ cycler }}",
    "{{ range(9) }}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}",
    "{{ 'a' * 1000000000 }}",
    "{{ 9 ** 999999999 }}",
    "{{ '%1000000000d' % 1 }}",
    "{{ co_quan | attr('upper') }}",
    "{{ self }}{{ self._TemplateReference__context }}",
    "{{ co_quan",
    "{% for a in %}",
]


@pytest.mark.parametrize("evil", EVIL)
@pytest.mark.parametrize("name", ["bao-cao-ubnd.docx", "II.05a.xlsx"])
def test_a_template_can_do_nothing_but_name_our_figures(
    tmp_path: Path, name: str, evil: str
) -> None:
    made = fill(folder_with(tmp_path, name, evil), name)
    assert made.mistake is not None and str(made.mistake).startswith(f"reports/{name}: ")
    assert made.data == fill(SAMPLE, name).data


def test_a_loop_that_never_ends_is_ended(tmp_path: Path) -> None:
    with pytest.raises(TemplateBroken), within(tmp_path / "x.docx", seconds=0.05):
        while True:
            pass


def packed(tmp_path: Path, name: str, **parts: bytes) -> Path:
    """One of ours with more inside."""
    (tmp_path / "reports").mkdir()
    path = tmp_path / "reports" / name
    shutil.copy(OURS / name, path)
    with zipfile.ZipFile(path, "a") as inside:
        for part, content in parts.items():
            inside.writestr(part.replace("__", "/").replace("_", "."), content)
    return tmp_path


OUTSIDE = b'<Relationships><Relationship Id="r" Type="x/attachedTemplate" Target="http://x" TargetMode="External"/></Relationships>'  # noqa: E501
BAD_PARTS = {
    "macro": {"word__vbaProject_bin": b"x"},
    "outside": {"word___rels__settings_xml_rels": OUTSIDE},
    "entity": {"word__more_xml": b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a/>'},
    "bomb": {"word__big_xml": b" " * (41 << 20)},
}


@pytest.mark.parametrize("bad", BAD_PARTS)
def test_a_document_with_something_active_inside_is_not_used(tmp_path: Path, bad: str) -> None:
    folder = packed(tmp_path, "bao-cao-ubnd.docx", **BAD_PARTS[bad])
    made = fill(folder, "bao-cao-ubnd.docx")
    assert made.mistake is not None and made.data == fill(SAMPLE, "bao-cao-ubnd.docx").data


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"STT;T", "lưu lại bằng Word hoặc Excel"),
        ((OURS / "II.05a.xlsx").read_bytes()[:3000], "lưu lại bằng Word hoặc Excel"),
        ((OURS / "II.05.docx").read_bytes(), "lưu lại bằng Word hoặc Excel"),
        (b"\xd0\xcf\x11\xe0" + bytes(500), "bỏ mật khẩu, lưu dạng xlsx"),
        (bytes(20 << 20), "lớn hơn 5 MB"),
    ],
    ids=["text", "cut off", "another sort", "password", "huge"],
)
def test_what_cannot_be_a_form_is_told(tmp_path: Path, content: bytes, told: str) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "II.05a.xlsx").write_bytes(content)
    made = fill(tmp_path, "II.05a.xlsx")
    assert told in str(made.mistake) and made.data == fill(SAMPLE, "II.05a.xlsx").data


def test_a_form_under_a_name_that_no_report_asks_for_is_told(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    for name in ("II.05a (1).xlsx", "bao-cao-thang.doc", "~$II.05.docx", "README.md"):
        (tmp_path / "reports" / name).write_bytes(b"x")
    told = [str(each) for each in trial.mistakes(tmp_path)]
    assert len(told) == 2
    assert "Hãy viết: II.05a.xlsx" in told[0] and "Hãy viết: bao-cao-thang.docx" in told[1]


def test_check_tells_the_office_which_form_is_wrong(tmp_path: Path, monkeypatch) -> None:
    folder = tmp_path / "so"
    shutil.copytree(SAMPLE, folder)
    folder_with(folder, "bao-cao-thang.docx", "{{ nguoi_ki }}")
    monkeypatch.setenv("LANGNGHE_AGENCY", str(folder))
    monkeypatch.setenv("LANGNGHE_DATA_DIR", str(tmp_path / "data"))
    told = CliRunner().invoke(app, ["check"]).output
    [line] = [each for each in told.splitlines() if "reports/" in each and "{{" in each][:1]
    assert line.startswith("! reports/bao-cao-thang.docx") and "{{ nguoi_ky }}" in line
