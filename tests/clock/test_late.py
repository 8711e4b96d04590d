"""A promised day that is not kept: the sender hears it from us first, with a reason and one new
date, and then how it stands. The day itself stays."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cases.days.deadlines import local_day
from cases.lifecycle import Status
from tests.clock.test_night import site
from tests.office import RUDE, Office, actions, answer, put, sent_to_citizens, submitted
from tests.officials.test_staff_web import Browser
from tests.people import FakeChannel, World

__all__ = ["site"]  # a fixture

DUE = datetime(2026, 12, 8, 10, 0, tzinfo=UTC)  # fifteen working days after Monday 16/11, 17:00
MISSED = DUE + timedelta(minutes=1)


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


def keys(person, *wanted):
    return [p.message.key for p in person.seen if p.message.key in wanted]


def test_the_sender_hears_it_the_minute_the_day_was_missed_with_one_new_date(world, office):
    citizen = world.citizen()
    code = office.taken(citizen)
    world.now = DUE
    world.tick()
    assert not citizen.got("notice.late")
    world.now = MISSED
    citizen.forget()
    office.handler.forget()
    for _ in range(3):
        world.tick()
    assert citizen.keys == ["notice.late"]
    assert "đúng hẹn thứ Ba 8/12" in citizen.text and "Hẹn mới: thứ Ba 15/12" in citizen.text
    assert [p for p in office.handler.news if not p.replaces] == [], (
        "no card rings after hours: they are reminded tomorrow"
    )
    case = world.case(code)
    assert case.due_at == DUE, "it counts as late"
    assert local_day(case.new_date_at) == datetime(2026, 12, 15).date()
    assert actions(world, code)[-1] == "late"
    citizen.says(f"/tracuu {code}")
    assert "Sở xin lỗi: đã quá hẹn thứ Ba 8/12. Hẹn mới: thứ Ba 15/12" in citizen.text
    assert "Sở xin lỗi vì trễ, hẹn lại" in citizen.text
    assert "xin lỗi vì trễ, hẹn lại" in office.handler.says(f"/hoso {code}").text


def test_then_every_seven_working_days_how_it_stands_until_there_is_an_answer(world, office):
    citizen = world.citizen()
    code = office.taken(citizen)
    world.now = MISSED
    world.tick()
    world.later(days=7, hours=16)  # Wednesday 16/12, 9:01
    world.tick()
    assert not citizen.got("notice.progress")
    world.later(days=1)
    world.tick()
    world.tick()
    assert keys(citizen, "notice.progress") == ["notice.progress"]
    assert "quá cả hẹn mới thứ Ba 15/12" in citizen.text
    world.later(days=11)  # Monday 28/12
    world.tick()
    assert len(keys(citizen, "notice.progress")) == 2
    assert len(keys(citizen, "notice.late")) == 1, "one new date only"
    answer(office.handler, code, "Hồ sơ đã xong.")
    office.head.says(f"/duyet {code}").taps("Duyệt và gửi")
    world.later(days=30)
    world.tick()
    assert len(keys(citizen, "notice.progress")) == 2


def test_who_writes_why_beforehand_is_quoted_and_nothing_is_said_twice(world, office):
    citizen = world.citizen()
    code = office.taken(citizen)
    world.now = DUE - timedelta(hours=3)
    office.handler.says(f"/lydocham {code} 7/12 Chờ Sở Xây dựng")
    assert office.handler.got("staff.not_later")
    office.handler.says(f"/lydocham {code} 12/12")
    assert office.handler.got("staff.day_off")
    office.handler.says(f"/lydocham {code}").says("17/12").says("Chờ ý kiến Sở Xây dựng")
    assert office.handler.got("staff.done_delay") and "thứ Năm 17/12" in office.handler.text
    assert citizen.keys[-1] == "notice.late" and "Chờ ý kiến Sở Xây dựng" in citizen.text
    assert "sẽ không kịp xong đúng hẹn thứ Ba 8/12" in citizen.text and "17/12" in citizen.text
    world.now = MISSED
    world.tick()
    assert len(keys(citizen, "notice.late")) == 1 and world.case(code).due_at == DUE
    office.handler.says(f"/lydocham {code} 22/12 Lại chờ")
    assert office.handler.keys == ["late.told_once"]
    citizen.says(f"/tracuu {code}")
    assert "Hẹn mới: thứ Năm 17/12" in citizen.text


def test_a_day_that_was_put_off_is_a_new_day_to_miss(world, office):
    citizen = world.citizen()
    code = office.taken(citizen)
    world.now = MISSED
    world.tick()
    office.handler.says(f"/giahan {code} 18/12 Chờ ý kiến Sở Xây dựng")
    assert world.case(code).new_date_at is None
    world.now = datetime(2026, 12, 18, 10, 1, tzinfo=UTC)
    world.tick()
    assert len(keys(citizen, "notice.late")) == 2 and "đúng hẹn thứ Sáu 18/12" in citizen.text


@pytest.mark.parametrize(
    ("status", "why"),
    [
        (Status.RECEIVED, "chưa kịp xem và chuyển"),
        (Status.ASSIGNED, "chưa kịp làm xong"),
        (Status.AWAITING_APPROVAL, "còn chờ lãnh đạo duyệt"),
        (Status.WAITING, ""),
        (Status.ANSWERED, ""),
        (Status.WITHDRAWN, ""),
    ],
)
def test_without_a_reason_of_the_owner_the_true_one_is_told(world, office, status, why):
    citizen = world.citizen()
    code = office.taken(citizen)
    put(world, code, status)
    world.now = MISSED
    world.tick()
    assert citizen.got("notice.late") is bool(why) and why in citizen.text


def test_of_a_restricted_case_only_that_there_is_news(world, office):
    citizen = world.citizen()
    code = submitted(citizen, RUDE)
    office.dispatcher.says(f"/tiepnhan {code}")
    citizen.forget()
    world.now = MISSED
    world.tick()
    assert citizen.keys == ["notice.restricted"]
    assert "8/12" not in citizen.text and "Phòng" not in citizen.text
    citizen.says(f"/tracuu {code}")
    assert "Hẹn mới: thứ Ba 15/12" in citizen.text
    assert "chưa kịp" not in sent_to_citizens(world)


def test_late_at_night_after_a_stop_it_waits_for_the_morning(world, office):
    citizen = world.citizen()
    code = office.taken(citizen)
    world.now = DUE + timedelta(hours=6)  # 23:00
    world.tick()
    assert world.case(code).new_date_at is not None and not citizen.got("notice.late")
    world.later(hours=8)
    world.tick()
    assert citizen.got("notice.late") and "Hẹn mới: thứ Ba 15/12" in citizen.text


def test_the_sender_of_a_case_that_follows_another_hears_of_their_own_day(world, office):
    first, second = world.citizen(), world.citizen()
    main = office.taken(first)
    world.later(days=1)
    code = submitted(second)
    office.dispatcher.says(f"/gop {code} {main}")
    assert world.case(code).status == "merged"
    world.now = MISSED
    world.tick()
    assert first.got("notice.late") and not second.got("notice.late")
    world.later(days=1)
    world.tick()
    assert "đúng hẹn thứ Tư 9/12" in second.text and main not in second.text


def test_whoever_came_by_telephone_is_called(world, office):
    dispatcher = office.dispatcher
    code = office.taken(world.citizen())
    put(world, code, Status.IN_PROGRESS, chat_id=None, entered_by=office.person_id(dispatcher))
    world.now = MISSED
    world.tick()
    dispatcher.says("/homnay")
    assert "xin lỗi vì trễ, báo hẹn mới" in dispatcher.text
    dispatcher.taps("☎")
    assert "cần thêm thời gian" in dispatcher.text


def test_on_the_page_and_by_letter_too(database, tmp_path):
    mail = FakeChannel("email")
    world = World(database, tmp_path, channels=[mail])
    try:
        office, citizen = Office(world), world.citizen()
        citizen.says("Thủ tục thành lập công ty cổ phần quá nhiều giấy tờ").taps("Đúng")
        citizen.taps("Người giải quyết").says("Võ Thị Tư, 0905 123 218, xã Bình Sơn")
        code = citizen.says("tu@example.vn").taps("Gửi, tôi tự tra").code
        office.dispatcher.says(f"/tiepnhan {code} dkkd")
        world.now = MISSED
        world.tick()
        letter = mail.seen["tu@example.vn"][-1].message
        assert letter.key == "notice.late" and "GAP CAN BO" not in letter.text
        assert "Hẹn mới: <b>thứ Ba 15/12</b>" in letter.text
    finally:
        world.close()


def test_in_the_chat_of_the_department(world, office, site):
    citizen = Browser(world, site)
    citizen.says("Thủ tục đăng ký công ty cổ phần yêu cầu quá nhiều giấy tờ").taps("Đúng")
    citizen.taps("Người giải quyết").says("Võ Thị Tư, 0905 123 218, xã Bình Sơn")
    citizen.taps("Bỏ qua").taps("Gửi, nhắn")
    world.now = MISSED
    world.tick()
    assert "Hẹn mới: <b>thứ Ba 15/12</b>" in citizen.messages()[-1]["text"]
