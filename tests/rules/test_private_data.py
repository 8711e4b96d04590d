"""What leads to a person is found in free text however it is written, and nothing else is."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cases.privacy.private_data import Sort, masked, masked_name, private_part, traces, without_name
from cases.privacy.rewritten import Why, betrays


def hidden(text: str, *ours: str) -> str:
    return masked(text, lambda sort: f"[{sort.value}]", ours)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Gọi tôi 0905 123 218 nhé", "Gọi tôi [phone] nhé"),
        ("0905.123.218, (0255) 3822 866", "[phone], [phone]"),
        ("+84 905-123-218 hay 84905123218", "[phone] hay [phone]"),
        ("0 9 0 5 1 2 3 2 1 8", "[phone]"),
        ("thư tu.vo@gmail.com.", "thư [email]."),
        ("CCCD 051090001234, CMND 212345678", "CCCD [paper], CMND [paper]"),
        ("cccd 051 090 001 234", "cccd [paper]"),
        ("MST 4300123456-001", "MST [tax]"),
        ("hồ sơ H48.15-261023-0007 trễ", "hồ sơ [dossier] trễ"),
        ("mã 1234 5678 9012 3456", "mã [receipt]"),
        ("ms thue 43 0012 3456 cua cty", "ms thue [tax] cua cty"),
        ("MST: 4300.123.456-001, phí 500.000 đồng", "MST: [tax], phí 500.000 đồng"),
        ("mã số thuế là 4300 123 456 500.000 đồng", "mã số thuế là [tax] 500.000 đồng"),
        ("cccd so 0510 9000 1234", "cccd so [paper]"),
        ("cmnd so: 212.345.678 cap 2011", "cmnd so: [paper] cap 2011"),
        ("can cuoc cong dan 051-090-001234", "can cuoc cong dan [paper]"),
        ("hộ chiếu số C1234567", "hộ chiếu số [paper]"),
        ("mail tu.vo @ gmail . com nhe", "mail [email] nhe"),
        ("tuvo(at)gmail.com hay tuvo a còng gmail chấm com", "[email] hay [email]"),
    ],
)
def test_it_is_hidden(said: str, shown: str) -> None:
    assert hidden(said) == shown
    assert private_part(said)


@pytest.mark.parametrize(
    "said",
    [
        "nộp 84.500.000.000 đồng và 500000000 đồng, 1.500.000.000",
        "ngày 05.11.2026 14 giờ 30, 5/11/2026, 05-11-2026",
        "PA26-00123-K, GT-123456, PAKN.20200812.0012",
        "Nghị định 20/2008/NĐ-CP, từ 7 giờ 30 - 11 giờ 30",
        "số nhà 12/3 đường 30 tháng 4, tổ 15",
        "mã số thuế có 10 hoặc 13 số, căn cước 12 số, cấp ngày 5/11/2021",
        "ba anh @ quán cà phê, chấm công 3 lần",
    ],
)
def test_amounts_days_and_codes_stand(said: str) -> None:
    assert hidden(said) == said


def test_our_own_numbers_stand_however_they_are_written() -> None:
    said = "gọi 0255.0000.001 hoặc phananh@skhdt.example.vn"
    assert hidden(said, "0255 0000 001", "Phananh@skhdt.example.vn") == said
    assert hidden(said) == "gọi [phone] hoặc [email]"


def test_files_are_named_without_numbers() -> None:
    assert masked_name("CCCD_051090001234.jpg") == "CCCD_xxx.jpg"
    assert masked_name("giay-hen 16-11.pdf") == "giay-hen 16-11.pdf"


_WORDS = st.sampled_from(
    ["tôi", "nộp", "hồ sơ", "ngày 5/11", "3.000.000 đồng", "PA26-00123-K", "lần 2", "–", "\n"]
)
_GAPS = st.sampled_from(["", " ", ".", "-", "  "])


@settings(max_examples=50, deadline=None)
@given(
    before=st.lists(_WORDS, max_size=5),
    after=st.lists(_WORDS, max_size=5),
    tail=st.text("0123456789", min_size=8, max_size=8),
    gaps=st.lists(_GAPS, min_size=9, max_size=9),
)
def test_a_telephone_number_never_gets_through(before, after, tail, gaps) -> None:
    """However its digits are set apart, among any words."""
    digits = f"09{tail}"
    written = digits[0] + "".join(gap + digit for gap, digit in zip(gaps, digits[1:], strict=True))
    assume(not re.match(r"09[./-]\d\d?[./-]", written))  # so are days written
    said = " ".join([*before, "số", written, "nhé", *after])
    shown = hidden(said)
    assert digits not in re.sub(r"\D", "", shown)
    assert hidden(shown) == shown, "what is hidden stays as it is"
    assert "[" in shown
    kept = re.sub(r"\[\w+\]", "", shown)
    assert all(word in kept for word in (*before, *after) if not word.isspace())


@settings(max_examples=50, deadline=None)
@given(
    said=st.sampled_from(["MST", "ms thue", "mã số thuế:", "cccd so", "CMND", "căn cước số"]),
    digits=st.text("0123456789", min_size=10, max_size=10),
    gaps=st.lists(st.sampled_from(["", " ", ".", "-"]), min_size=9, max_size=9),
)
def test_a_number_said_to_be_one_never_gets_through(said, digits, gaps) -> None:
    """Whatever its digits look like, amounts and days among them."""
    written = digits[0] + "".join(gap + digit for gap, digit in zip(gaps, digits[1:], strict=True))
    shown = hidden(f"của tôi {said} {written} nhé")
    assert not re.search(r"\d", shown) and shown.startswith(f"của tôi {said} [")


def test_a_whole_name_is_found_with_and_without_diacritics() -> None:
    said = "Tôi là Võ Thị Tư, vo thi tu ở Bình Hải. Chị Tư biết."
    assert (
        without_name(said, "Võ Thị Tư", "[tên]") == "Tôi là [tên], [tên] ở Bình Hải. Chị Tư biết."
    )
    assert without_name(said, "Tư", "[tên]") == said, "one word may be anybody's"


@settings(max_examples=50, deadline=None)
@given(st.text("0123456789 .-+()@a:/đ\n", max_size=60))
def test_traces_stand_apart_in_order(said: str) -> None:
    found = traces(said)
    assert all(said[t.start : t.end] == t.text and isinstance(t.sort, Sort) for t in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


# --- a summary for the accused side --------------------------------------------------------------

TOLD = ["Sáng qua anh ấy bắt tôi đi lại bốn lần rồi mới chịu nhận giấy tờ của công ty tôi"]


@pytest.mark.parametrize(
    ("summary", "why"),
    [
        ("Người dân số 0905 123 218 nói phải chờ", Why.PRIVATE),
        ("Về việc PA26-00123-K", Why.CODE),
        ("Lúc 14 giờ 30 quầy không có người", Why.TIME),
        ("Ngày 16/11 quầy không có người", Why.TIME),
        ("Chiều thứ hai quầy không có người", Why.TIME),
        ("Có người phải ĐI LẠI BỐN LẦN RỒI MỚI được nhận", Why.BORROWED),
        ("Bà Võ Thị Tư nói phải chờ", Why.NAME),
    ],
)
def test_what_betrays_the_sender_is_found(summary: str, why: Why) -> None:
    found = betrays(summary, TOLD, ["Võ Thị Tư"], 6)
    assert found is not None and found.why is why
    assert found.words in summary


def test_words_of_ones_own_pass() -> None:
    summary = "Có phản ánh hồ sơ bị trả nhiều lần mà không nói rõ lý do. Anh/chị cho biết."
    assert betrays(summary, TOLD, ["Võ Thị Tư", ""], 6) is None
