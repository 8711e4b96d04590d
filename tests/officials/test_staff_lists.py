"""What officials see of their work: lists, the whole file of a case, duties beside it."""

from __future__ import annotations

import pytest

from cases.kinds import Kind, Source
from storage.casework import duties
from tests.office import (
    FOREIGN,
    RECEPTION,
    REGISTRY,
    SQLITE_FIRST,
    Office,
    answer,
    filed,
    opened,
    submitted,
)
from tests.people import Person, World

pytestmark = SQLITE_FIRST


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


def openable(person: Person) -> list[str]:
    return [b for b in person.buttons if b.startswith("PA26")]


def test_nothing_to_do_is_said(office):
    office.handler.says("/homnay")
    assert office.handler.keys == ["staff.today"]
    assert "không còn việc" in office.handler.text


def test_overdue_comes_first_and_praise_last(world, office):
    praise = filed(world, kind=Kind.PRAISE, due_at=None, suggested_office="")
    old = filed(world)
    world.later(days=30)
    new = filed(world)
    office.dispatcher.says("/homnay")
    assert openable(office.dispatcher) == [old, new, praise]
    assert "quá hạn" in office.dispatcher.text
    assert "không hẹn ngày" in office.dispatcher.text


def test_each_sees_their_own(world, office):
    new = filed(world)
    taken = office.taken(world.citizen("Tư"))
    drafted = office.drafted(world.citizen("Năm"))
    for person, codes in (
        (office.dispatcher, [new]),
        (office.handler, [taken]),
        (office.head, [drafted]),
    ):
        person.says("/homnay")
        assert openable(person) == codes


def test_a_long_list_has_pages(world, office):
    codes = [filed(world, suggested_office="") for _ in range(12)]
    office.dispatcher.says("/homnay")
    seen = openable(office.dispatcher)
    office.dispatcher.taps("Xem tiếp")
    seen += openable(office.dispatcher)
    office.dispatcher.taps("Xem tiếp")
    seen += openable(office.dispatcher)
    assert sorted(seen) == sorted(codes)
    assert "Xem tiếp" not in office.dispatcher.buttons
    office.dispatcher.says("/homnay 99")
    assert openable(office.dispatcher) == seen[10:]


def test_a_line_opens_the_file_with_its_moves(world, office):
    code = submitted(world.citizen("Tư"))
    office.dispatcher.says("/hopthu").taps(code)
    assert office.dispatcher.keys == ["staff.file"]
    office.dispatcher.taps("Tiếp nhận")
    assert world.case(code).office == REGISTRY


def test_all_as_suggested_after_one_look(world, office):
    codes = [filed(world), filed(world, suggested_office=FOREIGN)]
    without = filed(world, suggested_office="")
    conduct = filed(world, kind=Kind.CONDUCT, suggested_office=REGISTRY)
    praise = filed(world, kind=Kind.PRAISE, due_at=None)
    office.dispatcher.says("/homnay").taps("Nhận tất cả như gợi ý (2)")
    assert office.dispatcher.keys == ["staff.accept_all_check"]
    assert all(c in office.dispatcher.text for c in codes)
    assert conduct not in office.dispatcher.text
    late = filed(world)  # it came while the question stood
    office.dispatcher.taps("Đúng, nhận tất cả")
    assert [world.case(c).office for c in codes] == [REGISTRY, FOREIGN]
    for code in (without, conduct, praise, late):
        assert world.case(code).status == "received"


def test_what_changed_meanwhile_is_left_alone(world, office):
    other = office.colleague("dispatcher", name="Bùi Thị Phối")
    codes = [filed(world), filed(world), filed(world)]
    office.dispatcher.says("/nhanhet")
    other.says(f"/tuchoi {codes[1]} Không rõ việc gì.")
    office.dispatcher.taps("Đúng, nhận tất cả")
    assert "Đã tiếp nhận 2 việc" in office.dispatcher.text
    assert codes[1] in office.dispatcher.text
    assert world.case(codes[1]).status == "refused"


def test_handlers_accept_nothing_in_bulk(world, office):
    filed(world)
    filed(world)
    office.handler.says("/nhanhet")
    assert office.handler.keys == ["common.not_for_you"]
    office.handler.says("/homnay")
    assert not any(b.startswith("Nhận tất cả") for b in office.handler.buttons)


def test_the_file_tells_everything_to_those_who_may_know(world, office):
    code = office.taken(world.citizen("Tư"))
    office.head.says(f"/ghichu {code} Hỏi thêm bên thuế.")
    answer(office.handler, code, "Đã xong.")
    office.head.says(f"/hoso {code}")
    for words in ("Võ Thị Tư", "0905 123 218", "Hỏi thêm bên thuế.", "Đã xong.", "nhận việc"):
        assert words in office.head.text


def test_a_closed_name_is_for_reception_and_every_look_is_noted(world, office):
    code = submitted(world.citizen("Tư"), mode="Giữ kín")
    office.dispatcher.says(f"/tiepnhan {code}")
    office.handler.says(f"/nhan {code}").says(f"/hoso {code}")
    everything = " ".join(p.message.text for p in office.handler.seen)
    assert "Võ Thị Tư" not in everything
    assert "123218" not in everything.replace(" ", "")
    office.dispatcher.says(f"/hoso {code}")
    assert "Võ Thị Tư" not in office.dispatcher.text
    opened(office.dispatcher, code)
    assert "Võ Thị Tư" in office.dispatcher.text
    looks = world.rows("SELECT person_id FROM access_log WHERE action = 'identity'")
    assert looks == [(office.person_id(office.dispatcher),)]


def test_files_come_into_the_chat(world, office):
    citizen = world.citizen("Tư")
    code = submitted(citizen)
    citizen.says(f"/bosung {code}").sends("document", b"\x89PNG\r\n\x1a\n" + b"0" * 50, "anh.png")
    world.store(
        lambda tx: tx.run(
            "UPDATE stored_file SET state = 'kept', path = 'ab/anh.png', case_id ="
            " (SELECT id FROM cases WHERE code = :code)",
            code=code,
        )
    )
    office.dispatcher.says(f"/hoso {code}").taps("📎 Tệp kèm")
    [sent] = office.dispatcher.news
    assert sent.message.file is not None
    assert sent.message.file.path == "ab/anh.png"
    assert office.handler.says(f"/tep {code}").keys == ["staff.no_such_case"]


def test_a_file_that_is_not_here_says_why(world, office):
    citizen = world.citizen("Tư")
    citizen.sends("photo", name="phieu.jpg").says("Giấy hẹn đây, thủ tục mở công ty quá lâu")
    code = filed(world)
    world.store(
        lambda tx: tx.run(
            "UPDATE stored_file SET case_id = (SELECT id FROM cases WHERE code = :code)", code=code
        )
    )
    office.dispatcher.says(f"/tep {code}")
    assert office.dispatcher.keys == ["staff.file_wanted"]


# --- duties beside the lifecycle -----------------------------------------------------------------


def test_a_call_is_made_and_ticked_off(world, office):
    code = office.taken(world.citizen("Tư"))
    case_id = world.case(code).id
    world.store(lambda tx: duties.call(tx, REGISTRY, case_id, "Không gửi được tin", world.now))
    other = office.colleague("handler", FOREIGN, "Đỗ Ngoại")
    for person in (office.handler, office.dispatcher):
        person.says("/homnay")
        assert "Gọi người gửi" in person.text
    other.says("/homnay")
    assert "Gọi" not in other.text
    other.says("/daxong 1")
    assert other.keys == ["staff.no_such_duty"]

    office.handler.taps("☎ Gọi")
    assert "0905 123 218" in office.handler.text
    office.handler.taps("Đã gọi")
    assert office.handler.keys == ["staff.duty_done"]
    office.dispatcher.taps("☎ Gọi")
    assert "Lê Thị Hạnh đã làm" in office.dispatcher.text
    assert "Đã gọi" not in office.dispatcher.buttons


def test_a_call_about_a_closed_name_shows_no_number(world, office):
    code = submitted(world.citizen("Tư"), mode="Giữ kín")
    office.dispatcher.says(f"/tiepnhan {code}")
    case_id = world.case(code).id
    world.store(lambda tx: duties.call(tx, REGISTRY, case_id, "Không gửi được tin", world.now))
    office.handler.says("/viec 1")
    assert office.handler.keys == ["staff.duty"]
    assert "0905" not in office.handler.text
    office.dispatcher.says("/viec 1")
    assert "0905" not in office.dispatcher.text
    opened(office.dispatcher.taps("Xin mở danh tính"))
    assert "0905 123 218" in office.dispatcher.text


def test_calls_of_a_restricted_case_are_reception_s(world, office):
    code = filed(world, kind=Kind.CONDUCT, suggested_office="")
    case_id = world.case(code).id
    world.store(lambda tx: duties.call(tx, RECEPTION, case_id, "Không gửi được tin", world.now))
    clerk = office.colleague("handler", RECEPTION, "Cán bộ Văn Phòng")
    clerk.says("/homnay")
    assert code not in clerk.text
    assert clerk.says("/viec 1").keys == ["staff.no_such_duty"]
    office.dispatcher.says("/homnay")
    assert code in office.dispatcher.text


def test_a_failed_message_is_read_by_reception(world, office):
    admin = office.colleague("admin", name="Quản Trị")

    def fail(tx):
        inbox = tx.insert(
            "inbox", channel="zalo", update_id="x", at=world.now, text="họ đòi tiền tôi", seq=0
        )
        tx.insert(
            "duty",
            kind="read",
            office=RECEPTION,
            inbox_id=inbox,
            created_at=world.now,
            data={"channel": "zalo", "reason": "ValueError"},
        )

    world.store(fail)
    office.dispatcher.says("/homnay").taps("✉ Đọc")
    assert "họ đòi tiền tôi" in office.dispatcher.text
    admin.says("/homnay").taps("✉ Đọc")
    assert "họ đòi tiền tôi" not in admin.text
    office.dispatcher.taps("Đã đọc")
    assert office.dispatcher.keys == ["staff.duty_done"]


def test_an_answer_for_somebody_without_a_chat_becomes_a_call(world, office):
    who = office.person_id(office.dispatcher)
    code = filed(world, source=Source.TELEPHONE, entered_by=who)
    office.dispatcher.says(f"/tiepnhan {code}")
    office.handler.says(f"/nhan {code}")
    office.handler.says(f"/traloi {code} Mời ông đến nhận.")
    assert "phải tự báo" in office.handler.text
    office.handler.taps("Không kèm")
    office.handler.says("/homnay")
    assert "Gọi" not in office.handler.text
    office.head.says(f"/duyet {code}").taps("Duyệt và gửi")
    office.handler.says("/homnay")
    assert f"Gọi người gửi {code}: báo trả lời" in office.handler.text
