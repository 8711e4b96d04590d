"""What a clerk types, and what the page makes of it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.plan.article_text import Block, Heading, Listing, Paragraph, blocks, opening
from cases.plan.articles import path, slug

CASES: list[tuple[str, list[Block]]] = [
    ("", []),
    ("Một đoạn.", [Paragraph(("Một đoạn.",))]),
    ("Dòng một\ndòng hai", [Paragraph(("Dòng một", "dòng hai"))]),
    (
        "Cần gì\n\nCần có:\n- đơn\n• ảnh\n \n- phí",
        [Heading("Cần gì"), Paragraph(("Cần có:",)), Listing(("đơn", "ảnh", "phí"))],
    ),
    ("1. Nộp\n\n2) Chờ\n\n3. Nhận", [Listing(("Nộp", "Chờ", "Nhận"), 1)]),
    ("4. Nộp\n5. Nhận", [Listing(("Nộp", "Nhận"), 4)]),
    ("1. Hồ sơ\n\nĐơn thôi.", [Heading("1. Hồ sơ"), Paragraph(("Đơn thôi.",))]),
    ("1. Nộp đơn.", [Paragraph(("1. Nộp đơn.",))]),
    ("Đoạn đầu.\n\nVăn phòng Sở", [Paragraph(("Đoạn đầu.",)), Paragraph(("Văn phòng Sở",))]),
    ("https://a.vn\n\nXem nhé.", [Paragraph(("https://a.vn",)), Paragraph(("Xem nhé.",))]),
    ("-không phải danh sách\n\n- phải", [
        Paragraph(("-không phải danh sách",)), Listing(("phải",)),
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "made"), CASES)
def test_what_is_typed_and_what_it_is(body: str, made: list[Block]) -> None:
    assert blocks(body) == made


def _lines(block: Block) -> tuple[str, ...]:
    if isinstance(block, Heading):
        return (block.text,)
    return block.items if isinstance(block, Listing) else block.lines


@settings(max_examples=50, deadline=None)
@given(st.text(alphabet="aĐ1.-•:) \n", max_size=60))
def test_no_letter_is_lost(body: str) -> None:
    shown = "".join("".join(_lines(block)) for block in blocks(body))
    letters = [c for c in body if c in "aĐ"]
    assert [c for c in shown if c in "aĐ"] == letters


def test_the_first_words_in_one_line() -> None:
    assert opening("Đề mục\n\nMột hai ba.\n- bốn;\n- năm.", 100) == "Một hai ba. bốn; năm."
    assert opening("một hai ba bốn", 9) == "một hai…"


def test_addresses() -> None:
    assert slug("Đổi mới: “một cửa” 24/7!") == "doi-moi-mot-cua-24-7"
    assert path("BV26-00001", "中文") == "/articles/BV26-00001"
    assert len(slug("rất dài " * 40)) <= 60 and not slug("rất dài " * 40).endswith("-")
