"""Cases of people who came by telephone, letter or counter, written down by an official."""

from __future__ import annotations

import re

import pytest

from cases.kinds import IdentityMode, Kind, Source
from tests.office import REGISTRY, SQLITE_ONLY, Office
from tests.people import Person, World

pytestmark = SQLITE_ONLY

TOLD = "Ông Năm gọi điện: thủ tục đăng ký thành lập công ty cổ phần đòi quá nhiều giấy tờ"


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


def entered(official: Person, source: str = "Điện thoại", mode: str = "Người giải quyết") -> None:
    official.says("/nhap").taps(source).says(TOLD).taps("Xong").taps("Đúng").taps(mode)


def test_a_telephone_call_becomes_a_case(world, office):
    entered(office.dispatcher)
    assert office.dispatcher.got("intake.name")
    office.dispatcher.says("Trần Văn Năm, 0914 000 123, xã Bình Sơn")
    assert office.dispatcher.got("intake.check")
    assert "Điện thoại" in office.dispatcher.text
    office.dispatcher.taps("Đúng, ghi lại")
    assert office.dispatcher.got("intake.filed")
    case = world.cases()[-1]
    assert case.source == Source.TELEPHONE
    assert case.entered_by == office.person_id(office.dispatcher)
    assert (case.submitter_id, case.chat_id) == (None, None)
    assert case.suggested_office == REGISTRY
    assert case.code in office.dispatcher.text


def test_the_number_read_aloud_opens_it_elsewhere(world, office):
    entered(office.dispatcher)
    office.dispatcher.says("Trần Văn Năm, 0914 000 123, xã Bình Sơn").taps("Đúng, ghi lại")
    [number] = [p for p in office.dispatcher.news if p.message.key == "receipt.number"]
    assert number.message.one_time
    digits = re.findall(r"\d{4} \d{4} \d{4} \d{4}", number.message.text)[0]
    caller = world.citizen("Năm")
    caller.says(f"/tracuu {digits}")
    assert world.cases()[-1].code in caller.text


def test_a_letter_may_bear_no_telephone_number(world, office):
    entered(office.handler, "Thư, đơn giấy")
    office.handler.says("Trần Văn Năm").taps("Không biết").says("xã Bình Sơn")
    office.handler.taps("Đúng, ghi lại")
    assert world.cases()[-1].source == Source.LETTER
    assert office.dispatcher.got("card.card")


def test_somebody_at_the_counter_without_a_name(world, office):
    entered(office.dispatcher, "Tại quầy", "Không nêu tên")
    office.dispatcher.taps("Đúng, ghi lại")
    case = world.cases()[-1]
    assert case.identity_mode == IdentityMode.ANONYMOUS
    assert case.due_at is None
    assert "tin báo" in office.dispatcher.text


def test_the_provincial_code_is_kept_with_the_case(world, office):
    office.dispatcher.says("/nhap").taps("Hệ thống PAKN của tỉnh").says("PAKN.20261116.0012")
    office.dispatcher.says(TOLD).taps("Xong").taps("Đúng").taps("Người giải quyết")
    office.dispatcher.says("Trần Văn Năm, 0914 000 123, xã Bình Sơn").taps("Đúng, ghi lại")
    office.dispatcher.says(f"/hoso {world.cases()[-1].code}")
    assert "PAKN.20261116.0012" in office.dispatcher.text


def test_several_pages_and_pictures_are_one_story(world, office):
    office.dispatcher.says("/nhap").taps("Thư, đơn giấy")
    office.dispatcher.sends("photo", name="trang1.jpg").sends("photo", name="trang2.jpg")
    office.dispatcher.says(TOLD).taps("Xong").taps("Đúng").taps("Người giải quyết")
    office.dispatcher.says("Trần Văn Năm, 0914 000 123, xã Bình Sơn")
    assert "2 tệp" in office.dispatcher.text
    office.dispatcher.taps("Đúng, ghi lại")
    rows = world.rows("SELECT COUNT(*) FROM stored_file WHERE case_id IS NOT NULL")
    assert rows[0][0] == 2


def test_a_report_of_conduct_by_telephone(world, office):
    office.handler.says("/nhap").taps("Điện thoại")
    office.handler.says("Cán bộ ở quầy hách dích, quát mắng người dân trước mặt mọi người")
    office.handler.taps("Xong").taps("Đúng")
    assert office.handler.got("intake.about")
    office.handler.taps("Không biết").taps("Giữ kín")
    office.handler.says("Trần Văn Năm, 0914 000 123, xã Bình Sơn").taps("Đúng, ghi lại")
    case = world.cases()[-1]
    assert case.kind == Kind.CONDUCT
    assert case.restricted
    office.handler.says(f"/hoso {case.code}")
    assert office.handler.keys == ["staff.no_such_case"]


def test_what_concerns_the_leadership_is_not_taken(world, office):
    office.handler.says("/nhap").taps("Điện thoại")
    office.handler.says("Cán bộ hách dích, quát mắng người dân").taps("Xong").taps("Đúng")
    office.handler.says("phó giám đốc sở")
    assert office.handler.got("intake.leadership")
    office.handler.taps("Tôi sẽ đến nơi đó")
    assert office.handler.got("intake.leadership_guided")
    assert world.cases() == []


def test_a_line_is_changed_before_it_is_filed(world, office):
    entered(office.dispatcher)
    office.dispatcher.says("Trần Văn Năm, 0914 000 123, xã Bình Sơn").says("E")
    assert office.dispatcher.got("intake.sender")
    office.dispatcher.says("Trần Văn Sáu").taps("Đúng, ghi lại")
    office.dispatcher.says(f"/hoso {world.cases()[-1].code}")
    assert "Trần Văn Sáu, 0914 000 123, xã Bình Sơn" in office.dispatcher.text


def test_one_laid_aside_is_gone_on_with(world, office):
    office.dispatcher.says("/nhap").taps("Điện thoại").says(TOLD)
    office.dispatcher.says("/gui")
    office.dispatcher.says("/nhap")
    assert office.dispatcher.keys[-1] == "intake.story_more"
    office.dispatcher.says("/nhap moi")
    assert office.dispatcher.keys[-1] == "intake.source"


def test_citizens_enter_nothing(world, office):
    citizen = world.citizen("Tư")
    citizen.says("/nhap")
    assert citizen.keys == ["common.not_for_you"]
