"""The day a case is promised for: what it is counted from, how it is explained, put off once, and
held while the sender is asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from cases.days.counting import read
from cases.days.deadlines import VIETNAM, local_day
from cases.lifecycle import MOVES, Standing
from handlers.case import steps
from handlers.desk import Desk
from storage.engine.tx import Tx
from storage.tables.casework import Case
from tests.office import REGISTRY, RUDE, Office, answer, filed, put, submitted
from tests.officials.test_staff_web import Browser, site
from tests.people import FakeChannel, World, sample_agency
from tests.stories import sends_feedback, sends_tip

__all__ = ["site"]


@pytest.fixture
def database(sqlite_database: str) -> str:
    return sqlite_database


def at(text: str) -> datetime:
    """An instant given as it reads on a clock in Vietnam."""
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM).astimezone(UTC)


def day(case: Case) -> str:
    assert case.due_at is not None
    return local_day(case.due_at).isoformat()


@pytest.fixture
def zalo() -> FakeChannel:
    """Closed 48 hours after somebody's last word."""
    made = FakeChannel("zalo", buttons=5, edits=False)
    made.capabilities = replace(made.capabilities, window=timedelta(hours=48))
    return made


@pytest.fixture
def two_channels(database: str, tmp_path: Path, zalo: FakeChannel) -> Iterator[World]:
    made = World(database, tmp_path, channels=(zalo,))
    yield made
    made.close()


# --- explained -----------------------------------------------------------------------------------


def test_the_sender_is_told_day_by_day(world: World) -> None:
    world.now = at("2026-08-20 09:00")
    citizen = world.citizen()
    code = sends_feedback(citizen)
    citizen.says(f"/tracuu {code}")
    assert "chậm nhất thứ Hai 14/9 (15 ngày làm việc từ 20/8)" in citizen.text
    citizen.taps("Hạn này tính thế nào?")
    assert citizen.keys == ["deadline.how"]
    assert "Ngày nhận không tính" in citizen.text
    assert "21/8, thứ Bảy 22/8 (làm bù), 24–28/8, 3–4/9, 7–11/9, 14/9." in citizen.text
    assert "31/8 Ngày nghỉ (thay cho ngày 22/08/2026); 1–2/9 Quốc khánh;" in citizen.text
    assert "các ngày thứ Bảy, Chủ nhật." in citizen.text and "Căn cứ" not in citizen.text
    citizen.says("/ngonngu en").says(f"/tinhhan {code}")
    assert "21 Aug, Sat 22 Aug (a make-up day), 24–28 Aug" in citizen.text
    assert "1–2 Sep National Day" in citizen.text


def test_in_zalo_too_and_what_comes_after_hours_counts_from_the_next_day(
    two_channels: World, zalo: FakeChannel
) -> None:
    two_channels.now = at("2026-08-20 18:20")
    citizen = two_channels.citizen(channel=zalo)
    code = sends_feedback(citizen)
    citizen.says(f"/tracuu {code}").taps("Hạn này tính thế nào?")
    assert "sau giờ làm việc, nên tính là nhận thứ Sáu 21/8" in citizen.text
    assert "thứ Bảy 22/8 (làm bù), 24–28/8" in citizen.text and "thứ Ba 15/9" in citizen.text


def test_hours_are_the_agencys(world: World) -> None:
    calendar = replace(sample_agency().calendar, hours=((time(7, 30), time(16, 30)),))
    world.house.use_agency(replace(sample_agency(), calendar=calendar))
    world.now = at("2026-11-16 16:45")
    code = filed(world)
    assert world.case(code).due_at == at("2026-12-09 16:30")


def test_the_longest_explanation_fits_a_message(world: World) -> None:
    agency = sample_agency()
    long = replace(agency.deadlines, answer=replace(agency.deadlines.answer, days=60))
    world.house.use_agency(replace(agency, deadlines=long))
    world.now = at("2025-12-30 18:00")
    office = Office(world)
    code = office.taken(world.citizen())
    for _ in range(2):
        office.handler.says(f"/hoi {code} Xin phiếu hẹn.").says(f"/nhan {code}")
        world.later(days=3)
    office.handler.says(f"/cachtinh {code}")
    assert "16/2 Giao thừa Tết Nguyên Đán" in office.handler.text
    assert len(office.handler.text) < 2000, "what Zalo takes in one message"


def test_a_tip_has_no_day_to_explain(world: World) -> None:
    citizen = world.citizen()
    code, number = sends_tip(citizen)
    citizen.says(f"/tracuu {number}")
    assert "Hạn này tính thế nào?" not in citizen.buttons
    citizen.says(f"/tinhhan {code}")
    assert citizen.keys == ["deadline.no_day"]


def test_nobody_elses_case_is_explained(world: World) -> None:
    code = sends_feedback(world.citizen())
    stranger = world.citizen()
    stranger.says(f"/tinhhan {code}")
    assert stranger.keys == ["status.unknown_code"]
    stranger.says("/tinhhan")
    assert stranger.keys == ["status.misread"]


def test_officials_see_the_basis_and_what_nobody_confirmed(world: World) -> None:
    office = Office(world)
    code = office.taken(world.citizen())
    office.handler.says(f"/hoso {code}")
    assert "15 ngày làm việc từ 16/11" in office.handler.text
    assert "Lịch nghỉ năm 2026 CHƯA XÁC NHẬN" in office.handler.text
    assert "Soạn trả lời: chậm nhất thứ Sáu 27/11" in office.handler.text
    office.handler.taps("Hạn này tính thế nào?")
    assert office.handler.keys == ["deadline.how_staff"]
    assert "24/11 Ngày Văn hóa Việt Nam" in office.handler.text
    assert "Nghị định 20/2008" in office.handler.text and "CHƯA XÁC NHẬN" in office.handler.text


def test_once_confirmed_nothing_is_in_doubt(world: World) -> None:
    agency = sample_agency()
    sure = replace(agency.calendar, confirmed_years=frozenset({2026}))
    limit = replace(agency.deadlines.answer, confirmed_by="Bà Hoa", confirmed_on="2026-01-02")
    limits = replace(agency.deadlines, answer=limit)
    world.house.use_agency(replace(agency, calendar=sure, deadlines=limits))
    office = Office(world)
    code = office.taken(world.citizen())
    office.handler.says(f"/hoso {code}").says(f"/cachtinh {code}")
    assert office.handler.got("deadline.how_staff") and "CHƯA XÁC NHẬN" not in office.handler.text


def test_a_restricted_day_is_explained_to_nobody_who_may_not_see_it(world: World) -> None:
    office = Office(world)
    code = submitted(world.citizen(), RUDE)
    assert world.case(code).restricted
    office.handler.says(f"/cachtinh {code}")
    assert office.handler.keys == ["staff.no_such_case"]
    office.dispatcher.says(f"/cachtinh {code}")
    assert office.dispatcher.keys == ["deadline.how_staff"]


def test_a_changed_limit_moves_no_open_case(world: World) -> None:
    office, citizen = Office(world), world.citizen()
    code = office.taken(citizen)
    agency = sample_agency()
    shorter = replace(agency.deadlines, answer=replace(agency.deadlines.answer, days=10))
    world.house.use_agency(replace(agency, deadlines=shorter))
    world.tick()
    office.handler.says(f"/hoi {code} Xin gửi ảnh phiếu hẹn.")
    world.later(days=1)
    citizen.says(f"/bosung {code} số phiếu 123")
    assert day(world.case(code)) == "2026-12-09", "fifteen days and one of waiting"
    office.handler.says(f"/cachtinh {code}")
    assert "nay là 10 ngày; việc này giữ 15 ngày như khi nhận" in office.handler.text
    assert day(world.case(filed(world))) == "2026-12-02", "ten for what comes now"


# --- put off, once -------------------------------------------------------------------------------


def test_put_off_at_most_to_the_agencys_limit_and_once(world: World) -> None:
    office, citizen = Office(world), world.citizen()
    code = office.taken(citizen)
    office.handler.says(f"/giahan {code} 30/12 Chờ ý kiến Sở Xây dựng")
    assert office.handler.keys == ["deadline.too_far"] and "thứ Ba 29/12" in office.handler.text
    office.handler.says(f"/giahan {code} 29/12 Chờ ý kiến Sở Xây dựng")
    assert office.handler.got("staff.done_extend") and day(world.case(code)) == "2026-12-29"
    citizen.says(f"/tracuu {code}").taps("Hạn này tính thế nào?")
    assert "Tính ra thứ Ba 8/12; Sở đã hẹn lại thứ Ba 29/12" in citizen.text
    office.handler.says(f"/giahan {code} 28/12 Chờ thêm")
    assert office.handler.keys == ["staff.extended_once"]
    for instead in ("/hoi", "/chuyen", "/ghichu"):
        assert instead in office.handler.text
    assert day(world.case(code)) == "2026-12-29"


def test_a_day_of_waiting_makes_room_for_as_much(world: World) -> None:
    office, citizen = Office(world), world.citizen()
    code = office.taken(citizen)
    office.handler.says(f"/hoi {code} Xin gửi ảnh phiếu hẹn.")
    world.later(days=1)
    citizen.says(f"/bosung {code} số phiếu 123")
    office.handler.says(f"/giahan {code} 30/12 Chờ ý kiến")
    assert day(world.case(code)) == "2026-12-30"


def test_when_no_day_is_left_it_says_what_to_do_instead(world: World) -> None:
    office = Office(world)
    code = office.taken(world.citizen())
    world.later(days=60)
    office.handler.says(f"/giahan {code}")
    assert office.handler.keys == ["deadline.no_room"] and "/traloi" in office.handler.text


def test_after_an_extension_waiting_still_moves_the_day(world: World) -> None:
    office, citizen = Office(world), world.citizen()
    code = office.taken(citizen)
    office.handler.says(f"/giahan {code} 15/12 Chờ ý kiến").says(f"/hoi {code} Xin phiếu hẹn.")
    world.later(days=2)
    citizen.says(f"/bosung {code} số phiếu 123")
    assert day(world.case(code)) == "2026-12-17"
    citizen.says(f"/tinhhan {code}")
    assert "Đứng lại 2 ngày làm việc, từ thứ Hai 16/11 đến thứ Tư 18/11" in citizen.text


# --- standing still ------------------------------------------------------------------------------


def test_on_the_last_day_too_and_not_after_it(world: World) -> None:
    """The day on which the sender is asked is given back; a day that was missed is not."""
    office, citizen = Office(world), world.citizen()
    code = office.taken(citizen)
    world.now = at("2026-12-08 10:00")
    office.handler.says(f"/hoi {code} Xin phiếu hẹn.")
    world.later(days=2)
    citizen.says(f"/bosung {code} số phiếu 123")
    assert day(world.case(code)) == "2026-12-10"
    citizen.says(f"/tinhhan {code}")
    assert "1–4/12, 7/12, 10/12." in citizen.text, "the days of waiting are not counted"
    world.now = at("2026-12-14 10:00")
    office.handler.says(f"/hoi {code} Xin phiếu hẹn lần nữa.")
    world.later(days=1)
    citizen.says(f"/bosung {code} đã gửi rồi")
    assert day(world.case(code)) == "2026-12-10"


def test_behind_a_closed_window_the_clock_runs_until_the_question_is_read(
    two_channels: World, zalo: FakeChannel
) -> None:
    office, citizen = Office(two_channels), two_channels.citizen(channel=zalo)
    code = office.taken(citizen)
    two_channels.now = at("2026-11-19 10:00")
    office.handler.says(f"/hoi {code} Xin gửi ảnh phiếu hẹn.")
    assert two_channels.case(code).status == "waiting"
    assert two_channels.case(code).waiting_since is None and not citizen.got("notice.ask")
    two_channels.now = at("2026-11-23 10:00")
    citizen.says("alo")
    assert citizen.got("notice.ask")
    assert two_channels.case(code).waiting_since == two_channels.now
    two_channels.now = at("2026-11-25 10:00")
    citizen.says(f"/bosung {code} số phiếu 123")
    assert day(two_channels.case(code)) == "2026-12-09", "one working day: the 24th is off"


def test_in_the_web_chat_it_stands_still_once_the_question_lies_there(
    world: World, site: str
) -> None:
    office, citizen = Office(world), Browser(world, site)
    citizen.says("Thủ tục đăng ký thành lập công ty cổ phần yêu cầu quá nhiều giấy tờ")
    citizen.taps("Đúng").taps("Người giải quyết").says("Võ Thị Tư, 0905 123 218, xã Bình Sơn")
    citizen.taps("Bỏ qua").taps("Gửi, nhắn")
    code = world.cases()[-1].code
    office.dispatcher.says(f"/tiepnhan {code} {REGISTRY}")
    office.handler.says(f"/nhan {code}").says(f"/hoi {code} Xin gửi ảnh phiếu hẹn.")
    assert world.case(code).waiting_since == world.now
    citizen.says(f"/tinhhan {code}")
    assert "đồng hồ đang đứng lại, chờ ông/bà bổ sung" in citizen.text
    world.later(days=1)
    citizen.says(f"/bosung {code} số phiếu 123")
    assert day(world.case(code)) == "2026-12-09"


# --- what is kept --------------------------------------------------------------------------------


def test_what_it_is_counted_from_is_kept_at_every_turn(world: World) -> None:
    office, citizen = Office(world), world.citizen()
    code = office.taken(citizen)
    first = world.case(code)
    kept = read(first.counting)
    assert (kept.since, kept.days, kept.basis) == (first.received_at, 15, "answer")
    answer(office.handler, code, "Hồ sơ đã xong.")
    office.head.says(f"/duyet {code}").taps("Duyệt và gửi")
    world.later(days=4)
    citizen.says(f"/xemlai {code} chưa ổn")
    again = world.case(code)
    assert read(again.counting).since == world.now and day(again) == "2026-12-14"


def test_a_case_of_before_keeps_working(world: World) -> None:
    """Filed by an older version, without a counting: by the limit, or for a day of its own."""
    office, citizen = Office(world), world.citizen()
    code = office.taken(citizen)
    put(world, code, "in_progress", counting=None)
    citizen.says(f"/tinhhan {code}")
    assert "Tính 15 ngày làm việc" in citizen.text
    put(world, code, "in_progress", counting=None, due_at=at("2026-12-18 17:00"))
    citizen.says(f"/tinhhan {code}")
    assert "Ngày này Sở đã hẹn: thứ Sáu 18/12" in citizen.text
    office.handler.says(f"/hoi {code} Xin phiếu hẹn.")
    world.later(days=1)
    citizen.says(f"/bosung {code} số phiếu 123")
    assert day(world.case(code)) == "2026-12-21"


def test_only_the_system_counts_anew() -> None:
    assert MOVES["recount"].who == {Standing.SYSTEM}


# --- whose step it is ----------------------------------------------------------------------------


def test_the_offices_clock_begins_when_it_is_given_the_case(world: World) -> None:
    office, citizen = Office(world), world.citizen()

    def step(code: str) -> tuple[str, str]:
        def look(tx: Tx) -> tuple[str, str]:
            desk = Desk(tx, world.house.ground(), world.now)
            case = tx.find(Case, Case.code == code)[0]
            found = steps.running(desk, case)
            return (found.clock.value, local_day(found.due_at).isoformat()) if found else ("", "")

        seen: tuple[str, str] = world.store(look)
        return seen

    code = submitted(citizen)
    assert step(code) == ("accept", "2026-11-23")
    office.dispatcher.says(f"/tiepnhan {code}")
    assert step(code) == ("handle", "2026-11-27")
    world.later(days=2)
    office.handler.says(f"/nhan {code}")
    assert step(code) == ("handle", "2026-11-27"), "taking it late gives no more time"
    office.handler.says(f"/hoi {code} Xin phiếu hẹn.")
    assert step(code) == ("supplement", "2026-11-26")
    world.later(days=1)
    citizen.says(f"/bosung {code} số phiếu 123")
    assert step(code) == ("handle", "2026-11-30"), "a day of waiting is given back"
    answer(office.handler, code, "Hồ sơ đã xong.")
    assert step(code) == ("approve", "2026-11-23")
    office.head.says(f"/duyet {code}").taps("Duyệt và gửi")
    assert step(code) == ("publish", "2026-11-23")


def test_an_extension_is_the_offices_too(world: World) -> None:
    office = Office(world)
    code = office.taken(world.citizen())
    office.handler.says(f"/giahan {code} 15/12 Chờ ý kiến").says(f"/hoso {code}")
    assert "Soạn trả lời: chậm nhất thứ Ba 15/12" in office.handler.text


def test_the_admins_are_reminded_of_next_year_once_each_november(world: World) -> None:
    admin = world.official("admin")
    world.now = at("2026-10-30 09:00")
    world.tick()
    assert not admin.got("deadline.enter_year")
    world.now = at("2026-11-01 09:00")  # a Sunday
    world.tick()
    assert not admin.got("deadline.enter_year")
    for _ in range(3):
        world.later(days=1)
        world.tick()
    assert admin.keys.count("deadline.enter_year") == 1 and "2027" in admin.text
    world.now = at("2027-11-02 09:00")
    world.tick()
    assert "2028" in admin.text
