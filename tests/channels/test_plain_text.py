"""Messages where there is no markup and there are no buttons."""

from __future__ import annotations

import random
import unicodedata
from typing import Literal

import pytest

from bot.channels.parts.plain_text import numbered, pieces, plain, spelt
from messages.envelope import Choice, ChoiceKind

Form = Literal["NFC", "NFD"]
SYLLABLES = """hồ sơ bị trả lại ba lần đường thuế giấy tờ nghiệp nước ngoài quyết định được chưa
ở Quảng Ngãi đăng ký kinh doanh nghĩa trưởng phòng uỷ quyền Ằ Ẵ Ỡ ỹ đ Đ khiếu nại ơ ư""".split()
EMOJI = ["👍🏽", "🇻🇳", "👨\u200d👩\u200d👧"]
SIGNS = [". ", "! ", "\n", "\n\n", "… ", "; ", *EMOJI, "e\u0323\u0302", "a" * 90]
DONE, LATER = Choice("Xong", "=1:done"), Choice("Để lúc khác", "=1:later")
PAGE = Choice("Mở trang", "https://phananh.example.vn/chat?a=1&b=2", ChoiceKind.URL)
PHONE = Choice("Gửi số của tôi", "phone", ChoiceKind.PHONE)
CARD = (Choice("Nhận việc", "/nhan PA26-00123-K"), Choice("Xem đủ", "/hoso PA26-00123-K"))


def random_text(chance: random.Random, form: Form) -> str:
    words = chance.choices(SYLLABLES, k=chance.randint(1, 400))
    for _ in range(chance.randint(0, 30)):
        words.insert(chance.randint(0, len(words)), chance.choice(SIGNS))
    return unicodedata.normalize(form, chance.choice([" ", ""]).join(words))


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("limit", [1, 7, 40, 400])
def test_pieces_are_the_text(form: Form, limit: int) -> None:
    chance = random.Random(limit)
    for _ in range(75):
        text = random_text(chance, form)
        cut = pieces(text, limit)
        assert "".join(cut) == text
        assert all(0 < len(piece) <= limit for piece in cut)


def test_a_letter_keeps_its_marks_and_a_family_its_members() -> None:
    text = unicodedata.normalize("NFD", "ệ" * 30) + "👨\u200d👩\u200d👧" * 10
    for piece in pieces(text, 10):
        assert not unicodedata.combining(piece[0])
        assert piece[0] != "\u200d" and piece[-1] != "\u200d"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("một hai.\n\nba bốn. năm\nsáu", "một hai.\n\n"),
        ("một hai. ba bốn\nnăm sáu bảy", "một hai. ba bốn\n"),
        ("một hai. ba bốn năm sáu bảy", "một hai. "),
        ("mộthaibabốn nămsáubảytám", "mộthaibabốn "),
        ("mộthaibabốnnămsáubảytám", "mộthaibabốnnămsáubảy"),
    ],
)
def test_a_cut_falls_behind_what_belongs_together(text: str, first: str) -> None:
    assert pieces(text, 20)[0] == first


def test_what_fits_is_one_piece_and_nothing_is_none() -> None:
    assert pieces("vừa đủ", 6) == ["vừa đủ"]
    assert pieces("", 6) == []


def test_markup_goes_and_what_people_wrote_stays() -> None:
    text = (
        'Việc <b>PA26</b>: <a href="https://x.vn/?a=1&amp;b=2">tại đây</a>. 1 &lt; 2 *sao* _gạch_'
    )
    assert plain(text) == "Việc PA26: tại đây (https://x.vn/?a=1&b=2). 1 < 2 *sao* _gạch_"
    assert plain("&lt;b&gt;của dân&lt;/b&gt;") == "<b>của dân</b>"
    assert plain(unicodedata.normalize("NFD", "Quảng Ngãi")) == "Quảng Ngãi"


# --- choices -------------------------------------------------------------------------------------


def test_choices_are_numbered_as_a_typed_number_counts_them() -> None:
    said = numbered("Ông/bà kể giúp.", [PAGE, DONE, PHONE, LATER])
    assert said == f"Ông/bà kể giúp.\nMở trang: {PAGE.data}\n1. Xong\n2. Để lúc khác"
    assert numbered("", [DONE]) == "1. Xong"
    assert numbered("Không có nút.", []) == "Không có nút."


def test_under_a_card_they_stand_apart() -> None:
    assert numbered("PA26-00123-K\nMới gửi", [DONE]) == "PA26-00123-K\nMới gửi\n\n1. Xong"


def test_a_text_that_numbers_them_itself_says_them_once() -> None:
    choices = [Choice("Người giải quyết cũng biết", "a"), Choice("Giữ kín", "b")]
    text = "Ai biết?\n1. Nêu tên: người giải quyết cũng biết.\n2. Giữ kín: chỉ Văn phòng Sở."
    assert numbered(text, choices) == text
    assert numbered(text, [*choices, PAGE]).endswith(f"Sở.\n\nMở trang: {PAGE.data}")


def test_a_story_with_numbered_lines_hides_no_choice() -> None:
    """Somebody's "1. Tiếp nhận hồ sơ chậm" is no button."""
    story = "Lời kể:\n1. Tiếp nhận hồ sơ chậm\n2. Cán bộ quát"
    said = numbered(story, [Choice("Tiếp nhận", "/tiepnhan"), Choice("Xem đủ", "/hoso")])
    assert said == f"{story}\n\n1. Tiếp nhận\n2. Xem đủ"


def test_where_a_number_means_another_question_the_words_to_type_are_said() -> None:
    said = spelt("Việc mới.", [*CARD, DONE, PHONE, PAGE])
    assert said.splitlines() == [
        "Việc mới.",
        "Nhận việc: /nhan PA26-00123-K",
        "Xem đủ: /hoso PA26-00123-K",
        "– Xong",
        f"Mở trang: {PAGE.data}",
    ]
