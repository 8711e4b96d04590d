"""What an official has on the desk: what a card tells, what it offers, and that nothing they type
is lost or taken for something else."""

from __future__ import annotations

from datetime import date

import pytest

from cases.kinds import IdentityMode, Kind, Source
from handlers.conversation.dialogue import Unclear
from handlers.staff.answering import document_line
from messages.texts import LANGUAGES, declared
from tests import a_case
from tests.office import REGISTRY, Office, actions, answer, filed, put, submitted
from tests.officials.test_staff_casework import pdf
from tests.people import Person, World


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


@pytest.fixture
def citizen(world: World) -> Person:
    return world.citizen("Tư")


# --- what is typed at a question is its answer ---------------------------------------------------


def test_a_code_typed_at_a_question_answers_it(world, office, citizen):
    code = office.taken(citizen)
    office.handler.says("/ghichu")
    assert office.handler.got("staff.which_case")
    office.handler.says(code.lower())
    assert office.handler.keys == ["staff.words_note"]
    office.handler.says("Rút")
    assert actions(world, code)[-1] == "note"
    office.handler.says(f"/ghichu {code}").says("huỷ")
    assert office.handler.got("control.stopped")


def test_a_bare_code_opens_the_case_of_ones_work(world, office, citizen):
    code = office.taken(citizen)
    office.handler.says(code)
    assert office.handler.keys == ["staff.file"]
    office.handler.says("/gui")
    mine = submitted(office.handler)
    office.handler.says(mine)
    assert office.handler.keys == ["status.view"]
    citizen.says(code)
    assert citizen.keys == ["status.view"]


@pytest.mark.parametrize("word", ["hoso", "tep", "nhatky"])
def test_which_case_is_asked_where_it_was_not_said(office, citizen, word):
    code = office.taken(citizen)
    office.handler.says(f"/{word}")
    assert office.handler.keys == ["staff.which_case"]
    office.handler.taps(code)
    assert office.handler.keys == [
        {"hoso": "staff.file", "tep": "staff.no_files", "nhatky": "staff.audit"}[word]
    ]
    office.handler.says(f"/{word}").says(code)
    assert not office.handler.got("staff.which_case")


# --- what was written outlives an interruption ---------------------------------------------------


@pytest.mark.parametrize("other", ["/homnay", "/hoso {code}", "/ghichu {other} Nhớ gọi thuế."])
def test_a_written_answer_comes_back_after_an_interruption(world, office, citizen, other):
    code, second = office.taken(citizen), office.taken(world.citizen("Năm"))
    office.handler.says(f"/traloi {code} Ông/bà chỉ cần nộp ba giấy tờ.")
    office.handler.says(other.format(code=code, other=second))
    assert office.handler.keys[-1] == "staff.document"
    office.handler.taps("Không kèm")
    assert office.handler.got("staff.done_draft")


def test_two_interruptions_come_back_one_after_the_other(world, office, citizen):
    codes = [office.taken(world.citizen(name)) for name in ("Tư", "Năm", "Sáu")]
    for code in codes:
        office.handler.says(f"/traloi {code} Đã xong.")
    for code in reversed(codes):
        office.handler.taps("Không kèm")
        assert world.case(code).status == "awaiting_approval"
    assert office.handler.got("staff.done_draft")


def test_the_same_command_typed_anew_stands_instead(world, office, citizen):
    code = office.taken(citizen)
    office.handler.says(f"/traloi {code} Bản đầu.").says(f"/traloi {code} Bản sau.")
    office.handler.taps("Không kèm")
    assert office.handler.keys[-1] == "staff.done_draft"


def test_words_for_a_step_no_longer_open_are_given_back(world, office, citizen):
    code = office.taken(citizen)
    office.handler.says(f"/traloi {code} Ông/bà chỉ cần nộp ba giấy tờ.")
    office.handler.says(f"/hoi {code} Xin gửi ảnh phiếu hẹn.")
    assert office.handler.keys[-1] == "staff.your_words"
    assert "chỉ cần nộp ba giấy tờ" in office.handler.text


# --- the approver sees what goes out -------------------------------------------------------------


def test_the_approver_sees_the_document(world, office, citizen):
    code = office.taken(citizen)
    office.handler.says(f"/traloi {code} Đã xong.").says("67/SKHĐT, 20/11, Hồ Giám Đốc")
    office.handler.sends("document", pdf(), name="tra-loi.pdf", type="application/pdf")
    world.work()
    office.handler.taps("Gửi đi")
    for seen in (office.head, office.head.says(f"/hoso {code}")):
        assert "67/SKHĐT · 20/11/2026 · Hồ Giám Đốc · 📎 tra-loi.pdf" in seen.text
        assert "người gửi, qua Telegram" in seen.text
    office.head.says(f"/tep {code}")
    assert "sẽ gửi đi" in office.head.text
    office.head.says(f"/tralai {code} Nhầm văn bản")
    office.handler.says(f"/traloi {code} Đã xong rồi.")
    office.handler.sends("document", pdf(), name="moi.pdf", type="application/pdf")
    world.work()
    office.handler.taps("Gửi đi")
    office.head.says(f"/tep {code}")
    told = dict(line.removeprefix("📎 ").split(" (") for line in office.head.text.splitlines())
    assert "không gửi" in told["tra-loi.pdf"] and "sẽ gửi đi" in told["moi.pdf"]


@pytest.mark.parametrize(
    "line",
    [
        "Số 123/SKHĐT-ĐKKD, ngày 3/12/2026, ký: Nguyễn Văn A",
        "so 123/SKHĐT-ĐKKD ngay 3/12 nguoi ky Nguyễn Văn A",
        "123/SKHĐT-ĐKKD, 3/12, Nguyễn Văn A",
        "123/SKHĐT-ĐKKD 3/12 Nguyễn Văn A",
        "Công văn số 123/SKHĐT-ĐKKD ngày 3 tháng 12 năm 2026 do ông Nguyễn Văn A ký",
    ],
)
def test_a_document_is_read_as_people_name_it(line):
    assert document_line.read(line, date(2026, 11, 16)) == {
        "number": "123/SKHĐT-ĐKKD",
        "date": "3/12/2026",
        "signer": "Nguyễn Văn A",
    }


def test_a_name_is_no_label():
    today = date(2026, 11, 16)
    assert document_line.read("12/VP-TL, Nguyễn Văn Ký", today)["signer"] == "Nguyễn Văn Ký"
    with pytest.raises(Unclear):
        document_line.read("tôi không có văn bản nào để kèm theo", today)


def test_a_day_that_does_not_exist(world, office, citizen):
    code = office.taken(citizen)
    office.handler.says(f"/traloi {code} Đã xong.")
    office.handler.says("Số 123/SKHĐT-ĐKKD, ngày 31/2/2026, ký: Nguyễn Văn A")
    assert office.handler.keys == ["staff.no_such_day", "staff.document"]
    assert "31/2/2026 không có thật" in office.handler.text


# --- only what is possible is offered ------------------------------------------------------------


def test_a_day_is_put_off_once_and_then_not_offered(office, citizen):
    code = office.taken(citizen)
    office.handler.says(f"/hoso {code}")
    offered = [c.label for p in office.handler.seen for c in p.message.choices]
    assert "Lùi hẹn" in offered
    office.handler.says(f"/giahan {code} 15/12 Chờ ý kiến.")
    assert "Lùi hẹn" not in office.handler.buttons


def test_what_stays_with_reception_is_not_offered_to_others(world, office):
    code = filed(world, kind=Kind.CONDUCT, suggested_office="", about_office=REGISTRY)
    put(world, code, "assigned", office="van_phong")
    office.dispatcher.says(f"/hoso {code}")
    assert "Giao người" in office.dispatcher.buttons
    assert "Chuyển phòng" not in office.dispatcher.buttons


def test_a_tip_may_be_acknowledged_by_button(world, office):
    code = submitted(world.citizen("ẩn"), mode="Không nêu tên")
    office.dispatcher.taps("Ghi nhận")
    assert world.case(code).status == "closed"


def test_a_voice_note_is_offered_to_be_written_down(world, office, citizen):
    citizen.sends("voice", name="ke.ogg").taps("Xong").taps("Tôi không rõ")
    citizen.taps("Người giải quyết").says("Võ Thị Tư, 0905 123 218, xã Bình Hải")
    citizen.taps("Bỏ qua").taps("Gửi, nhắn")
    assert "/ghiloi" in office.dispatcher.text
    office.dispatcher.taps("Chép lời").says("Hồ sơ nộp ba lần đều bị trả.")
    assert "Chép lời" not in office.dispatcher.buttons
    citizen.taps("Chưa đúng")
    assert citizen.keys == ["supplement.ask_wrong"]
    citizen.says("Nộp bốn lần chứ không phải ba.")
    card = [p for p in office.dispatcher.seen if p.message.key == "card.card"][-1].message.text
    assert "Nộp bốn lần" in card and "ba lần đều" not in card
    office.dispatcher.says(f"/hoso {citizen.code}")
    assert "người gửi báo CHƯA ĐÚNG" in office.dispatcher.text


# --- a case that came back -----------------------------------------------------------------------


def test_a_case_that_came_back_says_why_and_what_was_answered(world, office, citizen):
    office.colleague("dispatcher", name="Mai Văn Khác")
    code = office.answered(citizen)
    citizen.says(f"/bosung {code} Tôi gửi thêm giấy hẹn.")
    office.dispatcher.forget()
    citizen.says(f"/xemlai {code} Chưa nói rõ lệ phí")
    text = office.dispatcher.text
    assert "Xin xem lại lần 1: Chưa nói rõ lệ phí" in text
    assert "Trả lời lần trước: Hồ sơ đã xong" in text
    assert "Lời kể: " in text and "Bổ sung 16/11: Tôi gửi thêm" in text
    citizen.says(f"/tracuu {code}")
    assert "Trả lời lần trước:\nHồ sơ đã xong" in citizen.text


def test_who_decided_before_hears_why_they_may_not(world, office, citizen):
    office.colleague("handler", REGISTRY, "Võ Minh Sau")
    code = office.answered(citizen)
    citizen.says(f"/xemlai {code} Chưa rõ.")
    office.dispatcher.says(f"/tiepnhan {code}")
    office.handler.says(f"/nhan {code}")
    assert "vì anh/chị đã quyết định lần trước" in office.handler.text


def test_a_second_refusal_offers_no_other_look(world, office, citizen):
    code = submitted(citizen)
    office.dispatcher.says(f"/tuchoi {code} Không rõ việc gì.")
    assert "Xin xem lại" in citizen.buttons
    citizen.says(f"/xemlai {code} Tôi đã viết rõ.")
    office.dispatcher.says(f"/tuchoi {code} Vẫn không rõ.")
    assert world.case(code).status == "refused"
    assert "Xin xem lại" not in citizen.buttons and "một lần" not in citizen.text


# --- the history names its objects ---------------------------------------------------------------


def test_the_history_says_to_whom_and_where(world, office, citizen):
    code = office.accepted(citizen)
    office.head.says(f"/giao {code} Lê Thị Hạnh")
    office.handler.says(f"/giahan {code} 15/12 Chờ ý kiến.")
    office.handler.says(f"/chuyen {code} ktdn Việc của phòng bạn.")
    office.dispatcher.says(f"/nhatky {code}")
    text = office.dispatcher.text
    assert "giao việc cho Lê Thị Hạnh" in text
    assert "lùi hẹn đến thứ Ba 15/12" in text
    assert "chuyển phòng từ Phòng Đăng ký kinh doanh đến Phòng Kinh tế Đối ngoại" in text
    office.dispatcher.says(f"/hoso {code}")
    assert "Lý do chuyển phòng" in office.dispatcher.text


def test_an_answered_case_still_has_its_day(office, citizen):
    code = office.answered(citizen)
    office.dispatcher.says(f"/hoso {code}")
    assert "không hẹn ngày" not in office.dispatcher.text


# --- calls ---------------------------------------------------------------------------------------


def test_a_call_carries_the_words_to_be_told(world, office):
    code = filed(
        world, source=Source.LETTER, entered_by=office.person_id(office.dispatcher),
        identity={"name": "Võ Thị Tư"},
    )  # fmt: skip
    office.dispatcher.says(f"/tuchoi {code} Không rõ việc gì, mời gửi lại.")
    assert "chưa ai báo người gửi" in office.dispatcher.text
    office.dispatcher.says("/homnay").taps("☎ Gọi")
    assert "Lời cần nói: Không rõ việc gì" in office.dispatcher.text
    assert "không có số điện thoại" in office.dispatcher.text


def test_no_call_is_promised_without_a_number(world, office, citizen):
    code = office.taken(citizen)
    office.handler.says(f"/hoi {code} Xin gửi ảnh phiếu hẹn.")
    assert "gọi điện" in citizen.text
    asked = world.citizen("Hỏi")
    a_case.asked(asked)
    office.dispatcher.says(f"/tiepnhan {asked.code} dkkd")
    office.handler.says(f"/nhan {asked.code}")
    office.handler.says(f"/hoi {asked.code} Công ty làm nghề gì?")
    assert asked.got("notice.ask") and "gọi điện" not in asked.text


def test_a_question_to_a_tip_is_kept_not_sent(world, office):
    code = submitted(world.citizen("ẩn"), mode="Không nêu tên")
    assert world.case(code).identity_mode == IdentityMode.ANONYMOUS
    office.dispatcher.says(f"/hoi {code} Việc xảy ra ngày nào?")
    assert "đã ghi câu hỏi" in office.dispatcher.text
    assert "đã gửi" not in office.dispatcher.text


# --- in words for officials ----------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_officials_wording_takes_the_same_arguments(language):
    texts = declared(language)
    theirs = {k: a for k, a in texts.items() if k.startswith("official.")}
    for key, arguments in theirs.items():
        file, _, name = key.removeprefix("official.").partition("_")
        assert texts[f"{file}.{name}"] == arguments, key


def test_an_official_is_told_what_is_missing_and_how_to_leave(office, citizen):
    code = office.taken(citizen)
    office.handler.says(f"/giahan {code}")
    for _ in range(3):
        office.handler.says("2/12")
        assert office.handler.keys[0] == "staff.not_later"
    assert "/huy" in office.handler.text
    assert "ông/bà" not in office.handler.text.lower()


def test_an_official_is_greeted_as_one(office):
    office.handler.says("/start")
    assert office.handler.keys == ["staff.hello"]
    assert "Việc hôm nay" in office.handler.buttons


def test_a_command_of_others_names_whose_it_is(office):
    office.handler.says("/moi")
    assert "chỉ dành cho: Quản trị" in office.handler.text


def test_help_lists_what_the_role_can_do(world, office):
    receiving = ("/tiepnhan", "/tuchoi", "/chuyenngoai", "/congkhai", "/dong", "/xong")
    director = office.colleague("director", name="Hồ Giám Đốc")
    for person in (office.handler, director):
        person.says("/trogiup")
        assert not [word for word in receiving if f"{word} –" in person.text]
    assert "/duyet –" in director.text
    office.handler.says("/trogiup")
    assert "/duyet –" not in office.handler.text and "/traloi –" in office.handler.text
    office.dispatcher.says("/trogiup")
    assert all(f"{word} –" in office.dispatcher.text for word in receiving)


def test_of_conduct_only_an_outcome_is_asked_for(world, office):
    code = filed(world, kind=Kind.CONDUCT, suggested_office="", about_office=REGISTRY)
    put(world, code, "answered", office="van_phong")
    office.dispatcher.says(f"/congkhai {code}")
    assert office.dispatcher.keys == ["staff.outcome_publish"]


def test_an_answer_is_not_surveyed_at_once(world, office, citizen):
    code = office.taken(citizen)
    answer(office.handler, code, "Đã xong.")
    office.head.says(f"/duyet {code}").taps("Duyệt và gửi")
    citizen.taps("Tôi đã rõ")
    assert citizen.keys == ["actions.clear"]
    assert world.case(code).rating is None
