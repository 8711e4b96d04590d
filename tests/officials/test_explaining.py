"""The accused side answers to a rewritten summary: a number, the summary, a day, and nothing that
leads to the case or its sender."""

from __future__ import annotations

import pytest

from cases.kinds import Kind
from tests.office import (
    REGISTRY,
    SQLITE_FIRST,
    Office,
    actions,
    answer,
    filed,
)
from tests.people import World

pytestmark = SQLITE_FIRST
STORY = "Anh ấy bắt tôi đi lại bốn lần rồi mới chịu nhận giấy tờ, lại còn quát trước mặt mọi người"
SUMMARY = "Có phản ánh về thái độ tiếp dân và việc trả giấy tờ nhiều lượt tại quầy."


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


@pytest.fixture
def second(office: Office):
    return office.colleague("dispatcher", name="Bùi Thị Phối")


def taken(world: World, office: Office, **fields) -> str:
    code = filed(
        world,
        kind=Kind.CONDUCT,
        story=STORY,
        suggested_office="",
        about_office=REGISTRY,
        **fields,
    )
    office.dispatcher.says(f"/tiepnhan {code}").says(f"/nhan {code}")
    return code


def asked(office: Office, second, code: str, whom: str = "Trưởng phòng") -> str:
    """The number under which the accused side is asked."""
    office.dispatcher.says(f"/giaitrinh {code} {SUMMARY}").taps(whom)
    number = office.dispatcher.text.split("GT-")[1][:6]
    second.taps("Đọc lời hỏi").taps("Không lộ, gửi đi")
    return f"GT-{number}"


def read_by(person) -> str:
    return "\n".join(f"{p.message.text} {p.message.choices}" for p in person.seen)


def test_from_the_summary_to_the_explanation(world, office, second):
    code = taken(world, office)
    office.head.forget()
    office.dispatcher.says(f"/giaitrinh {code} {SUMMARY}")
    assert office.dispatcher.keys == ["explain.whom"]
    office.dispatcher.taps("Trưởng phòng")
    assert office.dispatcher.got("explain.to_be_checked")
    assert office.head.keys == [], "nothing before the second person agreed"
    assert second.got("explain.to_check") and SUMMARY not in second.text
    second.says("/homnay").taps("✍ Duyệt lời hỏi")
    assert SUMMARY in second.text
    second.taps("Không lộ, gửi đi")
    assert office.head.keys == ["explain.asked"]
    office.head.says("/homnay")
    assert "Giải trình GT-" in office.head.text and "thứ Hai 23/11" in office.head.text
    office.head.taps("✍ Giải trình")
    assert SUMMARY in office.head.text
    office.head.says("Hôm ấy quầy thiếu người, tôi đã xin lỗi và sắp xếp lại lịch trực.")
    assert office.head.got("explain.given")
    assert office.dispatcher.got("explain.came")
    office.dispatcher.says(f"/hoso {code}")
    assert "Giải trình" in office.dispatcher.text
    assert "sắp xếp lại lịch trực" in office.dispatcher.text
    office.head.says("/homnay")
    assert "GT-" not in office.head.text
    read = read_by(office.head)
    assert code not in read and "bốn lần" not in read and "Võ Thị Tư" not in read
    assert actions(world, code)[-3:] == ["explain", "approve_explain", "explained"]


def test_nothing_links_what_the_accused_side_holds_to_the_case(world, office, second):
    code = taken(world, office)
    number = asked(office, second, code)
    case_id = world.case(code).id
    office.head.says(f"/giaitrinh {number}")
    theirs = world.rows(
        "SELECT o.case_id, o.text, o.params FROM outbox o JOIN chat c ON c.id = o.chat_id"
        " WHERE c.external = :chat",
        chat=office.head.id,
    )
    assert all(row[0] != case_id for row in theirs)
    office.handler.says(f"/giaitrinh {number}")
    assert office.handler.keys == ["explain.no_such"], "the head is asked, not the office"
    office.handler.says("/giaitrinh GT-999999")
    assert office.handler.keys == ["explain.no_such"]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("Người dân số 0905 123 218 nói phải chờ lâu", "explain.change_private"),
        ("Lúc 14 giờ 30 quầy không có người", "explain.change_time"),
        ("Có người bị bắt phải đi lại bốn lần rồi mới chịu nhận", "explain.change_borrowed"),
        ("Bà Võ Thị Tư nói phải chờ lâu", "explain.change_name"),
    ],
)
def test_what_would_betray_the_sender_is_not_taken(world, office, second, said, why):
    code = taken(world, office)
    office.dispatcher.says(f"/giaitrinh {code} {said}")
    assert office.dispatcher.keys == [why]
    office.dispatcher.says(f"/giaitrinh {code}").says(said)
    assert office.dispatcher.keys == [why, "explain.words"], "and it is asked for once more"
    assert world.rows("SELECT COUNT(*) FROM explanation") == [(0,)]


def test_the_named_official_may_be_asked_and_answers_by_replying(world, office, second):
    accused = office.colleague("handler", REGISTRY, name="Ngô Thị Nhũng")
    code = taken(world, office, about="Ngô Thị Nhũng")
    asked(office, second, code, "Ngô Thị Nhũng")
    message = world.rows(
        "SELECT o.message_id FROM outbox o JOIN chat c ON c.id = o.chat_id"
        " WHERE c.external = :chat AND o.key = 'explain.asked'",
        chat=accused.id,
    )[0][0]
    accused.says("Tôi không quát ai, hôm ấy hệ thống lỗi.", reply_to=message)
    assert accused.keys == ["explain.given"]
    office.dispatcher.says(f"/hoso {code}")
    assert "hệ thống lỗi" in office.dispatcher.text
    assert code not in read_by(accused)
    accused.says(f"/hoso {code}")
    assert accused.keys == ["staff.no_such_case"]


def test_a_question_can_be_returned_and_withdrawn(world, office, second):
    code = taken(world, office)
    office.dispatcher.says(f"/giaitrinh {code} {SUMMARY}").taps("Trưởng phòng")
    second.taps("Đọc lời hỏi").taps("Trả lại, viết lại")
    assert office.dispatcher.got("explain.returned")
    number = asked(office, second, code)
    office.dispatcher.says(f"/giaitrinh {number}")
    assert "chờ giải trình" in office.dispatcher.text
    office.dispatcher.taps("Rút lại lời hỏi")
    assert office.head.got("explain.not_needed")
    office.head.says(f"/giaitrinh {number} Tôi xin giải trình")
    assert office.head.keys == ["explain.no_such"]
    office.head.says("/homnay")
    assert "GT-" not in office.head.text


def test_nobody_checks_their_own_words(world, office):
    admin = office.colleague("admin", name="Quản Trị")
    code = taken(world, office)
    admin.forget()
    office.dispatcher.says(f"/giaitrinh {code} {SUMMARY}").taps("Trưởng phòng")
    assert admin.got("explain.nobody") and SUMMARY not in admin.text
    office.dispatcher.taps_data("/duyetgiaitrinh 1 co")
    assert office.dispatcher.keys == ["staff.no_such_duty"]
    assert not office.head.got("explain.asked")


def test_only_what_accuses_somebody_is_explained_so(world, office):
    code = office.taken(world.citizen("Tư"))
    office.handler.says(f"/giaitrinh {code} {SUMMARY}")
    assert office.handler.keys == ["explain.only_restricted"]


def test_once_the_case_is_answered_nobody_is_asked_any_more(world, office, second):
    code = taken(world, office)
    number = asked(office, second, code)
    answer(office.dispatcher, code, "Sở đã nhắc nhở.")
    second.taps("Duyệt")
    assert world.case(code).status == "answered"
    office.head.says(f"/giaitrinh {number}")
    assert office.head.keys == ["explain.no_such"]
