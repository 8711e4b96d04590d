"""Speaking to a person: while one answers, the machine keeps quiet."""

from __future__ import annotations

import pytest

from tests.office import SQLITE_ONLY
from tests.people import Person, World
from tests.stories import OFFICE, sends_feedback, staff

pytestmark = SQLITE_ONLY

QUESTION = "Hồ sơ công ty tôi nộp hôm trước tới đâu rồi?"


def _answers(official: Person, code: str, words: str) -> None:
    official.says(f"/nhan {code}").says(f"/traloi {code} {words}").taps("Không kèm")
    official.world.minute_passes()


@pytest.mark.parametrize("said", ["gap can bo", "Gặp cán bộ", "/gapcanbo", "human"])
def test_a_question_becomes_a_case_with_code_and_clock(world: World, said: str) -> None:
    citizen, office = world.citizen(), staff(world)
    citizen.says(said)
    assert citizen.keys[-1] == "human.ask"
    citizen.says(QUESTION)
    assert citizen.keys == ["human.told"]
    case = world.case(citizen.code)
    assert (case.kind, case.identity_mode, case.status) == ("question", "named", "received")
    assert case.due_at is not None and case.chat_id is not None
    assert QUESTION in office.dispatcher.seen[-1].message.text


def test_the_privacy_notice_stands_above_the_first_question_only(world: World) -> None:
    citizen = world.citizen()
    citizen.says("gap can bo")
    assert citizen.keys == ["submit.privacy", "human.ask"]
    citizen.says(QUESTION).says("/huy")
    assert world.rows("SELECT purpose, notice_version, button, granted FROM consent") == [
        ("notice", world.house.agency.notice_version, "question", 1)
    ]
    citizen.says("gap can bo")
    assert citizen.keys == ["human.ask"]


def test_hours_and_telephone_are_told_before_and_after(world: World) -> None:
    citizen = world.citizen()
    citizen.says("gap can bo")
    for _ in range(2):
        assert "0255 0000 001" in citizen.text and "13:30–17:00" in citizen.text
        citizen.says(QUESTION)


def test_what_is_written_along_is_the_question(world: World) -> None:
    citizen = world.citizen()
    citizen.says(f"/gapcanbo {QUESTION}")
    assert citizen.keys == ["human.told", "submit.privacy"]


def test_the_machine_keeps_quiet_and_the_official_hears(world: World) -> None:
    citizen, office = world.citizen(), staff(world)
    citizen.says(f"/gapcanbo {QUESTION}").says("cong ty ten la Huong Viet")
    assert citizen.keys == ["human.passed_on"]
    for said in ("nop ngay 2/11", "sao chua thay ai tra loi", "xin chao", "thu tuc mo cong ty"):
        citizen.says(said)
        assert citizen.keys == [], said
    citizen.sends("photo", name="phieu hen.jpg")
    assert citizen.keys == []
    card = office.dispatcher.seen[-1].message.text
    assert "cong ty ten la Huong Viet" in card and "sao chua thay ai tra loi" in card
    assert "1 tệp" in card
    assert len(world.cases()) == 1


def test_whoever_waits_hears_once_in_a_while_that_it_arrived(world: World) -> None:
    citizen = world.citizen()
    citizen.says(f"/gapcanbo {QUESTION}").says("cong ty ten la Huong Viet").says("👍")
    assert citizen.keys == []
    world.later(minutes=6)
    citizen.says("sao lau vay")
    assert citizen.keys == ["human.still_waiting"]
    assert "0255 0000 001" in citizen.text and "chậm nhất" in citizen.text
    citizen.says("co ai khong")
    assert citizen.keys == []
    world.later(minutes=6)
    citizen.says("👍")
    assert citizen.keys == ["human.still_waiting"]


def test_when_the_promised_day_has_passed_it_is_not_promised_again(world: World) -> None:
    citizen = world.citizen()
    citizen.says(f"/gapcanbo {QUESTION}").says("cong ty ten la Huong Viet")
    world.later(days=60)
    citizen.says("sao lau vay")
    assert citizen.keys == ["human.still_waiting"] and "chậm nhất" not in citizen.text


def test_an_answer_to_an_official_is_acknowledged_at_once(world: World) -> None:
    citizen, office = world.citizen(), staff(world)
    citizen.says(f"/gapcanbo {QUESTION}").says("cong ty ten la Huong Viet")
    code = citizen.code
    office.accepts(code)
    office.handler.says(f"/nhan {code}").says(f"/hoi {code} Nộp ngày nào ạ?")
    citizen.says("nop ngay 2/11")
    assert citizen.keys == ["human.passed_on"]
    citizen.says("buoi sang")
    assert citizen.keys == []


def test_it_ends_with_the_answer(world: World) -> None:
    citizen, office = world.citizen(), staff(world)
    citizen.says(f"/gapcanbo {QUESTION}")
    code = citizen.code
    office.accepts(code)
    _answers(office.handler, code, "Hồ sơ đang in, mai ông/bà đến nhận.")
    assert citizen.seen[-1].message.key == "notice.answer"
    citizen.says("cảm ơn em nhiều nhé")
    assert citizen.keys == ["human.welcome"]
    citizen.says("van phong dai dien lam thu tuc rat lau va kho hieu")
    assert citizen.keys == ["supplement.offer"]
    citizen.taps("Chuyện khác")
    assert citizen.keys[-1].startswith("submit.")


def test_what_comes_right_after_the_answer_is_offered_to_its_case(world: World) -> None:
    citizen, office = world.citizen(), staff(world)
    citizen.says(f"/gapcanbo {QUESTION}")
    code = citizen.code
    office.accepts(code)
    _answers(office.handler, code, "Hồ sơ đang in.")
    citizen.says("vay may gio mai thi toi den duoc")
    assert citizen.keys == ["supplement.offer"]


def test_an_official_may_ask_back(world: World) -> None:
    citizen, office = world.citizen(), staff(world)
    citizen.says(f"/gapcanbo {QUESTION}")
    code = citizen.code
    office.accepts(code)
    office.handler.says(f"/nhan {code}").says(f"/hoi {code} Công ty tên gì ạ?")
    assert world.case(code).status == "waiting"
    citizen.says("cong ty ten la Huong Viet")
    assert world.case(code).status == "in_progress"
    assert "cong ty ten la Huong Viet" in office.handler.seen[-1].message.text


def test_the_citizen_ends_it(world: World) -> None:
    citizen = world.citizen()
    citizen.says(f"/gapcanbo {QUESTION}")
    code = citizen.code
    citizen.says("hủy")
    assert citizen.keys == ["human.left"] and code in citizen.text
    assert world.case(code).status == "received", "the question stays"
    citizen.says("huy")
    assert citizen.keys == ["control.nothing_to_cancel"]


def test_looking_something_up_beside_it_does_not_end_it(world: World) -> None:
    citizen = world.citizen()
    citizen.says(f"/gapcanbo {QUESTION}")
    for said in ("xem", "lien he", "tro giup", "gap can bo"):
        citizen.says(said)
        assert citizen.keys, said
    citizen.says("toi van cho day")
    assert citizen.keys == ["human.passed_on"]


def test_beginning_something_else_ends_it(world: World) -> None:
    citizen = world.citizen()
    citizen.says(f"/gapcanbo {QUESTION}").says("/gui")
    assert citizen.keys == ["human.left", "submit.story"]


def test_about_an_own_open_case_the_question_goes_into_it(world: World) -> None:
    citizen, office = world.citizen(), staff(world)
    code = sends_feedback(citizen)
    office.takes(code)
    citizen.says(f"gap can bo {code}")
    assert citizen.keys == ["human.ask_about"]
    citizen.says("bao gio thi xong vay")
    assert citizen.keys == ["human.told_in_case"]
    assert len(world.cases()) == 1
    assert "bao gio thi xong vay" in office.handler.seen[-1].message.text


def test_about_a_case_that_is_over_it_is_a_new_question_that_names_it(world: World) -> None:
    citizen, office = world.citizen(), staff(world)
    code = sends_feedback(citizen)
    office.answers(code, "Mời ông/bà đến nhận.")
    citizen.taps("Gặp cán bộ").says("toi den nhung khong gap ai")
    assert citizen.keys == ["human.told"]
    assert len(world.cases()) == 2
    assert code in office.dispatcher.seen[-1].message.text


def test_a_word_of_danger_brings_the_numbers_first(world: World) -> None:
    citizen = world.citizen()
    citizen.says("gap can bo").says("toi dang bi ho doa giet, cuu toi voi")
    assert citizen.keys == ["submit.emergency", "human.told"]


def test_what_may_accuse_somebody_is_not_suggested_to_an_office(world: World) -> None:
    citizen = world.citizen()
    citizen.says("/gapcanbo can bo phong dang ky kinh doanh hach dich, la mang toi truoc moi nguoi")
    assert world.case(citizen.code).suggested_office == "van_phong"


def test_a_submission_interrupted_by_it_is_kept(world: World) -> None:
    citizen = world.citizen()
    citizen.says("van phong dai dien lam thu tuc rat lau va kho hieu")
    asked = citizen.keys[-1]
    citizen.says("gap can bo").says(QUESTION).says("huy")
    assert citizen.keys == ["human.left", asked]


def test_in_english(world: World) -> None:
    citizen = world.citizen()
    world.official("handler", OFFICE)
    citizen.says("hello, how are you").says("human").says("Where is my company's dossier?")
    assert citizen.keys == ["human.told"] and "Your question is with the officials" in citizen.text
