"""What people type instead of tapping or of knowing a command: labels, numbers, polite sentences,
look-ups in a few words; and the stories that begin with the same words."""

from __future__ import annotations

import pytest

from cases.words.text import fold
from messages.texts import LANGUAGES, Texts
from tests.people import Person, World
from tests.stories import STORY


@pytest.fixture
def database(sqlite_database: str) -> str:
    return sqlite_database


MENU = {
    "greeting.b_submit": "submit.story",
    "greeting.b_procedures": "procedures.what",
    "greeting.b_mine": "status.no_case",
    "greeting.b_human": "human.ask",
}


def spellings(words: list[str]) -> list[str]:
    return [spelt for w in words for spelt in dict.fromkeys((w, fold(w)))]


# --- the start menu, typed -----------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("typed", [str, fold], ids=["written", "bare"])
@pytest.mark.parametrize(("label", "answer"), MENU.items())
def test_a_label_of_the_start_menu_typed_first_is_its_tap(
    world: World, language: str, typed, label: str, answer: str
) -> None:
    citizen = world.citizen()
    citizen.says(typed(str(Texts().render(language, label))))
    assert citizen.keys[-1] == answer


def test_and_at_any_time(world: World) -> None:
    citizen = world.citizen()
    citizen.says(STORY).says("Hỏi thủ tục, hồ sơ")
    assert citizen.keys == ["procedures.what"]
    citizen.says("Gặp cán bộ")
    assert citizen.keys[-1] == "human.ask"


SAID = {
    "submit.story": ["Phản ánh", "góp ý", "Tôi muốn phản ánh", "cho tôi gửi góp ý với ạ"],
    "procedures.what": ["Hỏi thủ tục", "tôi muốn hỏi thủ tục", "tìm thủ tục giúp em"],
    "human.ask": [
        "Tôi muốn gặp cán bộ",
        "cho tôi gặp người thật",
        "gặp người",
        "cho em nói chuyện với cán bộ ạ",
        "I want to talk to a person please",
    ],
    "status.no_case": ["xem kết quả", "việc của tôi", "cho tôi xem phản ánh đã gửi"],
    "contact.department": ["số điện thoại", "địa chỉ của Sở", "giờ làm việc"],
    "actions.none_to_withdraw": ["tôi muốn rút đơn", "tôi muốn rút phản ánh", "cho em rút lại đơn"],
}


@pytest.mark.parametrize(
    ("answer", "said"), [(a, s) for a, w in SAID.items() for s in spellings(w)]
)
def test_a_polite_sentence_reaches_the_command(world: World, answer: str, said: str) -> None:
    citizen = world.citizen()
    citizen.says(said)
    assert citizen.keys[-1] == answer


# --- numbers -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said", ["2", "2.", "số 2", "so 2", "câu 2", "hai", "chọn số hai", "2 ạ", "(2)"]
)
def test_a_number_however_it_is_said_is_the_tap(world: World, said: str) -> None:
    citizen = world.citizen()
    citizen.says("xin chao").says(said)
    assert citizen.keys == ["procedures.what"]


@pytest.mark.parametrize("said", ["Hải", "năm ngoái", "số 25", "không"])
def test_a_word_that_only_looks_like_a_number_is_none(world: World, said: str) -> None:
    citizen = world.citizen()
    citizen.says("xin chao").says(said)
    assert citizen.keys == ["common.unclear_1", "greeting.greeting"]


def test_a_form_of_address_is_no_number(world: World) -> None:
    citizen = world.citizen()
    citizen.says("xin chao").says("bà")
    assert citizen.keys == ["greeting.greeting"]


# --- look-ups ------------------------------------------------------------------------------------

LOOK_UPS = {
    "status.not_a_code": ["tra cuu 123", "tra cứu abc", "tôi muốn tra cứu mã 123"],
    "procedures.found": [
        "thutuc giai the",
        "thủ tục mở công ty",
        "cho hỏi thủ tục giải thể công ty",
        "thủ tục hỗ trợ khởi nghiệp",
        "thủ tục thành lập công ty qua mạng",
        "tra cứu thủ tục tăng vốn",
        "procedure for company name change",
    ],
    "questions.which": ["thủ tục thành lập công ty gồm những gì"],
    "questions.papers": ["thủ tục đổi tên công ty cần giấy tờ gì?"],
    "questions.time": ["thủ tục mở chi nhánh mất bao lâu"],
    "contact.office": [
        "liên hệ phòng đăng ký kinh doanh",
        "số điện thoại phòng đấu thầu",
        "xin liên hệ phòng ĐKKD",
    ],
    "contact.department": ["địa chỉ Sở", "liên hệ Sở"],
    "status.no_case": ["tra cứu hồ sơ", "kiểm tra kết quả của tôi"],
}


@pytest.mark.parametrize(
    ("answer", "said"), [(a, s) for a, w in LOOK_UPS.items() for s in spellings(w)]
)
def test_a_look_up_in_a_few_words(world: World, answer: str, said: str) -> None:
    citizen = world.citizen()
    citizen.says(said)
    assert citizen.keys[-1] == answer


STORIES = [
    STORY,
    "thủ tục giải thể công ty lâu quá",
    "thủ tục đăng ký công ty yêu cầu quá nhiều giấy tờ",
    "thủ tục mở công ty rườm rà, phiền hà",
    "thủ tục mở công ty rắc rối",
    "thủ tục thành lập công ty tôi làm mãi không xong",
    "thủ tục giải thể nộp 3 lần đều bị trả",
    "thủ tục mở chi nhánh bắt nộp bản giấy",
    "thủ tục đầu tư nước ngoài nên đơn giản hóa",
    "liên hệ phòng đăng ký kinh doanh hoài không ai nghe máy",
    "số điện thoại phòng đăng ký kinh doanh gọi không được",
    "địa chỉ công ty tôi bị ghi sai",
    "tra cứu hồ sơ trên web bị lỗi hoài",
    "phản ánh cán bộ phòng đăng ký kinh doanh hách dịch",
    "góp ý về giờ làm việc của Sở",
    "gặp cán bộ mà không ai tiếp",
]


@pytest.mark.parametrize("said", spellings(STORIES))
def test_a_story_that_begins_with_such_words_stays_one(world: World, said: str) -> None:
    citizen = world.citizen()
    citizen.says(said)
    assert citizen.keys[-1].startswith(("submit.", "doors.")), citizen.keys


@pytest.mark.parametrize("said", ["thu tuc giai the", "tra cuu 123"])
def test_inside_a_question_a_look_up_is_content(world: World, said: str) -> None:
    citizen = world.citizen()
    citizen.says("/gui").says(said)
    assert citizen.keys[-1].startswith("submit.")


# --- behind a slash ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("/tra cuu", "status.no_case"),
        ("/Tra cứu abc", "status.not_a_code"),
        ("/bổ sung", "supplement.no_case"),
        ("/gap can bo", "human.ask"),
        ("/thủ tục giải thể", "procedures.found"),
    ],
)
def test_a_slash_with_spaces_and_diacritics(world: World, said: str, answer: str) -> None:
    citizen = world.citizen()
    citizen.says(said)
    assert citizen.keys[-1] == answer


def test_officials_may_type_so_too(world: World) -> None:
    handler = world.official("handler", "dang_ky_kinh_doanh")
    handler.says("/hôm nay")
    assert handler.got("staff.today") or handler.keys != ["common.unknown_command"]


def test_only_what_the_asker_may_use_is_suggested(world: World) -> None:
    citizen, dispatcher = world.citizen(), world.official("dispatcher")
    citizen.says("/tiepnhanh")
    assert citizen.keys == ["common.unknown_command"] and "/tiepnhan" not in citizen.text
    dispatcher.says("/tiepnhanh")
    assert "/tiepnhan" in dispatcher.text
    citizen.says("/thutucc")
    assert "/thutuc" in citizen.text


def test_what_is_for_officials_is_not_for_citizens(world: World) -> None:
    citizen = world.citizen()
    citizen.says("/baocao")
    assert citizen.keys == ["common.not_for_you"]


# --- language, old buttons -----------------------------------------------------------------------


def test_the_language_button_names_its_language(world: World) -> None:
    citizen = world.citizen()
    citizen.says("xin chao").taps("English")
    assert citizen.keys == ["common.language_now"] and "Talk to an official" in citizen.buttons
    citizen.taps("English")
    assert "I will speak English" in citizen.text
    citizen.taps("Tiếng Việt").taps("Tiếng Việt")
    assert "Từ giờ tôi nói tiếng Việt" in citizen.text and "Gặp cán bộ" in citizen.buttons


def test_inside_a_question_the_question_follows_and_no_menu(world: World) -> None:
    citizen = world.citizen()
    citizen.says(STORY).says("english")
    assert citizen.keys[0] == "common.language_now" and citizen.keys[-1] == "submit.subject"
    assert "Talk to an official" not in citizen.buttons


def _old_button(world: World) -> Person:
    citizen = world.citizen()
    citizen.says("/thutuc").says("/huy").taps_data("=1:dang_ky_kinh_doanh")
    return citizen


def test_an_old_button_with_nothing_open_shows_the_menu(world: World) -> None:
    citizen = _old_button(world)
    assert citizen.keys == ["common.done_already"] and "Mục này đã xong" in citizen.text
    assert "bước hiện tại" not in citizen.text
    citizen.taps("Gặp cán bộ")
    assert citizen.keys[-1] == "human.ask"


def test_with_a_question_open_that_question_follows(world: World) -> None:
    citizen = _old_button(world)
    citizen.says(STORY).taps_data("=1:dang_ky_kinh_doanh")
    assert citizen.keys == ["common.stale", "submit.subject"]


# --- danger --------------------------------------------------------------------------------------

DANGER = [
    "nó đang đưa dao đòi giết tôi",
    "tôi không muốn sống nữa",
    "tôi sắp chết rồi cứu tôi với",
    "nhảy lầu cho xong",
    "cứu tôi với",
    "chồng tôi cầm dao đuổi tôi",
    "nhà hàng xóm đang cháy",
    "bà cụ ngất xỉu ở quầy",
    "con tôi uống thuốc trừ sâu",
    "có người đang đánh tôi ở cổng Sở",
    "he has a knife and wants to kill me",
]


@pytest.mark.parametrize("said", spellings(DANGER))
def test_danger_brings_the_numbers_first(world: World, said: str) -> None:
    citizen = world.citizen()
    citizen.says(said)
    assert citizen.keys[0] == "submit.emergency"
    assert citizen.keys.count("submit.emergency") == 1 and len(citizen.keys) > 1
    assert all(number in citizen.text for number in ("113", "114", "115"))


@pytest.mark.parametrize("before", ["/gui", STORY, "/thutuc", "gap can bo"])
def test_danger_inside_a_question_too(world: World, before: str) -> None:
    citizen = world.citizen()
    citizen.says(before).says("no dang dua dao doi giet toi o cong So, cuu voi")
    assert citizen.keys[0] == "submit.emergency"
    assert citizen.keys.count("submit.emergency") == 1 and len(citizen.keys) > 1


NO_DANGER = [
    "chờ chết luôn, ba tháng chưa xong",
    "ngồi giết thời gian ngoài hành lang vì không ai tiếp",
    "đi lại tốn kém cháy túi vì hồ sơ",
    "sống chết mặc bay, không ai trả lời tôi",
    "tôi chờ muốn chết mà không ai ra",
    "quy định này giết chết doanh nghiệp nhỏ",
    "dự án của tôi bị đánh giá kém",
    "công ty bị đánh thuế oan",
    "cán bộ làm từ từ, không ai bảo hành máy bốc số",
    "tôi đang chạy hồ sơ cho công ty",
    "doanh nghiệp tư vấn ở vùng đảo Lý Sơn",
]


@pytest.mark.parametrize("said", spellings(NO_DANGER))
def test_idioms_and_other_words_do_not(world: World, said: str) -> None:
    citizen = world.citizen()
    citizen.says(said)
    assert "submit.emergency" not in citizen.keys
