"""People in Zalo as they really are: back after days, a form filled in at the wrong moment, a thumb
for an answer, afraid to give a name. Each was bad to read, or worse, before it stood here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.bot_town import BotTown
from tests.oa_town import OaPhone, OaTown
from tests.stories import OFFICE, STORY

pytestmark = pytest.mark.slow  # sockets of their own


@pytest.fixture
def database(sqlite_database: str) -> str:
    return sqlite_database


CONDUCT = "cán bộ Lê Thị Hạnh ở phòng đăng ký kinh doanh quát mắng tôi, bắt tôi chờ cả buổi sáng"
FORM = "Võ Thị Tư, 0905 xxx 218, 12 Lê Lợi, Nghĩa Lộ, Quảng Ngãi"


@pytest.fixture
def town(database: str, tmp_path: Path) -> Iterator[OaTown]:
    made = OaTown(database, tmp_path).opens()
    yield made
    made.ends()


@pytest.fixture
def bot_town(database: str, tmp_path: Path) -> Iterator[BotTown]:
    made = BotTown(database, tmp_path).opens()
    yield made
    made.ends()


def works(town: OaTown) -> tuple[OaPhone, OaPhone, OaPhone]:
    return (
        town.official("dispatcher", name="Trần Văn Điều"),
        town.official("handler", OFFICE, "Lê Thị Hạnh"),
        town.official("head", OFFICE, "Phạm Quốc Trưởng"),
    )


def sends(citizen: OaPhone) -> str:
    citizen.says(STORY).taps("submit.b_right").taps("submit.b_named")
    citizen.says("Võ Thị Tư, 0905 123 218, xã Bình Sơn").taps("submit.b_skip")
    return citizen.taps("submit.b_send_here").code


def all_come(*people: OaPhone) -> None:
    """The officials' own windows are open."""
    for each in people:
        each.says("xin chào")


def case_in_hand(town: OaTown) -> tuple[OaPhone, OaPhone, OaPhone, OaPhone, str]:
    dispatcher, handler, head = works(town)
    citizen = town.citizen(phone="84905123218")
    code = sends(citizen)
    dispatcher.taps("card.b_accept")
    handler.taps("card.b_take")
    citizen.forget()
    return citizen, dispatcher, handler, head, code


# --- back after days -----------------------------------------------------------------------------


def test_a_number_typed_before_the_answer_came_says_nothing_about_it(town: OaTown) -> None:
    """They answer the old message on their screen; behind it waits an answer they have not read,
    whose first choice is "Tôi đã rõ"."""
    citizen, _, handler, head, code = case_in_hand(town)
    town.passed += timedelta(days=9)
    all_come(handler, head)
    handler.says(f"/traloi {code} Hồ sơ đã xong").taps("staff.b_no_document")
    head.taps("card.b_approve")
    citizen.says("1")
    assert citizen.keys == ["notice.answer", "window.waited"]
    assert town.actions(code)[-1] == "approve"
    citizen.says("1")
    assert citizen.keys == ["actions.clear"], "now it is read"


def test_an_official_accepts_no_case_they_have_not_seen(town: OaTown) -> None:
    dispatcher = town.official("dispatcher", name="Trần Văn Điều")
    dispatcher.forget()
    town.passed += timedelta(days=4)
    code = sends(town.citizen())
    assert dispatcher.news == []
    dispatcher.says("1")
    assert dispatcher.keys == ["card.card", "window.waited"] and "/homnay" in dispatcher.text
    assert town.case(code).status == "received"
    dispatcher.says("1")
    assert town.case(code).status == "assigned"


def test_a_greeting_is_answered_by_what_waited(town: OaTown) -> None:
    citizen, _, handler, _, code = case_in_hand(town)
    town.passed += timedelta(hours=49)
    all_come(handler)
    handler.says(f"/hoi {code} ảnh phiếu hẹn")
    assert "phải chờ" in handler.text, "the official knows it has not been read"
    citizen.says("alo")
    assert citizen.keys == ["notice.ask", "window.waited"]
    citizen.says("khong co")
    assert citizen.keys == ["supplement.nothing_taken"]


def test_a_question_under_way_keeps_its_numbers(town: OaTown) -> None:
    citizen, _, handler, _, code = case_in_hand(town)
    citizen.says("/gui").says(STORY).taps("submit.b_right")
    town.passed += timedelta(days=3)
    all_come(handler)
    handler.says(f"/giahan {code} 15/12 chờ Sở Xây dựng")
    citizen.says("2")
    assert citizen.keys == ["notice.extend", "submit.name"]


def test_what_was_overtaken_is_not_read_out(town: OaTown) -> None:
    """Accepted, asked, no longer asked, put off: only the new day is told."""
    dispatcher, handler, _ = works(town)
    citizen = town.citizen()
    code = sends(citizen)
    town.passed += timedelta(days=4)
    all_come(dispatcher, handler)
    dispatcher.says(f"/tiepnhan {code}")
    handler.says(f"/nhan {code}").says(f"/hoi {code} ảnh phiếu hẹn").taps("card.b_resume")
    handler.says(f"/giahan {code} 15/12 chờ Sở Xây dựng")
    citizen.says("xin chào")
    assert citizen.keys == ["notice.extend", "window.waited"] and "15/12" in citizen.text


def test_a_question_still_open_is_read_out(town: OaTown) -> None:
    citizen, _, handler, _, code = case_in_hand(town)
    town.passed += timedelta(days=4)
    all_come(handler)
    handler.says(f"/giahan {code} 15/12 chờ Sở Xây dựng").says(f"/hoi {code} ảnh phiếu hẹn")
    citizen.does(citizen.user.follows)
    assert citizen.keys == ["notice.extend", "notice.ask"]


def test_of_a_restricted_case_one_line_without_substance(town: OaTown) -> None:
    dispatcher, handler, _ = works(town)
    citizen = town.citizen("Người sợ")
    citizen.says(CONDUCT).taps("submit.b_right").says("Lê Thị Hạnh").taps("submit.b_closed")
    citizen.says("Trần Thị Sáu, 0905 999 888, xã Tịnh Khê").taps("submit.b_skip")
    code = citizen.taps("submit.b_send_here").code
    town.passed += timedelta(days=4)
    all_come(dispatcher)
    dispatcher.says(f"/tiepnhan {code} van_phong").says(f"/nhan {code}")
    dispatcher.says(f"/hoi {code} bà bị quát ngày nào")
    citizen.does(citizen.user.follows)
    assert citizen.keys == ["notice.restricted_ask"]
    assert "quát" not in citizen.text and "Hạnh" not in citizen.text
    citizen.says("XEM")
    assert citizen.keys == ["status.view"] and "bà bị quát ngày nào" in citizen.text
    assert not any(code in bubble.text for bubble in handler.inbox)


def test_a_good_morning_of_another_day_is_not_wished(town: OaTown) -> None:
    """Its window closed on Tuesday morning; on Thursday there may be other work."""
    *_, handler, _, code = case_in_hand(town)
    for hours in (27, 24, 24):
        town.passed += timedelta(hours=hours)
        town.run(town.house.clock.tick())
        town.settles()
    handler.forget()
    town.passed += timedelta(hours=24)
    handler.says("/homnay")
    assert handler.keys == ["staff.today"] and code in handler.text


# --- name and number at the wrong moment ---------------------------------------------------------


def story_of(town: OaTown, code: str) -> str:
    [(body,)] = town.rows(
        "SELECT t.body FROM case_text t JOIN cases c ON c.id = t.case_id"
        " WHERE c.code = :code AND t.kind = 'story'",
        code=code,
    )
    return str(body)


_NOWHERE = {"address": "", "ward": "", "city": ""}


@pytest.mark.parametrize(
    ("typed", "form"),
    [
        ("", {}),
        ("", _NOWHERE),
        ("Võ Thị Tư, 0905 123 218, xã Bình Hải, huyện Bình Sơn, tỉnh Quảng Ngãi", {}),
    ],
)
def test_a_tip_without_a_name_bears_none_whatever_was_filled_in(
    town: OaTown, typed: str, form: dict[str, Any]
) -> None:
    """The form stays on the screen and can be sent at any time; some say it all at the start."""
    citizen = town.citizen(phone="84905123218").says(STORY)

    def tells_who() -> None:
        filled_in = partial(citizen.user.submits_info, **form)
        citizen.says(typed) if typed else citizen.does(filled_in)
        assert citizen.keys[0] == "submit.who_noted"

    tells_who()
    citizen.taps("submit.b_right")
    tells_who()
    citizen.taps("submit.b_anonymous")
    tells_who()
    assert citizen.keys[-1] == "submit.check_tip"
    code = citizen.taps("submit.b_send_tip").code
    assert story_of(town, code) == STORY
    for table in ("person", "chat"):
        assert "905123218" not in str(town.rows(f"SELECT * FROM {table} ORDER BY id"))


def test_what_the_form_told_early_is_not_asked_again(town: OaTown) -> None:
    citizen = town.citizen(phone="84905123218")
    citizen.does(citizen.user.submits_info)
    assert citizen.keys == ["greeting.short", "submit.who_noted", "submit.story"]
    citizen.says(STORY).taps("submit.b_right").taps("submit.b_named")
    assert citizen.keys == ["submit.extra"]
    citizen.taps("submit.b_skip").taps("submit.b_keep")
    assert citizen.keys == ["submit.check"] and FORM in citizen.text
    citizen.does(lambda: citizen.user.submits_info("Võ Thị Năm", "84905000111"))
    assert citizen.keys == ["submit.who_noted", "submit.check"] and "Võ Thị Năm" in citizen.text


def test_a_card_of_somebody_else_is_part_of_the_story(town: OaTown) -> None:
    citizen = town.citizen().says(STORY)
    citizen.does(lambda: citizen.user.sends_card("Lê Văn A", "84905111222"))
    assert citizen.keys == ["common.kept_as_story", "submit.subject"]


def test_nobody_is_called_skip(town: OaTown) -> None:
    """The line of the sender is shown again, and they have nothing to change."""
    for words in ("bo qua", "không", "dung roi"):
        citizen = town.citizen(phone="84905123218")
        citizen.does(citizen.user.submits_info)
        citizen.says(STORY).taps("submit.b_right").taps("submit.b_named").taps("submit.b_skip")
        assert citizen.keys == ["submit.sender"]
        citizen.says(words)
        assert citizen.keys == ["submit.check"] and f"Người gửi: {FORM}" in citizen.text


@pytest.mark.parametrize(
    "words",
    [
        "so lam, toi khong dam noi ten",
        "tôi sợ bị trả thù",
        "nói ra họ trù dập thì sao",
        "I am afraid to say",
    ],
)
def test_who_is_afraid_is_told_the_ways_and_not_called_so(town: OaTown, words: str) -> None:
    citizen = town.citizen().says(STORY).taps("submit.b_right").taps("submit.b_closed")
    citizen.says(words)
    assert citizen.keys == ["submit.name_refused", "submit.name"]


def test_and_whom_it_is_about_may_stay_unsaid(town: OaTown) -> None:
    citizen = town.citizen().says("nhân viên quầy số 3 hay bắt dân đưa thêm tiền mới nhận hồ sơ")
    citizen.taps("doors.b_no").taps("submit.b_right").says("tôi không dám nói")
    citizen.taps("submit.b_anonymous")
    assert "D. Về ai: không nêu" in citizen.text


# --- small things --------------------------------------------------------------------------------


def test_a_sticker_is_no_paper_of_the_case(town: OaTown) -> None:
    citizen = town.citizen()
    citizen.does(citizen.user.sends_sticker)
    assert citizen.keys == ["greeting.greeting"]
    citizen.says(STORY).does(citizen.user.sends_sticker)
    assert citizen.keys == ["common.sticker", "submit.subject"]
    citizen.taps("submit.b_right").taps("submit.b_anonymous")
    assert "Kèm" not in citizen.text
    citizen.taps("submit.b_send_tip").does(citizen.user.sends_sticker)
    assert citizen.keys == ["common.sticker"]
    assert town.rows("SELECT COUNT(*) FROM stored_file") == [(0,)]


def test_thanks_are_no_supplement(town: OaTown) -> None:
    citizen, *_ = case_in_hand(town)
    citizen.says("bo sung").says("tôi còn giữ giấy hẹn")
    assert citizen.got("supplement.added")
    citizen.says("cảm ơn cán bộ nhiều nhé")
    assert citizen.keys == ["human.welcome"]
    citizen.says("cảm ơn nhưng tôi chưa rõ")
    assert citizen.keys == ["supplement.offer"]


@pytest.mark.parametrize("words", ["là sao?", "gi vay", "toi khong hieu", "what?"])
def test_who_does_not_understand_is_not_written_down(town: OaTown, words: str) -> None:
    citizen = town.citizen().says(STORY)
    citizen.says(words)
    assert citizen.keys == ["guide.submit_subject", "submit.subject"]


def test_an_official_who_copies_a_letter_reads_no_words_for_citizens(town: OaTown) -> None:
    dispatcher = town.official("dispatcher")
    dispatcher.says("/nhap").says(STORY)
    assert dispatcher.keys == ["common.kept_as_story", "intake.source"]
    assert "ông/bà" not in dispatcher.text
    dispatcher.says("1").taps("submit.b_done").taps("submit.b_right")
    dispatcher.says("Ba Nguyen Thi Sau, 0905 222 333, xa Tinh Khe")
    assert dispatcher.keys == ["submit.who_noted", "intake.identity"]


def test_where_no_file_can_be_sent_none_is_asked_for(bot_town: BotTown) -> None:
    citizen = bot_town.citizen().says(STORY).picks("submit.b_right").picks("submit.b_named")
    citizen.says("Võ Thị Tư, 0905 123 218, xã Bình Sơn").picks("submit.b_skip")
    citizen.picks("submit.b_send_here").says("bo sung")
    assert citizen.got("supplement.ask") and "tệp" not in citizen.text
    official = bot_town.official("dispatcher")
    official.does(official.user.sends_unsupported)
    assert official.keys == ["common.unsupported"] and "/lienket" in official.text


def test_a_place_sent_first_is_kept(town: OaTown) -> None:
    citizen = town.citizen()
    citizen.does(citizen.user.sends_location)
    assert citizen.keys == ["greeting.short", "submit.story_more"]
    citizen.says("sạt lở làm hỏng bảng giờ làm việc ở chỗ này").taps("submit.b_unsure")
    assert "15.12000, 108.79000" in citizen.taps("submit.b_anonymous").text


def test_a_code_without_its_last_letter_is_told_what_is_missing(town: OaTown) -> None:
    citizen, *_, code = case_in_hand(town)
    citizen.says(code[:-2])
    assert citizen.keys == ["status.misread"] and "chữ cái cuối cùng" in citizen.text


def test_an_official_who_asks_for_a_case_as_citizens_do_is_shown_the_way(town: OaTown) -> None:
    _, handler, *_ = works(town)
    handler.says("xem")
    assert handler.keys == ["status.no_case"] and "/homnay" in handler.text


@pytest.mark.parametrize(
    ("hello", "story"),
    [
        ("xin chào", STORY),
        ("hello", "The investment registration certificate asks for the same papers three times"),
    ],
)
def test_what_a_text_numbers_itself_is_not_listed_twice(
    bot_town: BotTown, hello: str, story: str
) -> None:
    citizen = bot_town.citizen().says(hello).says(story).says("1")
    assert citizen.keys[-1] == "submit.identity"
    question = citizen.news[-1].text
    assert len(re.findall(r"^\d\. ", question, re.M)) == 3 and len(question) <= 300


def test_words_that_find_nothing_name_a_way_that_is_there(bot_town: BotTown) -> None:
    citizen = bot_town.citizen().says(STORY).picks("submit.b_other_matter").says("3").says("2")
    citizen.says("xyzzy quux")
    assert citizen.keys == ["submit.nothing_found", "submit.procedure"]
    citizen.says("khong ro")
    assert citizen.keys[-1] == "submit.identity"


def test_an_official_who_has_no_name_to_enter_is_not_taken_for_a_citizen(town: OaTown) -> None:
    dispatcher = town.official("dispatcher").says("/nhap").says("1").says(STORY)
    dispatcher.taps("submit.b_done").taps("submit.b_right").says("2").says("khong biet")
    assert dispatcher.keys == ["submit.name_refused", "intake.name"]
    assert "ông/bà" not in dispatcher.text
