"""Search of procedures in people's words, with slips of the finger, by code, and at size."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.agency_files import load
from cases.catalogue import search
from tests.agency_folder import SAMPLE

AGENCY = load(SAMPLE)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("mo cong ty", "2.001583"),
        ("thành lập cty tnhh 1 tv", "2.001583"),
        ("thanh lap cong ty tnhh 2 thanh vien", "2.001199"),
        ("mở DNTN", "2.001610"),
        ("tui muốn mở cái công ty nhỏ ở Bình Sơn", "2.001583"),
        ("đổi tên công ty", "2.002041"),
        ("bo sung nganh nghe", "2.002041"),
        ("giải thể", "2.002023"),
        ("tạm ngưng cty", "2.002029"),
        ("lap chi nhanh", "2.002069"),
        ("GCN ĐKĐT", "1.009664"),
        ("gop y", "VP-01"),
        ("open a company", "2.001583"),
        # slips of the finger
        ("giai the cong ti", "2.002023"),
        ("gải thể doanh nghiep", "2.002023"),
        ("thanh lpa cong ty co phan", "2.002043"),
        ("tam ngunwg kinh doanh", "2.002029"),
        ("chứg chỉ đáu thầu", "1.012507"),
        # codes
        ("2.001610", "2.001610"),
        ("2001610", "2.001610"),
        ("2.0016", "2.001610"),
        ("vp01", "VP-01"),
        ("thủ tục 1.009664 cần gì", "1.009664"),
    ],
)
def test_the_first_found(query, code):
    assert search(query, AGENCY)[0].code == code


@pytest.mark.parametrize("query", ["", "   ", "???", "👍", "asdfgh", "ngày mai có bão không", "7"])
def test_nothing_near(query):
    assert search(query, AGENCY) == []


def test_each_procedure_once_and_no_more_than_asked():
    found = search("cong ty", AGENCY, limit=3)
    assert len(found) == len({procedure.code for procedure in found}) == 3


def test_every_alias_finds_its_procedure():
    for procedure in AGENCY.procedures:
        for alias in procedure.aliases:
            found = [p.code for p in search(alias, AGENCY, limit=2)]
            assert procedure.code in found, (alias, found)


@given(st.text())
def test_any_text_has_an_answer(text):
    assert len(search(text, AGENCY)) <= 5


def test_six_thousand_procedures_and_a_long_query_find_something():
    many = tuple(
        replace(procedure, code=f"{n % 9}.{n:06}")
        for n, procedure in enumerate(AGENCY.procedures * 114)
    )
    agency = replace(AGENCY, procedures=many)
    search("mở công ty", agency)  # makes the index
    assert len(search("thanh lap cong ty tnhh " * 400, agency)) == 5
