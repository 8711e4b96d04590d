"""Long texts for Telegram: counted as it counts, split without loss."""

from __future__ import annotations

import re

import pytest

from bot.channels.telegram_parts.text import flat, split, units
from tests.fakes.telegram_rules import parse_html, utf16

# Long texts

VIETNAMESE = "Tôi nộp hồ sơ ngày 3/5, bị trả lại ba lần. Cán bộ nói thiếu giấy &amp; hẹn lại! "


def letters(text):
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize(
    "text",
    [
        "\n\n".join(f"<b>Đoạn {n}</b>: " + VIETNAMESE * 9 for n in range(12)),
        "<b>" + VIETNAMESE * 80 + "<i>" + VIETNAMESE * 40 + "</i></b>",
        'Xem <a href="https://x.example.vn/?a=1&amp;b=2">' + VIETNAMESE * 60 + "</a> hết.",
        "x" * 9000,
        "😀" * 5000,
        "e\u0302\u0301" * 3000,
        "👩\u200d👧" * 1200,
        "<code>" + "dòng\n" * 2000 + "</code>",
        "a < b & c " * 900,
        "\n\n\n" + "<b>đậm</b> &lt;không phải thẻ&gt; " * 400 + "\n\n",
    ],
)
def test_a_long_text_is_split_without_loss(text):
    pieces = split(text)
    assert len(pieces) > 1
    shown = []
    for piece in pieces:
        if "a < b" not in text:
            plain, _ = parse_html(piece)
        else:
            plain = parse_html(piece)[0]
        assert 1 <= utf16(plain) <= 4096 and plain.strip() == plain
        assert units(piece) == utf16(plain)
        shown.append(plain)
    assert letters("".join(shown)) == letters(flat(text) if "<a " not in text else strip_tags(text))


def strip_tags(text):
    return re.sub(r"</?a[^>]*>", "", text).replace("&amp;", "&")


def test_formats_reach_over_a_cut():
    text = "<b>" + "đậm " * 2000 + "</b>thường"
    covered = 0
    for piece in split(text):
        plain, entities = parse_html(piece)
        assert [e["type"] for e in entities] == ["bold"]
        covered += len(plain[: entities[0]["length"]].replace(" ", ""))
    assert covered == 3 * 2000


def test_paragraphs_lines_and_sentences_stay_whole():
    paragraph = "Câu một. " * 150
    pieces = split("\n\n".join([paragraph.strip()] * 6))
    assert all(piece.count("Câu") % 150 == 0 for piece in pieces)
    lines = "\n".join(f"Dòng số {n} của một bảng dài" for n in range(400))
    assert all(line.startswith("Dòng") for piece in split(lines) for line in piece.split("\n"))
    assert all(piece.endswith((".", "!")) for piece in split(VIETNAMESE * 100))
    exactly = "x" * 4096
    assert split(exactly + "\n\n" + exactly) == [exactly, exactly]
    assert split(" \n ") == [] and split("ngắn") == ["ngắn"]


def test_length_is_counted_as_telegram_counts():
    assert units("<b>á</b>&amp;😀") == 4
    assert units('<a href="https://dài.example.vn">x</a>') == 1
    assert units("a < b") == 5 and units("&nbsp;") == 6
