"""Who sent a case that is sealed: opened with a reason, in a restricted case by two, for a while,
and told to the sender. And what leads to a person in the words is hidden meanwhile."""

from __future__ import annotations

import pytest

from cases.kinds import IdentityMode, Kind
from tests.office import (
    RUDE,
    SQLITE_FIRST,
    STORY,
    Office,
    actions,
    answer,
    filed,
    opened,
    submitted,
)
from tests.officials.test_staff_web import Browser, admin, official_at, site  # noqa: F401
from tests.people import FakeChannel, World

pytestmark = SQLITE_FIRST
NUMBERS = ("0905 123 218", "051090001234", "tu.vo@example.vn")
TOLD = f"{STORY}. Gọi tôi {NUMBERS[0]}, CCCD {NUMBERS[1]}, thư {NUMBERS[2]}"


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


@pytest.fixture
def second(office: Office):
    return office.colleague("dispatcher", name="Bùi Thị Phối")


def conduct(world: World, **fields) -> str:
    return filed(world, kind=Kind.CONDUCT, story=RUDE, suggested_office="", **fields)


def openings(world: World) -> list[tuple]:
    return world.rows("SELECT granted_at IS NOT NULL, second_id FROM identity_opening ORDER BY id")


def seen_by(person) -> str:
    return "\n".join(p.message.text for p in person.seen)


# --- opening -------------------------------------------------------------------------------------


def test_a_reason_is_needed_and_real(world, office):
    code = submitted(world.citizen("Tư"), mode="Giữ kín")
    office.dispatcher.says(f"/danhtinh {code} xem")
    assert office.dispatcher.got("opening.reason_form")
    assert "Võ Thị Tư" not in seen_by(office.dispatcher)
    office.dispatcher.says(f"/danhtinh {code}").says("Cần gọi hỏi ngày nộp").taps("Thôi")
    assert openings(world) == [] and "Võ Thị Tư" not in seen_by(office.dispatcher)
    opened(office.dispatcher, code)
    assert "Võ Thị Tư, 0905 123 218" in office.dispatcher.text
    assert openings(world) == [(1, None)]
    assert actions(world, code)[-2:] == ["ask_identity", "open_identity"]


def test_only_reception_and_the_director_may_ask(world, office):
    code = office.accepted(world.citizen("Tư"), mode="Giữ kín")
    for person in (office.handler, office.head):
        person.says(f"/danhtinh {code} Cần gọi hỏi ngày nộp hồ sơ")
        assert person.keys == ["common.not_for_you"]
    director = office.colleague("director", name="Hồ Thị Giám")
    opened(director, code)
    assert "Võ Thị Tư" in director.text


def test_it_ends_by_itself_and_must_be_asked_for_anew(world, office):
    code = submitted(world.citizen("Tư"), mode="Giữ kín")
    opened(office.dispatcher, code)
    world.later(hours=1)
    office.dispatcher.says(f"/danhtinh {code}")
    assert office.dispatcher.keys == ["opening.shown"], "within the time it is shown again"
    world.later(hours=24)
    office.dispatcher.forget()
    world.tick()
    shown = [p for p in office.dispatcher.news if p.message.key == "opening.over"]
    assert len(shown) == 2 and all(p.replaces for p in shown), "both are edited away"
    left = world.rows("SELECT text FROM outbox WHERE key = 'opening.over' AND text LIKE '%Tư%'")
    assert left == []
    office.dispatcher.says(f"/danhtinh {code}")
    assert office.dispatcher.keys == ["opening.reason"]
    office.dispatcher.forget()
    world.tick()
    assert not office.dispatcher.got("opening.over"), "once is enough"


def test_where_nothing_can_be_edited_the_official_is_asked_to_delete_it(database, tmp_path):
    zalo = FakeChannel("zalo", edits=False, buttons=5)
    world = World(database, tmp_path, channel=zalo)
    office = Office(world)
    code = submitted(world.citizen("Tư"), mode="Giữ kín")
    opened(office.dispatcher, code)
    assert "Võ Thị Tư" in office.dispatcher.text
    world.later(hours=25)
    office.dispatcher.forget()
    world.tick()
    assert "xin xóa tin đã hiện tên" in office.dispatcher.text
    assert world.rows("SELECT COUNT(*) FROM outbox WHERE key = 'opening.shown'") == [(0,)]
    world.close()


def test_in_the_web_chat_it_is_not_there_any_more(world, office, site, admin):  # noqa: F811
    browser = official_at(world, site, admin, "dispatcher", "Bùi Thị Phối")
    code = submitted(world.citizen("Tư"), mode="Giữ kín")
    browser.says(f"/danhtinh {code} Cần gọi hỏi lại ngày nộp hồ sơ").taps("Cần liên hệ")
    assert "Võ Thị Tư" in browser.text
    world.later(hours=25)
    world.tick()
    assert "Võ Thị Tư" not in browser.text
    assert "nay đóng lại" in browser.text


def test_who_gave_no_name_has_none_to_open(world, office):
    citizen = world.citizen("Tư")
    code = submitted(citizen, mode="Không nêu tên")
    office.dispatcher.says(f"/danhtinh {code} Cần gọi hỏi lại ngày nộp")
    assert office.dispatcher.keys == ["opening.nothing"]


def test_a_name_that_is_no_secret_is_where_it_was(world, office):
    code = office.accepted(world.citizen("Tư"))
    office.dispatcher.says(f"/danhtinh {code} Cần gọi hỏi lại ngày nộp")
    assert office.dispatcher.keys == ["opening.not_sealed"]
    office.handler.says(f"/hoso {code}")
    assert "Võ Thị Tư" in office.handler.text


# --- the second person ---------------------------------------------------------------------------


def test_in_a_restricted_case_a_second_person_agrees(world, office, second):
    code = conduct(world)
    opened(office.dispatcher, code)
    assert office.dispatcher.got("opening.sent")
    assert second.got("opening.asked") and "Cần gọi" not in second.text
    office.dispatcher.says("/viec 1")
    assert office.dispatcher.keys == ["staff.no_such_duty"], "never who asked"
    office.dispatcher.taps_data("/dongymo 1 co")
    assert openings(world) == [(0, None)]
    second.says("/homnay")
    assert f"Xin mở danh tính {code}" in second.text
    second.taps("🔑 Xin mở danh tính")
    assert "Cần gọi hỏi lại ngày nộp hồ sơ" in second.text and "Trần Văn Điều" in second.text
    second.taps("Đồng ý mở")
    assert openings(world) == [(1, office.person_id(second))]
    assert office.dispatcher.got("opening.granted")
    assert "Võ Thị Tư" not in seen_by(office.dispatcher) + seen_by(second)
    office.dispatcher.taps("Xem danh tính")
    assert "Võ Thị Tư" in office.dispatcher.text
    second.taps_data("/dongymo 1 khong")
    assert second.keys == ["staff.duty_was_done"]
    second.says(f"/danhtinh {code}")
    assert second.keys == ["opening.reason"], "it was opened to one"


def test_the_second_person_may_say_no(world, office, second):
    code = conduct(world)
    opened(office.dispatcher, code)
    second.taps("Xem lời xin").taps("Không, giữ kín")
    assert office.dispatcher.got("opening.kept")
    office.dispatcher.says(f"/danhtinh {code}")
    assert office.dispatcher.keys == ["opening.reason"]
    assert actions(world, code)[-1] == "keep_identity"


def test_without_a_second_person_it_waits_and_the_admins_learn_that_it_does(world, office):
    clerk = office.colleague("admin", name="Quản Trị")
    code = conduct(world)
    clerk.forget()
    opened(office.dispatcher, code)
    assert clerk.got("opening.nobody") and "hách dích" not in clerk.text
    office.dispatcher.says(f"/danhtinh {code}")
    assert office.dispatcher.keys == ["opening.waits"]
    later = office.colleague("director", name="Hồ Thị Giám")
    later.says("/homnay").taps("🔑 Xin mở danh tính").taps("Đồng ý mở")
    office.dispatcher.says(f"/danhtinh {code}")
    assert "Võ Thị Tư" in office.dispatcher.text


def test_who_may_not_see_the_case_may_not_agree(world, office, second):
    """The one it accuses, and somebody who has stepped back since they asked."""
    accused = office.colleague("dispatcher", name="Ngô Thị Nhũng")
    code = conduct(world, about="Ngô Thị Nhũng")
    opened(office.dispatcher, code)
    accused.says("/homnay")
    assert code not in accused.text
    accused.says("/viec 1")
    assert accused.keys == ["staff.no_such_duty"]
    office.dispatcher.says(f"/lienquan {code}").taps("Tôi có liên quan")
    second.says("/viec 1").taps("Đồng ý mở")
    assert second.got("opening.asker_gone")
    assert openings(world) == [(0, None)]


def test_the_sender_sees_every_opening_by_role_and_class(world, office):
    citizen = world.citizen("Tư")
    code = submitted(citizen, RUDE, mode="Giữ kín")
    director = office.colleague("director", name="Hồ Thị Giám")
    opened(director, code)
    office.dispatcher.taps("Xem lời xin").taps("Đồng ý mở")
    citizen.says(f"/tracuu {code}")
    assert "đã được mở xem: 1 lần" in citizen.text
    assert "Giám đốc Sở: để liên hệ với ông/bà" in citizen.text
    assert "Hồ Thị Giám" not in citizen.text and "Cần gọi" not in citizen.text


# --- who reads is noted --------------------------------------------------------------------------


def test_reading_a_restricted_case_is_noted_once_an_hour(world, office, second):
    code = conduct(world)
    other = filed(world)
    for command in ("hoso", "tep", "nhatky"):
        second.says(f"/{command} {code}").says(f"/{command} {other}")
    world.later(hours=2)
    second.says(f"/hoso {code}")
    mine = world.rows(
        "SELECT detail FROM access_log WHERE action = 'read' AND person_id = :id ORDER BY id",
        id=office.person_id(second),
    )
    assert mine == [("card",), ("hoso",)]


# --- what leads to a person ----------------------------------------------------------------------


def test_numbers_in_the_words_are_read_by_those_who_must_reach_the_sender(world, office):
    director = office.colleague("director", name="Hồ Thị Giám")
    code = filed(world, story=TOLD, identity={"name": "Võ Thị Tư"})
    office.dispatcher.says(f"/tiepnhan {code}")
    office.handler.says(f"/nhan {code}").says(f"/hoso {code}")
    assert all(number in office.handler.text for number in NUMBERS)
    director.says(f"/hoso {code}")
    assert code in director.text and "đã che" in director.text
    assert not any(number in seen_by(director) for number in NUMBERS)


@pytest.mark.parametrize("mode", [IdentityMode.CLOSED, IdentityMode.ANONYMOUS])
def test_where_the_name_is_kept_nobody_reads_them(world, office, mode):
    group = office.head.in_group("-100500")
    group.says("/nhom dkkd")
    told = {"identity": {"name": "Võ Thị Tư"}} if mode is IdentityMode.CLOSED else {}
    code = filed(world, story=TOLD, identity_mode=mode, **({"identity": None} | told))
    office.dispatcher.says(f"/ghichu {code} Người này số {NUMBERS[0]}")
    office.dispatcher.says(f"/tiepnhan {code}").says(f"/hoso {code}")
    office.handler.says(f"/nhan {code}").says(f"/hoso {code}")
    everybody = (office.dispatcher, office.handler, office.head, group)
    assert "đã che" in office.handler.text and "đã che" in seen_by(group)
    office.dispatcher.forget()
    read = "\n".join(seen_by(p) for p in everybody)
    assert not any(number in read for number in NUMBERS)
    opened(office.dispatcher, code)
    assert all(number in office.dispatcher.text for number in NUMBERS), "opened with the name"


def test_in_a_group_nobody_reads_them_whatever_the_name(world, office):
    group = office.head.in_group("-100500")
    group.says("/nhom dkkd")
    code = filed(world, story=TOLD)
    office.dispatcher.says(f"/tiepnhan {code}")
    assert code in seen_by(group)
    assert not any(number in seen_by(group) for number in NUMBERS)


def test_the_files_name_hides_the_number_of_a_paper(world, office):
    citizen = world.citizen("Tư")
    code = submitted(citizen)
    citizen.says(f"/bosung {code}").sends("document", b"%PDF-1.4", f"cccd {NUMBERS[1]}.pdf")
    assert world.rows("SELECT name FROM stored_file") == [("cccd xxx.pdf",)]


# --- the finding ---------------------------------------------------------------------------------


def test_an_answer_about_conduct_carries_a_finding_and_a_measure(world, office, second):
    citizen = world.citizen("Tư")
    code = submitted(citizen, RUDE, mode="Giữ kín")
    director = office.colleague("director", name="Hồ Thị Giám")
    office.dispatcher.says(f"/tiepnhan {code}").says(f"/nhan {code}")
    office.dispatcher.says(f"/traloi {code} Sở đã nhắc nhở và thay người trực quầy.")
    assert office.dispatcher.keys == ["outcome.found"]
    office.dispatcher.taps("Đúng một phần").says("Phê bình trước toàn phòng, chim-yến-88")
    office.dispatcher.taps("Không kèm, gửi luôn")
    assert world.case(code).outcome == "partly"
    director.taps("Duyệt")
    assert world.case(code).status == "answered"
    citizen.says(f"/tracuu {code}")
    assert "đúng một phần" in citizen.text and "Cảm ơn ông/bà đã nói ra" in citizen.text
    for person in (office.dispatcher, second):
        person.says(f"/hoso {code}")
        assert "Đúng một phần" in person.text
    director.says(f"/hoso {code}")
    assert "chim-yến-88" in director.text
    office.dispatcher.says(f"/congkhai {code}")
    assert office.dispatcher.keys == ["publish.counted"], "the class is known"
    office.dispatcher.taps("Đã bỏ, công khai")
    assert world.case(code).published == "Phản ánh đúng một phần. Sở đã chấn chỉnh phần đúng."
    others = "\n".join(map(seen_by, (citizen, office.dispatcher, second, office.head)))
    assert "chim-yến-88" not in others
    kept = world.rows("SELECT data FROM case_history UNION ALL SELECT published FROM cases")
    assert "chim-yến-88" not in str(kept)


def test_of_other_cases_no_finding_is_asked(world, office):
    code = office.taken(world.citizen("Tư"))
    answer(office.handler, code, "Đã xong.")
    assert world.case(code).outcome == ""


def test_an_opening_does_not_outlive_the_right_to_see(world, office, second):
    code = conduct(world)
    opened(office.dispatcher, code)
    second.taps("Xem lời xin").taps("Đồng ý mở")
    office.dispatcher.says(f"/danhtinh {code}")
    assert "Võ Thị Tư" in office.dispatcher.text
    office.dispatcher.says(f"/lienquan {code}").taps("Tôi có liên quan")
    office.dispatcher.says(f"/danhtinh {code}")
    assert "Võ Thị Tư" not in office.dispatcher.text
    office.dispatcher.forget()
    world.tick()
    assert office.dispatcher.got("opening.over"), "what was shown is put away at once"
