"""Adding to a case: what was asked for, what comes to mind, what was changed after sending."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.people import Person, World
from tests.stories import Staff, sends_feedback, staff


def _waiting(world: World) -> tuple[Person, Staff, str]:
    """A case whose sender was asked something."""
    citizen, office = world.citizen(), staff(world)
    code = sends_feedback(citizen)
    office.takes(code)
    office.asks(code, "Xin gửi ảnh phiếu hẹn.")
    assert world.case(code).status == "waiting"
    return citizen, office, code


def _supplements(world: World) -> list[str]:
    rows = world.rows("SELECT body FROM case_text WHERE kind = 'supplement' ORDER BY id")
    return [body for (body,) in rows]


# --- answering what was asked --------------------------------------------------------------------


def test_a_photo_under_the_question_hands_the_case_back(world: World) -> None:
    citizen, office, code = _waiting(world)
    citizen.sends("photo", name="phieu hen.jpg")
    assert citizen.keys == ["supplement.offer"] and code in citizen.text
    citizen.taps("Đúng, gửi thêm")
    assert citizen.keys == ["supplement.handed_back"]
    assert world.case(code).status == "in_progress"
    assert "1 tệp" in office.handler.seen[-1].message.text
    citizen.sends("photo", name="mat sau.jpg")
    assert citizen.keys == ["supplement.added"], "the rest of an album needs no question"
    assert len(world.rows("SELECT id FROM stored_file WHERE case_id IS NOT NULL")) == 2


@pytest.mark.parametrize("said", ["khong co", "Không có", "KHÔNG CÓ GÌ", "nothing", "2"])
def test_having_nothing_hands_it_back_too(world: World, said: str) -> None:
    citizen, office, code = _waiting(world)
    citizen.says(said)
    assert citizen.keys == ["supplement.nothing_taken"]
    assert world.case(code).status == "in_progress"
    assert "không có gì để bổ sung" in office.handler.seen[-1].message.text


def test_by_command_and_button(world: World) -> None:
    citizen, _, code = _waiting(world)
    citizen.taps("Gửi phần bổ sung")
    assert citizen.keys == ["supplement.ask_waiting"]
    citizen.says("so phieu hen la 123, ngay hen 2/11")
    assert citizen.keys == ["supplement.handed_back"]
    assert _supplements(world) == ["so phieu hen la 123, ngay hen 2/11"]
    assert world.case(code).status == "in_progress"


def test_a_message_about_something_else_becomes_a_new_submission(world: World) -> None:
    citizen, _, code = _waiting(world)
    citizen.says("van phong dai dien lam thu tuc rat lau va kho hieu").taps("Chuyện khác")
    assert citizen.keys[-1].startswith("submit.")
    assert world.case(code).status == "waiting" and _supplements(world) == []


def test_more_words_while_asked_where_they_belong_are_kept(world: World) -> None:
    citizen, _, _ = _waiting(world)
    citizen.says("so phieu hen la 123")
    citizen.says("toi tim mai moi thay to phieu nay, xin loi vi gui cham mat may ngay")
    citizen.says("dung")
    assert citizen.keys == ["supplement.handed_back"]
    assert _supplements(world) == [
        "so phieu hen la 123\ntoi tim mai moi thay to phieu nay, xin loi vi gui cham mat may ngay"
    ]


def test_the_clock_stood_still_while_it_waited(world: World) -> None:
    citizen, _, code = _waiting(world)
    due = world.case(code).due_at
    world.later(days=3)
    citizen.says("khong co")
    case = world.case(code)
    assert due is not None and case.due_at is not None
    assert case.due_at - due == timedelta(days=3), "Monday to Thursday: three working days"
    assert case.waiting_since is None


def test_a_greeting_is_no_supplement(world: World) -> None:
    citizen, _, code = _waiting(world)
    citizen.says("xin chao")
    assert citizen.keys == ["greeting.greeting"]
    assert world.case(code).status == "waiting"


# --- what comes to mind --------------------------------------------------------------------------


@pytest.mark.parametrize("said", ["/bosung {} {}", "bo sung {} {}", "Bổ sung {}: {}", "/add {} {}"])
def test_words_after_the_code_are_added_at_once(world: World, said: str) -> None:
    citizen, office = world.citizen(), staff(world)
    code = sends_feedback(citizen)
    citizen.says(said.format(code, "toi quen noi la nop tai quay so 3"))
    assert citizen.keys == ["supplement.added"]
    assert _supplements(world) == ["toi quen noi la nop tai quay so 3"]
    assert "toi quen noi la nop tai quay so 3" in office.dispatcher.seen[-1].message.text
    assert world.case(code).status == "received"


def test_a_photo_with_the_command_as_its_caption(world: World) -> None:
    citizen = world.citizen()
    code = sends_feedback(citizen)
    citizen.sends("photo", name="bien lai.jpg", text=f"/bosung {code} bien lai toi da dong")
    assert citizen.keys == ["supplement.added"]
    assert world.rows("SELECT name FROM stored_file WHERE text_id IS NOT NULL") == [
        ("bien lai.jpg",)
    ]
    assert _supplements(world) == ["bien lai toi da dong"]


def test_the_only_open_case_is_meant(world: World) -> None:
    citizen = world.citizen()
    sends_feedback(citizen)
    citizen.says("bo sung")
    assert citizen.keys == ["supplement.ask"]
    citizen.sends("voice", name="ghi am.ogg")
    assert citizen.keys == ["supplement.added"]


def test_among_several_it_is_asked_which_and_the_words_are_kept(world: World) -> None:
    citizen = world.citizen()
    first, _ = sends_feedback(citizen), sends_feedback(citizen)
    citizen.says("/bosung toi con giu bien lai")
    assert citizen.keys == ["actions.which"]
    citizen.taps(first)
    assert citizen.keys == ["supplement.added"] and first in citizen.text
    assert _supplements(world) == ["toi con giu bien lai"]


def test_a_sentence_that_names_the_code_is_offered_to_that_case(world: World) -> None:
    citizen = world.citizen()
    code = sends_feedback(citizen)
    citizen.says(f"cho toi hoi viec {code} bao gio xong, toi can gap lam roi")
    assert citizen.keys == ["supplement.offer"]


def test_without_any_case_there_is_a_way_on(world: World) -> None:
    citizen = world.citizen()
    citizen.says("bo sung")
    assert citizen.keys == ["supplement.no_case"]
    assert citizen.buttons == ["Gửi phản ánh, góp ý", "Gặp cán bộ"]


def test_what_is_added_after_the_answer_says_how_to_ask_again(world: World) -> None:
    citizen, office = world.citizen(), staff(world)
    code = sends_feedback(citizen)
    office.answers(code, "Mời ông/bà đến nhận.")
    citizen.says(f"/bosung {code} toi den roi ma chua co")
    assert citizen.keys == ["supplement.added_answered"]
    citizen.taps("Chưa ổn, xin xem lại")
    assert citizen.keys == ["actions.why_again"]


def test_nothing_to_add_where_nothing_was_asked(world: World) -> None:
    citizen = world.citizen()
    code = sends_feedback(citizen)
    citizen.says(f"/bosung {code} khong co")
    assert citizen.keys == ["supplement.nothing_asked"] and _supplements(world) == []


def test_too_long_a_text_and_too_many_files_are_told_what_to_do(world: World) -> None:
    citizen = world.citizen()
    code = sends_feedback(citizen)
    citizen.says(f"/bosung {code} " + "rat dai " * 1200)
    assert citizen.keys == ["supplement.too_long"]
    citizen.says(f"/bosung {code}").says("rat dai " * 1200)
    assert citizen.keys == ["supplement.too_long", "supplement.ask"]
    for n in range(40):
        citizen.sends("photo", name=f"{n}.jpg")
    citizen.sends("photo", name="mot nua.jpg")
    assert citizen.keys == ["supplement.too_many_files"]


def test_a_submission_under_way_comes_back_after_adding(world: World) -> None:
    citizen = world.citizen()
    code = sends_feedback(citizen)
    citizen.says("van phong dai dien lam thu tuc rat lau va kho hieu")
    asked = citizen.keys[-1]
    citizen.says(f"/bosung {code} toi con giu bien lai")
    assert citizen.keys == ["supplement.added", asked]


# --- changed after sending -----------------------------------------------------------------------


def test_a_message_changed_after_filing_is_added_once_confirmed(world: World) -> None:
    citizen = world.citizen()
    code = sends_feedback(citizen)
    citizen.says("nop 5 lan chu khong phai 3 lan", edited=True)
    assert citizen.keys == ["supplement.offer_edit"]
    citizen.says("đúng")
    assert citizen.keys == ["supplement.added"] and code in citizen.text
    assert _supplements(world) == ["nop 5 lan chu khong phai 3 lan"]


def test_or_stays_out(world: World) -> None:
    citizen = world.citizen()
    sends_feedback(citizen)
    citizen.says("nop 5 lan", edited=True).says("khong")
    assert citizen.keys == ["supplement.edit_left"] and _supplements(world) == []


def test_a_changed_message_without_any_case_gets_an_answer(world: World) -> None:
    citizen = world.citizen()
    citizen.says("xin chao").says("chao so", edited=True)
    assert citizen.keys == ["supplement.edit_alone"]


# --- what an official wrote down -----------------------------------------------------------------


def test_the_sender_confirms_what_was_written_down(world: World) -> None:
    citizen, office = world.citizen(), staff(world)
    citizen.sends("voice", name="ke.ogg").taps("Xong").taps("Tôi không rõ")
    citizen.taps("Người giải quyết").says("Võ Thị Tư, 0905 123 218, xã Bình Hải")
    citizen.taps("Bỏ qua").taps("Gửi, nhắn")
    code = citizen.code
    office.dispatcher.says(f"/ghiloi {code} Hồ sơ nộp ba lần đều bị trả.")
    assert citizen.seen[-1].message.key == "notice.transcribe"
    citizen.taps("Đúng")
    assert citizen.keys == ["actions.transcript_right"]
    citizen.taps("Chưa đúng")
    assert citizen.keys == ["supplement.ask_wrong"]
