"""Answers an office gives again and again, with what is filled in each time."""

from __future__ import annotations

import pytest

from tests.office import FOREIGN, RUDE, Office, filed, put, submitted
from tests.people import World

NAME = "Hẹn nhận"
BODY = "Hồ sơ {so_ho_so} đã xong.\nMời ông/bà đến nhận trước {ngay_hen}, hồ sơ {so_ho_so}."


@pytest.fixture
def database(sqlite_database: str) -> str:
    return sqlite_database


@pytest.fixture
def office(world: World) -> Office:
    made = Office(world)
    made.head.says(f"/luumau {NAME} | {BODY}")
    assert made.head.got("canned.kept") and "so ho so, ngay hen" in made.head.text
    return made


def test_chosen_filled_in_and_then_an_answer_like_any_other(world: World, office: Office) -> None:
    citizen = world.citizen("Tư")
    code = office.taken(citizen)
    office.handler.says(f"/traloi {code}").taps("Dùng mẫu").taps(NAME)
    assert office.handler.got("canned.fill") and "so ho so" in office.handler.text
    office.handler.says("H29.12-001")
    due = office.handler.buttons[0]
    office.handler.taps(due)
    assert office.handler.keys == ["staff.document"]
    office.handler.taps("Không kèm")
    office.head.says(f"/duyet {code}").taps("Duyệt và gửi")
    assert f"Mời ông/bà đến nhận trước {due}, hồ sơ H29.12-001." in citizen.text


def test_without_a_case_it_is_asked_which_and_a_value_is_only_words(
    world: World, office: Office
) -> None:
    code = office.taken(world.citizen("Tư"))
    office.handler.says("/mau").says("hen nhan")
    assert office.handler.got("staff.which_case") and office.handler.buttons[0] == code
    office.handler.taps(code).says("{ngay_hen}").says("7/12")
    office.handler.taps("Không kèm")
    office.head.says(f"/duyet {code}")
    assert "Hồ sơ {ngay_hen} đã xong." in office.head.text


def test_never_anothers_and_only_heads_and_dispatchers_keep_them(
    world: World, office: Office
) -> None:
    other = office.colleague("handler", FOREIGN)
    other.says("/mau")
    assert other.keys == ["canned.nothing"]
    foreign = filed(world, suggested_office=FOREIGN)
    put(world, foreign, "in_progress", office=FOREIGN, owner_id=office.person_id(other))
    other.says(f"/mau {foreign}")
    assert other.keys == ["canned.nothing"]
    office.dispatcher.says(f"/mau {foreign}")
    assert office.dispatcher.keys == ["staff.not_now"]
    other.says(f"/traloi {foreign}")
    assert "Dùng mẫu" not in other.buttons
    office.handler.says("/luumau A | B")
    assert office.handler.keys == ["common.not_for_you"]
    office.dispatcher.says(f"/xoamau {NAME}")
    assert office.dispatcher.keys == ["canned.nothing"]


def test_kept_anew_it_is_replaced_and_dropped_it_is_gone(world: World, office: Office) -> None:
    office.head.says("/luumau hẹn NHẬN | Mời đến nhận.")
    assert "Đã thay mẫu" in office.head.text
    office.head.says("/luumau thiếu gạch")
    assert office.head.keys == ["canned.form"]
    office.head.says(f"/luumau Dài | {'a' * 6001}")
    assert office.head.keys == ["common.too_long"]
    office.head.says(f"/luumau Dài | {'a' * 5990} {{n}}")
    office.head.says("/xoamau").says("hen nhan")
    assert office.head.got("canned.dropped")
    code = office.taken(world.citizen("Tư"))
    office.handler.says(f"/mau {code}")
    assert office.handler.buttons == ["Dài", "Thôi"]
    office.handler.taps("Dài").says("b" * 20)
    assert office.handler.got("common.too_long") and office.handler.got("staff.your_words")


def test_a_restricted_case_may_use_those_of_reception_only(world: World, office: Office) -> None:
    office.colleague("director")
    office.dispatcher.says("/luumau Đã nhận | Văn phòng đã xem và chấn chỉnh.")
    code = submitted(world.citizen("Tư"), story=RUDE, mode="Giữ kín")
    assert world.case(code).restricted
    office.dispatcher.says(f"/tiepnhan {code}").says(f"/nhan {code}").says(f"/mau {code}")
    assert office.dispatcher.buttons == ["Đã nhận", "Thôi"]
    office.handler.says(f"/mau {code}")
    assert office.handler.keys == ["staff.no_such_case"]
