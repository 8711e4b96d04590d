"""What must reach nobody it is not for: cases of conduct, closed names, notes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cases.kinds import Kind
from cases.numbers.codes import check_letter
from storage.casework.notes import Note
from tests.office import (
    RECEPTION,
    REGISTRY,
    RUDE,
    Office,
    actions,
    answer,
    filed,
    opened,
    put,
    sent_to_citizens,
    submitted,
)
from tests.people import World

CANARY = "chim-hoàng-yến-7319"


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


def conduct(world: World, **fields) -> str:
    return filed(world, kind=Kind.CONDUCT, story=RUDE, suggested_office="", **fields)


# --- cases of conduct ----------------------------------------------------------------------------


def test_a_case_of_conduct_stays_with_reception(world, office):
    code = conduct(world, about_office=REGISTRY)
    office.dispatcher.says(f"/tiepnhan {code} dkkd")
    assert world.case(code).office == RECEPTION
    office.dispatcher.says(f"/chuyen {code} dkkd Phòng xem lại")
    assert office.dispatcher.keys == ["staff.stays_with_reception"]
    assert world.case(code).office == RECEPTION


def test_only_those_who_may_see_it_are_given_it(world, office):
    clerk = office.colleague("handler", RECEPTION, "Cán bộ Văn Phòng")
    second = office.colleague("dispatcher", name="Bùi Thị Phối")
    code = conduct(world)
    office.dispatcher.says(f"/tiepnhan {code}").says(f"/giao {code}")
    assert "Cán bộ Văn Phòng" not in " ".join(office.dispatcher.buttons)
    office.dispatcher.says("bui thi phoi")
    assert world.case(code).owner_id == office.person_id(second)
    clerk.says(f"/hoso {code}")
    assert clerk.keys == ["staff.no_such_case"]


def test_a_hidden_case_and_no_case_are_answered_alike(world, office):
    code = conduct(world)
    for command in ("hoso", "nhan", "traloi", "ghichu", "nhatky", "tep", "giahan", "lienquan"):
        office.handler.says(f"/{command} {code} lời gì đó")
        hidden = [(p.message.key, p.message.text) for p in office.handler.news]
        office.handler.says(f"/{command} PA26-09999-{letter()} lời gì đó")
        missing = [(p.message.key, p.message.text) for p in office.handler.news]
        assert hidden == missing, command
    noted = world.rows("SELECT COUNT(*) FROM access_log WHERE action = 'hidden case'")
    assert noted[0][0] >= 8


def letter() -> str:
    return check_letter(26, 9999)


def test_a_report_about_reception_is_the_directors(world, office):
    code = conduct(world, about_office=RECEPTION)
    office.dispatcher.says(f"/tiepnhan {code}")
    assert office.dispatcher.keys == ["staff.no_such_case"]
    director = office.colleague("director", name="Giám Đốc")
    director.says("/homnay")
    assert code in director.text
    director.says(f"/tiepnhan {code}").says(f"/nhan {code}")
    assert world.case(code).owner_id == office.person_id(director)


def test_the_admin_learns_only_that_one_is_held(world, office):
    admin = office.colleague("admin", name="Quản Trị")
    code = conduct(world, about_office=RECEPTION)
    assert admin.got("staff.nobody_on_duty")
    assert "hách dích" not in " ".join(p.message.text for p in admin.seen)
    admin.says(f"/hoso {code}")
    assert admin.keys == ["common.not_for_you"]


def test_no_case_of_conduct_enters_a_group(world, office):
    group = office.head.in_group("-100500")
    group.says("/nhom dkkd")
    code = conduct(world, about_office=REGISTRY)
    office.dispatcher.says(f"/tiepnhan {code}")
    there = office.dispatcher.in_group("-100500")
    for command in ("tiepnhan", "nhan", "ghichu", "giao", "dong"):
        there.says(f"/{command} {code} lời gì đó")
        assert there.keys == ["staff.not_here"], command
        assert code not in there.text
    assert code not in " ".join(p.message.text for p in group.seen)


def test_a_group_learns_nothing_from_a_wrong_code(world, office):
    """The same answer for what is restricted and what is not there."""
    code = conduct(world)
    there = office.dispatcher.in_group("-100500")
    there.says(f"/nhan {code}")
    hidden = there.text
    there.says(f"/nhan PA26-09999-{letter()}")
    assert there.text == hidden


def test_of_conduct_only_the_class_of_outcome_is_published(world, office):
    code = conduct(world)
    put(world, code, "closed", office=RECEPTION)
    office.dispatcher.says(f"/congkhai {code} Anh Nam đã hách dích với bà Tư.")
    assert office.dispatcher.keys == ["staff.only_outcome"]
    office.dispatcher.says(f"/congkhai {code}").taps("Đúng một phần").taps("Đã bỏ, công khai")
    assert world.case(code).published == "Phản ánh đúng một phần. Sở đã chấn chỉnh phần đúng."


def test_an_official_never_meets_their_own_case(world, office):
    office.head.says("/gui")
    code = submitted(office.head)
    office.head.forget()
    office.dispatcher.says(f"/tiepnhan {code}")
    assert "card.card" not in office.head.keys
    office.head.says(f"/giao {code} hanh")
    assert office.head.keys == ["staff.no_such_case"]
    office.head.says("/homnay")
    assert code not in office.head.text


# --- whom a case accuses -------------------------------------------------------------------------


def complained(world: World, whom: str, story: str = RUDE) -> str:
    """Told to the assistant by a citizen who wants their name kept."""
    citizen = world.citizen("Tư")
    citizen.says(story)
    for _ in range(12):
        last = citizen.keys[-1]
        if last == "submit.about":
            citizen.says(whom) if whom else citizen.taps("Không biết")
        elif last.startswith("doors."):
            citizen.taps("Chỉ là phản ánh")
        elif last.startswith("submit.subject"):
            citizen.taps("Đúng")
        elif last == "submit.identity":
            citizen.taps("Giữ kín")
        elif last == "submit.name":
            citizen.says("Võ Thị Tư, 0905 123 218, xã Bình Sơn")
        elif last == "submit.extra":
            citizen.taps("Bỏ qua")
        elif last == "submit.check":
            citizen.taps("Gửi, nhắn")
        else:
            break
    return citizen.code


def knows_nothing(world: World, person, code: str) -> None:
    assert code not in " ".join(p.message.text for p in person.seen)
    for command in ("homnay", "hopthu", "homnay 2"):
        person.says(f"/{command}")
        assert code not in person.text
    person.says(f"/hoso {code}")
    assert person.keys == ["staff.no_such_case"]
    person.says(f"/tiepnhan {code}")
    assert person.keys == ["staff.no_such_case"]


def test_the_accused_gets_nothing_of_the_complaint(world, office):
    second = office.colleague("dispatcher", name="Bùi Thị Phối")
    for whom in ("Trần Văn Điều", "ong tran van dieu", "anh Văn Điều"):
        code = complained(world, whom)
        assert second.got("card.card")
        assert "0905" not in second.text
        knows_nothing(world, office.dispatcher, code)
        second.says(f"/hoso {code}")
        assert "Bùi" not in second.text and code in second.text
        second.says("/start")


def test_the_accused_may_be_named_in_the_story_only(world, office):
    office.colleague("dispatcher", name="Bùi Thị Phối")
    code = complained(world, "", f"{RUDE}. Đó là ông Trần Văn Điều.")
    knows_nothing(world, office.dispatcher, code)


def test_with_everybody_accused_it_goes_to_the_director(world, office):
    director = office.colleague("director", name="Hồ Thị Giám")
    code = complained(world, "Trần Văn Điều")
    assert director.got("card.card")
    knows_nothing(world, office.dispatcher, code)
    director.says(f"/tiepnhan {code}").says(f"/nhan {code}")
    assert world.case(code).owner_id == office.person_id(director)


def test_the_sender_is_told_beforehand_who_will_read_it(world, office):
    office.colleague("director", name="Hồ Thị Giám")
    citizen = world.citizen("Tư")
    citizen.says(RUDE)
    while citizen.keys[-1] != "submit.identity":
        if citizen.keys[-1] == "submit.about":
            citizen.says("Trần Văn Điều")
        else:
            citizen.taps("Chỉ là phản ánh" if "doors" in citizen.keys[-1] else "Đúng")
    assert "Giám đốc" in " ".join(citizen.buttons)
    citizen.taps("Giữ kín").says("Võ Thị Tư, 0905 123 218, xã Bình Sơn").taps("Bỏ qua")
    assert citizen.got("submit.check")
    assert "Giám đốc" in citizen.text


def test_a_given_name_alone_goes_to_the_director(world, office):
    """Nobody can tell which of the two is meant, so neither receives it."""
    director = office.colleague("director", name="Hồ Thị Giám")
    other = office.colleague("dispatcher", name="Ngô Thị Điều")
    third = office.colleague("dispatcher", name="Bùi Thị Phối")
    code = complained(world, "anh Điều")
    for dispatcher in (office.dispatcher, other, third):
        knows_nothing(world, dispatcher, code)
    director.says("/homnay")
    assert code in director.text


def test_without_a_director_it_is_held_and_the_admins_learn_that_it_is(world, office):
    admin = office.colleague("admin", name="Quản Trị")
    code = complained(world, "anh Điều")
    assert admin.got("staff.nobody_on_duty")
    assert "hách dịch" not in admin.text
    knows_nothing(world, office.dispatcher, code)


def test_the_accused_who_asks_who_it_was_does_not_read_the_answer(world, office):
    second = office.colleague("dispatcher", name="Bùi Thị Phối")
    citizen = world.citizen("Tư")
    code = submitted(citizen, RUDE, mode="Giữ kín")
    office.dispatcher.says(f"/hoi {code} Ông/bà cho biết tên cán bộ.")
    office.dispatcher.forget()
    second.forget()
    citizen.says(f"/bosung {code}").says("Là ông Trần Văn Điều ở quầy số 2.")
    assert office.dispatcher.keys == ["card.gone"]
    assert second.got("card.card")
    office.dispatcher.says(f"/hoso {code}")
    assert office.dispatcher.keys == ["staff.no_such_case"]


def test_what_an_official_writes_down_is_kept_from_the_accused_too(world, office):
    second = office.colleague("dispatcher", name="Bùi Thị Phối")
    second.says("/nhap").taps("Điện thoại").says(RUDE).taps("Xong")
    for _ in range(10):
        last = second.keys[-1]
        if last == "submit.about" or last.endswith(".about"):
            second.says("Trần Văn Điều")
        elif "subject" in last:
            second.taps("Đúng")
        elif last == "intake.identity":
            second.taps("Giữ kín")
        elif last == "intake.name":
            second.says("Võ Thị Tư")
        elif last in ("intake.phone", "intake.commune"):
            second.taps("Không")
        elif last == "intake.check":
            second.taps("Ghi nhận" if "Ghi nhận" in second.buttons else second.buttons[0])
        else:
            break
    [case] = world.cases()
    assert case.accused == [office.person_id(office.dispatcher)]
    knows_nothing(world, office.dispatcher, case.code)


def test_somebody_who_joins_later_does_not_find_the_complaint_about_them(world, office):
    code = complained(world, "Ngô Thị Mới")
    admin = office.colleague("admin", name="Quản Trị")
    admin.says("/moi dispatcher")
    invitation = admin.text.split("/start ")[1].split()[0]
    newcomer = world.citizen("mới")
    newcomer.says(f"/start {invitation}").says("Ngô Thị Mới")
    knows_nothing(world, newcomer, code)


def test_a_recused_dispatcher_leaves_a_restricted_case_to_the_director(world, office):
    director = office.colleague("director", name="Hồ Thị Giám")
    code = conduct(world)
    office.dispatcher.says(f"/lienquan {code}").taps("Tôi có liên quan")
    assert director.got("card.card")
    office.dispatcher.says(f"/hoso {code}")
    assert office.dispatcher.keys == ["staff.you_recused"]


# --- names kept closed ---------------------------------------------------------------------------


def test_each_opening_of_a_closed_name_is_noted_and_told_to_the_sender(world, office):
    citizen = world.citizen("Tư")
    code = submitted(citizen, mode="Giữ kín")
    assert office.dispatcher.got("card.card")
    assert "Võ Thị Tư" not in office.dispatcher.text
    assert "Người gửi: giữ kín tên" in office.dispatcher.text
    citizen.says(f"/tracuu {code}")
    assert "được mở xem" not in citizen.text
    office.dispatcher.says(f"/hoso {code}")
    assert "Võ Thị Tư" not in office.dispatcher.text
    opened(office.dispatcher, code)
    assert "Võ Thị Tư" in office.dispatcher.text
    citizen.says(f"/tracuu {code}")
    assert "đã được mở xem: 1 lần" in citizen.text
    assert "Văn phòng Sở: để liên hệ với ông/bà" in citizen.text
    assert "Trần Văn Điều" not in citizen.text, "which official it was is the department's to know"


# --- notes ---------------------------------------------------------------------------------------


def every_way_of_noting(world: World, office: Office, code: str) -> None:
    office.handler.says(f"/ghichu {code} {CANARY} theo lệnh")
    office.handler.says("/ghichu").taps(code).says(f"{CANARY} theo câu hỏi")
    card = world.rows(
        "SELECT o.message_id FROM outbox o JOIN chat c ON c.id = o.chat_id WHERE o.case_id ="
        " (SELECT id FROM cases WHERE code = :code) AND c.external = :chat"
        " AND o.key = 'card.card' AND o.message_id <> '' ORDER BY o.id DESC",
        code=code,
        chat=office.handler.id,
    )[0][0]
    office.handler.says(f"{CANARY} trả lời vào thẻ", reply_to=card).taps("Ghi chú cho đồng nghiệp")
    assert office.handler.got("staff.done_note")


def test_no_note_reaches_a_citizen_on_any_path(world, office):
    """Every command of officials and of the citizen, with notes standing in the case all along."""
    citizen = world.citizen("Tư")
    code = submitted(citizen)
    office.dispatcher.says(f"/ghichu {code} {CANARY} lúc mới đến")
    office.dispatcher.says(f"/hoi {code} Xin gửi giấy hẹn.")
    citizen.says(f"/bosung {code}").says("Giấy hẹn ngày 2/11 đây ạ.")
    office.dispatcher.says(f"/tiepnhan {code}")
    office.handler.says(f"/tralai {code} Nhờ xem lại phòng")
    office.dispatcher.says(f"/tiepnhan {code} dkkd")
    office.handler.says(f"/nhan {code}")
    every_way_of_noting(world, office, code)
    office.handler.says(f"/giahan {code} 15/12 Chờ ý kiến")
    office.handler.says(f"/hoi {code} Xin cho biết số hồ sơ.")
    office.handler.says(f"/ghichu {code} {CANARY} lúc chờ")
    citizen.says(f"/bosung {code}").says("Không có số hồ sơ.")
    office.handler.says(f"/ghiloi {code} Bà nói hồ sơ bị trả.")
    answer(office.handler, code, "Bản thứ nhất.")
    office.head.says(f"/tralai {code} Viết rõ hơn")
    answer(office.handler, code, "Bản thứ hai.")
    office.head.says(f"/ghichu {code} {CANARY} trước khi duyệt")
    office.head.says(f"/duyet {code}").taps("Duyệt và gửi")
    office.dispatcher.says(f"/congkhai {code} Hỏi về giấy tờ, đã trả lời.").taps("Đã bỏ")
    for words in (
        f"/tracuu {code}",
        "/cuatoi",
        f"/danhgia {code}",
        "5",
        f"/xemlai {code}",
        "/dulieu",
        f"/maso {code}",
        f"/bienlai {code}",
        f"/gapcanbo {code}",
        "/trogiup",
    ):
        citizen.says(words)
    office.dispatcher.says(f"/hoso {code}")
    assert office.dispatcher.text.count(CANARY) == 6
    world.later(days=40)
    world.tick()
    world.work()
    assert CANARY not in sent_to_citizens(world)
    assert CANARY not in " ".join(p.message.text for p in citizen.seen)
    kept = world.rows("SELECT body FROM case_text UNION ALL SELECT data FROM case_history")
    assert CANARY not in str(kept)  # neither among words for senders nor in the chain


def test_a_note_is_told_to_whoever_took_the_case(world, office):
    code = office.taken(world.citizen("Tư"))
    office.handler.forget()
    office.head.says(f"/ghichu {code} Gọi thuế trước đã.")
    assert office.handler.got("staff.told_note")
    assert "Gọi thuế trước đã." in office.handler.text
    assert actions(world, code)[-1] == "note"


def test_a_note_fits_into_no_reply():
    """The type has no words that a text for citizens would take."""
    assert not issubclass(Note, str)
    note = Note("nội bộ", 1, datetime.now(UTC))
    with pytest.raises(TypeError):
        "".join([note])  # type: ignore[list-item]


def test_what_comes_from_a_restricted_case_by_notice_says_nothing(world, office):
    citizen = world.citizen("Tư")
    code = submitted(citizen, RUDE, mode="Giữ kín")
    assert world.case(code).restricted
    citizen.forget()
    office.dispatcher.says(f"/tiepnhan {code}").says(f"/nhan {code}")
    second = office.colleague("dispatcher", name="Bùi Thị Phối")
    answer(office.dispatcher, code, "Cán bộ đã bị nhắc nhở.")
    second.says(f"/duyet {code}").taps("Duyệt và gửi")
    assert citizen.keys
    assert set(citizen.keys) == {"notice.restricted"}
    assert "nhắc nhở" not in citizen.text
