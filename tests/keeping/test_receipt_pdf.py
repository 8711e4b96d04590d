"""The receipt on paper, read back from the PDF as a person would read it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import unicodedata
import zlib

import pytest
import segno
from fpdf.fonts import TTFFont

from bot.receipt_pdf import _paper, receipt_pdf
from bot.receipt_sheet import ReceiptSheet
from messages.texts import Texts
from tests.people import sample_agency

URL = "https://langnghe.example.vn/chat?case=PA26-00123-K"
SHEET = ReceiptSheet(
    agency="Sở Kế hoạch và Đầu tư tỉnh Quảng Ngãi",
    short="Sở",
    code="PA26-00123-K",
    received_at=dt.datetime(2026, 11, 15, 18, 4, tzinfo=dt.UTC),
    follow_url=URL,
    proof_url="",
    phone="0255 3822 868",
    due=dt.date(2026, 12, 8),
    due_reason="15 ngày làm việc, Nghị định 20/2008/NĐ-CP",
    address="96 Nguyễn Nghiêm, Quảng Ngãi",
)
TIP = dataclasses.replace(SHEET, due=None, notify=False, nameless=True)
PRAISE = dataclasses.replace(SHEET, due=None)


def pdf(sheet=SHEET, lang="vi"):
    texts = Texts()
    return receipt_pdf(sheet, lang, lambda key, **given: texts(lang, key, **given))


def read(data):
    """The words of a PDF of ours, through the tables that say which glyph is which letter."""
    tables = [
        {
            int(g, 16): bytes.fromhex(u.decode()).decode("utf-16-be")
            for g, u in re.findall(_PAIR, table)
        }
        for table in re.findall(rb"beginbfchar(.*?)endcmap", data, re.S)
    ]
    words = []
    for stream in re.findall(rb"stream\n(x.*?)\nendstream", data, re.S):
        font = {}
        for number, glyphs in re.findall(_SHOWN, zlib.decompress(stream), re.S):
            if number:
                font = tables[int(number) - 1]
                continue
            glyphs = re.sub(rb"\\(.)", lambda m: {b"r": b"\r"}.get(m[1], m[1]), glyphs, flags=re.S)
            codes = glyphs.decode("utf-16-be")
            words.append("".join(font[ord(code)] for code in codes))
    return " ".join(words)


_PAIR = rb"<(\w{4})> <(\w+)>"
_SHOWN = rb"/F(\d+) [\d.]+ Tf|\(((?:\\.|[^\\)])*)\) Tj"


def test_it_says_what_one_needs_at_home():
    text = read(pdf())
    for words in (
        "Sở Kế hoạch và Đầu tư tỉnh Quảng Ngãi",
        "96 Nguyễn Nghiêm, Quảng Ngãi",
        "PHIẾU TIẾP NHẬN",
        "PA26-00123-K",
        "Sở đã nhận lúc 1 giờ 04 ngày 16/11/2026.",  # the 15th in UTC
        "Chậm nhất thứ Ba 8/12/2026, Sở trả lời ông/bà.",
        "15 ngày làm việc, Nghị định 20/2008/NĐ-CP",
        "Gọi 0255 3822 868 và đọc mã ở trên.",
    ):
        assert words in text
    assert URL in text.replace(" ", "")


def test_it_speaks_english():
    text = read(pdf(dataclasses.replace(SHEET, short="the Department"), "en"))
    assert "at 1:04 on 16 November 2026" in text
    assert "by Tuesday, 8 December 2026 at the latest" in text
    assert "the Department" in text


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_tip_is_promised_no_date(lang):
    text = read(pdf(TIP, lang))
    assert "2026" in text and "8/12" not in text and "December" not in text
    assert ("không hẹn ngày" if lang == "vi" else "without a promised date") in text


def test_praise_is_no_tip():
    text = read(pdf(PRAISE))
    assert "lời khen thì không hẹn ngày" in text and "không nêu tên" not in text
    assert "xin xem lại" not in text and "3." not in text


def test_the_code_is_said_to_open_the_case_only_where_it_does():
    """The square leads to a chat that knows nobody: there the 16-digit number is needed."""
    text = read(pdf())
    assert "Ở máy và khung chat đã gửi: gõ TRA CUU" in text
    assert "gõ TRA CUU rồi gõ mã tra cứu 16 số; mã trong khung thì không mở được" in text
    assert "ở nơi đã gửi: gõ MA SO" in text


def test_of_a_tip_only_the_number_is_spoken_of():
    text = read(pdf(TIP))
    assert "mã đã chép lúc gửi" in text
    assert "MA SO" not in text and "Gọi" not in text and "đã gửi: gõ" not in text


def test_the_receipt_number_is_there_only_when_asked_for():
    assert "1234 5678 9012 3456" not in read(pdf())
    text = read(pdf(dataclasses.replace(SHEET, receipt_number="1234567890123456")))
    assert "1234 5678 9012 3456" in text and "ai có mã này cũng xem được" in text.lower()
    assert "không ghi ở đây" not in text


def test_what_the_office_still_compares_is_no_legal_basis():
    """Of the sample: unconfirmed remarks stay with the office."""
    deadlines = sample_agency().deadlines
    for field in dataclasses.fields(deadlines):
        limit = getattr(deadlines, field.name)
        assert limit.note
        assert "đối chiếu" not in limit.basis and "29/2026" not in limit.basis


def test_nothing_is_escaped_for_a_web_page():
    text = read(pdf(dataclasses.replace(SHEET, phone="<1> & 2", due_reason="A & B \"c\" 'd'")))
    assert "Gọi <1> & 2 và" in text and "A & B \"c\" 'd'" in text


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_it_fits_one_page(lang):
    full = dataclasses.replace(SHEET, receipt_number="1" * 16, agency="Sở " + "Nông nghiệp " * 6)
    assert pdf(full, lang).count(b"/Type /Page\n") == 1


def test_the_square_holds_the_address():
    drawn = zlib.decompress(re.findall(rb"stream\n(x.*?)\nendstream", pdf(), re.S)[0])
    runs = re.findall(rb"([\d.]+) ([\d.]+) ([\d.]+) (-?[\d.]+) re f", drawn)
    matrix = segno.make(URL, micro=False, error="m").matrix
    module = 36 / 25.4 * 72 / len(matrix)
    dark = sum(round(float(width) / module) for _, _, width, _ in runs)
    assert dark == sum(bit for row in matrix for bit in row)
    assert f"/URI ({URL})".encode() in pdf()


def test_the_same_receipt_is_the_same_file():
    assert pdf() == pdf()


def test_words_written_with_combining_marks_are_joined():
    loose = unicodedata.normalize("NFD", SHEET.agency)
    assert SHEET.agency in read(pdf(dataclasses.replace(SHEET, agency=loose)))


@pytest.mark.parametrize("style", ["", "B"])
def test_the_typeface_has_every_vietnamese_letter(style):
    fonts = _paper("vi", "", SHEET.received_at).fonts
    known: dict = {}
    for name, font in fonts.items():
        assert isinstance(font, TTFFont)
        known = font.cmap if name == f"vn{style}" else known
        font.close()
    vowels = "aăâeêioôơuưy"
    tones = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    letters = {unicodedata.normalize("NFC", vowel + tone) for vowel in vowels for tone in tones}
    letters |= set("bcdđghklmnpqrstvxfjwz")
    assert len(letters) == 72 + 21
    missing = {c for c in letters | {c.upper() for c in letters} if ord(c) not in known}
    assert missing == set()
