"""`examples.csv`: read, and what is wrong in it said with the line and the cure."""

from __future__ import annotations

import pytest

from bot.agency_files import load
from cases.agency.words import Example
from cases.understanding.routing import guess
from tests.agency_folder import Folder


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path)


def written(folder: Folder, *rows: str) -> None:
    folder.file("examples.csv").write_text("\n".join(("text,label,office", *rows)), "utf-8")


def test_examples_are_read_as_excel_saves_them(folder):
    text = "text;label;office\r\nmở công ty;hoi_dap;dang_ky_kinh_doanh\r\n;khac;\r\nalo;khac;\r\n"
    folder.file("examples.csv").write_text(text, "utf-8-sig", newline="")
    assert load(folder.path).routing.examples == (
        Example("mở công ty", "hoi_dap", "dang_ky_kinh_doanh"),
        Example("alo", "khac", ""),
    )


def test_without_the_file_words_alone_decide(folder):
    folder.file("examples.csv").unlink()
    agency = load(folder.path)
    assert agency.routing.examples == ()
    assert guess("thủ tục đấu thầu rườm rà, vô lý", agency).office == "dau_thau_tham_dinh"


def test_an_example_steers(folder):
    """As an office does it: a handful of messages about something new."""
    asked = "xin trích lục bản đồ quy hoạch cây quế"
    head, *lines = folder.file("examples.csv").read_text("utf-8").splitlines()
    folder.file("examples.csv").write_text("\n".join((head, *lines[::30], "")), "utf-8")
    before = load(folder.path)
    assert guess(asked, before).office != "khoa_giao_van_xa"
    rows = [f"{words} cây quế,hoi_dap,khoa_giao_van_xa" for words in (
        "cho hỏi trích lục bản đồ quy hoạch", "xin bản đồ vùng trồng", "hỏi quy hoạch vùng",
        "muốn xem bản đồ quy hoạch", "trích lục quy hoạch rừng",
    )]  # fmt: skip
    with folder.file("examples.csv").open("a", encoding="utf-8") as file:
        file.write("\n".join(rows))
    assert guess(asked, load(folder.path)).office == "khoa_giao_van_xa"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("mở công ty,hoi_dap,dang_ky_kinh_doan", "dang_ky_kinh_doanh"),
        ("mở công ty,hoi_dap,", "không có nơi"),
        ("mở công ty,hoi_dapp,dang_ky_kinh_doanh", "hoi_dap"),
        ("cúp điện,ngoai_tham_quyen,dien_lucc", "dien_luc"),
        ("cúp điện,ngoai_tham_quyen,van_phong", "không có nơi"),
    ],
)
def test_a_mistake_is_told_with_line_and_cure(folder, row, said):
    written(folder, "alo,khac,", row)
    [mistake] = folder.told()
    assert "examples.csv" in mistake and "3" in mistake and said in mistake


def test_the_same_mistake_in_many_rows_is_told_once(folder):
    written(folder, *(f"mở công ty {n},hoi_dap,phong_cu" for n in range(50)))
    [mistake] = folder.told()
    assert "phong_cu" in mistake


def test_wrong_columns_are_told(folder):
    folder.file("examples.csv").write_text("loi,loai,phong\na,khac,\n", "utf-8")
    [mistake] = folder.told()
    assert "text, label, office" in mistake
