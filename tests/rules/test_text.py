"""Folding: what people type and what is meant come together, and nothing falls over."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.agency_files import load
from cases.words.text import fold, fold_open, open_words, written_words
from tests.agency_folder import SAMPLE

TABLE = load(SAMPLE).routing.abbreviations


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Hồ sơ bị TRẢ lại!", "ho so bi tra lai"),
        ("Đường Đê Đông", "duong de dong"),
        ("  nhiều\n\tkhoảng   trắng ", "nhieu khoang trang"),
        ("2.001610 (TNHH)", "2 001610 tnhh"),
        ("hoà và hòa", "hoa va hoa"),
        ("ăn_uống/ngủ-nghỉ", "an uong ngu nghi"),
        ("👍 ok ½ ²", "ok"),
        ("", ""),
        ("?!…", ""),
    ],
)
def test_folding(written, folded):
    assert fold(written) == folded
    assert fold(unicodedata.normalize("NFD", written)) == folded


def test_written_words_keep_their_diacritics_in_one_spelling():
    assert written_words("Xã hội HOÁ, Thuỷ lợi") == ["xã", "hội", "hóa", "thủy", "lợi"]
    assert written_words(unicodedata.normalize("NFD", "Đấu thầu")) == ["đấu", "thầu"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hs cty bi tra", "ho so cong ty bi tra"),
        ("k dc đkkd", "khong duoc dang ky kinh doanh"),
        ("cty tnhh 1 tv", "cong ty trach nhiem huu han mot thanh vien"),
        ("cty TNHH 1 thành viên", "cong ty trach nhiem huu han mot thanh vien"),
        ("nộp ở mô, mô hình này, quy mô", "nop o dau mo hinh nay quy mo"),
        ("mo cong ty", "mo cong ty"),  # "mo" is no dialect "mô"
        ("đi mô dị", "di dau vay"),
        ("CB nói chừ k làm", "can bo noi bay gio khong lam"),
    ],
)
def test_abbreviations_teencode_and_dialect_are_opened(typed, meant):
    assert fold_open(typed, TABLE) == meant


def test_opened_words_remember_what_was_typed():
    assert open_words("cty A", TABLE) == [("công", "cty"), ("ty", "cty"), ("a", "a")]


@given(st.text())
def test_folding_is_stable_and_plain(text):
    once = fold(text)
    assert fold(once) == once
    assert once == once.strip() and "  " not in once


@given(st.text())
def test_words_stay_in_step_with_their_folding(text):
    words = written_words(text)
    assert len(fold(" ".join(words)).split()) == len(words)
    fold_open(text, TABLE)
