"""Words found in words, apart from whose they are; and what an agency may set of likeness."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.agency_files import AgencyMistakes, load
from cases.words.searching import excerpt, query, score
from cases.words.text import fold
from tests.agency_folder import Folder

WORDS = "Hồ sơ công ty; đăng ký giấy tờ, bản mạng đấu thầu phòng quầy bị trả lại của tôi".split()
TEXTS = st.lists(st.sampled_from(WORDS), min_size=3, max_size=60)
SHORT = {"cty": "công ty", "đkkd": "đăng ký kinh doanh", "ko": "không"}


@settings(max_examples=50, deadline=None)
@given(TEXTS, st.integers(0, 57), st.integers(1, 3))
def test_what_stands_in_a_text_is_found_however_it_is_spelt(words, start, count):
    text = " ".join(words)
    said = " ".join(words[start % len(words) :][:count])
    for spelt in (said, fold(said), unicodedata.normalize("NFD", said), said.upper()):
        wanted = query(spelt, SHORT)
        assert score(wanted, [text], SHORT) > 0
        pieces = excerpt(wanted, ["Việc khác", text], SHORT)
        assert any(piece.hit for piece in pieces)
        assert "".join(piece.text for piece in pieces).strip("… ") in text


@pytest.mark.parametrize(
    ("typed", "text", "found"),
    [
        ("công ty", "cty tôi ở Bình Sơn", True),
        ("cty", "công ty tôi", True),
        ("kinh doanh", "bên đkkd hẹn lại", True),
        ("kinh tế", "bên đkkd hẹn lại", False),
        ("cong", "cổng chào", True),
        ("giấy", "giấ", False),
        ("0905123218", "gọi (+84) 905.123.218 nhé", True),
        ("+84 905 123 218", "0905 123 218", True),
        ("0905 123 219", "0905 123 218", False),
        ("pa2600123k", "PA26-00123-K", False),  # no such code: its letter is wrong
        ("H48.15-261023-0007", "số H48.15-261023-0007", True),
        ("15 12", "hẹn ngày 15/12", True),
    ],
)
def test_short_forms_numbers_and_near_misses(typed, text, found):
    assert bool(score(query(typed, SHORT), [text], SHORT)) == found


def test_all_words_must_occur_and_those_side_by_side_count_most():
    wanted = query("giấy tờ", SHORT)
    near, apart = score(wanted, ["đòi giấy tờ"], SHORT), score(wanted, ["giấy", "tờ khai"], SHORT)
    assert near > apart > 0 == score(wanted, ["giấy phép"], SHORT)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_an_agency_sets_from_which_likeness_on(folder):
    assert load(folder.path).alike.duplicate == 45
    folder.change("agency.toml", "duplicate = 45", "duplicate = 60")
    assert load(folder.path).alike.duplicate == 60
    folder.change("agency.toml", "published = 40", "published = 140")
    with pytest.raises(AgencyMistakes, match="nhiều nhất 100"):
        load(folder.path)
