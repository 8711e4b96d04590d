"""Somebody has made trouble for the sender since they spoke up: it goes to the Director alone, at
any time. And a sender without a name reads and answers by the receipt number."""

from __future__ import annotations

import pytest

from tests.office import (
    RECEPTION,
    REGISTRY,
    RUDE,
    SQLITE_FIRST,
    Office,
    answer,
    put,
    submitted,
)
from tests.people import World

pytestmark = SQLITE_FIRST


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


@pytest.fixture
def second(office: Office):
    return office.colleague("dispatcher", name="Bùi Thị Phối")


def read_by(person) -> str:
    return "\n".join(f"{p.message.text} {p.message.choices}" for p in person.seen)


def number_of(citizen) -> str:
    """The receipt number that a tip was given."""
    shown = next(p.message.text for p in citizen.seen if p.message.key == "receipt.number")
    return "".join(c for c in shown if c.isdigit())[-16:]


def test_trouble_since_goes_to_the_director_beside_all_limits(world, office, second):
    citizen = world.citizen("Tư")
    code = submitted(citizen, RUDE, mode="Giữ kín")
    director = office.colleague("director", name="Hồ Thị Giám")
    closed = {"office": RECEPTION, "ended_at": "2026-01-02T00:00:00.000000Z", "rating": 4}
    put(world, code, "closed", **closed)
    world.later(days=400)
    for person in (office.dispatcher, second, director):
        person.forget()
    citizen.says(f"/tracuu {code}").taps("Từ đó có ai gây khó")
    assert citizen.keys == ["since.ask"]
    citizen.says("Từ hôm đó hồ sơ của tôi bị để lại cuối cùng.")
    assert citizen.got("since.told") and "chỉ Giám đốc Sở đọc" in citizen.text
    case = world.case(code)
    assert case.status == "received" and case.to_director and case.trouble_at
    assert case.rating is None, "the answer it was given for stands no more"
    assert director.got("card.card")
    assert "để lại cuối cùng" in director.text and "từ đó có người gây khó" in director.text
    for person in (office.dispatcher, second):
        assert "để lại cuối cùng" not in read_by(person)
        person.says(f"/hoso {code}")
        assert person.keys == ["staff.no_such_case"]
    director.says(f"/tiepnhan {code}").says(f"/nhan {code}")
    assert world.case(code).owner_id == office.person_id(director)


def test_without_a_director_it_is_held(world, office):
    admin = office.colleague("admin", name="Quản Trị")
    citizen = world.citizen("Tư")
    code = submitted(citizen, RUDE, mode="Không nêu tên")
    number = number_of(citizen)
    put(world, code, "closed", office=RECEPTION)
    stranger = world.citizen("máy khác")
    stranger.says(f"/gaykho {number}").says("Tôi bị chuyển việc.")
    assert "chờ Giám đốc" in stranger.text
    assert admin.got("staff.nobody_on_duty") and "chuyển việc" not in read_by(admin)
    office.dispatcher.says(f"/hoso {code}")
    assert office.dispatcher.keys == ["staff.no_such_case"]


def test_a_closed_case_of_another_kind_becomes_one_that_accuses(world, office):
    director = office.colleague("director", name="Hồ Thị Giám")
    citizen = world.citizen("Tư")
    code = submitted(citizen, mode="Giữ kín")
    put(world, code, "answered", office=REGISTRY)
    office.handler.says(f"/hoso {code}")
    assert office.handler.keys == ["staff.file"]
    citizen.says(f"/gaykho {code} Lê Thị Hạnh bắt tôi nộp lại từ đầu.")
    case = world.case(code)
    assert case.restricted and office.person_id(office.handler) in case.accused
    office.handler.says(f"/hoso {code}")
    assert office.handler.keys == ["staff.no_such_case"]
    assert director.got("card.card")


def test_a_named_ordinary_case_has_no_such_choice(world, office):
    citizen = world.citizen("Tư")
    code = office.answered(citizen)
    citizen.says(f"/tracuu {code}")
    assert not any("gây khó" in label for label in citizen.buttons)
    citizen.says(f"/gaykho {code}")
    assert citizen.keys == ["actions.not_now"]


# --- without a name ------------------------------------------------------------------------------


def test_a_tip_is_asked_answers_and_reads_what_came_of_it_by_its_number(world, office, second):
    """From another device, with nothing but the sixteen digits."""
    citizen = world.citizen("Tư")
    code = submitted(citizen, RUDE, mode="Không nêu tên")
    number = number_of(citizen)
    office.dispatcher.says(f"/hoi {code} Chuyện ở quầy nào?")
    assert "tin báo không tên" in office.dispatcher.text
    other = world.citizen("máy khác")
    other.says(number)
    assert "Chuyện ở quầy nào?" in other.text
    assert "Trả lời câu hỏi của Sở" in other.buttons
    other.says(f"/bosung {number} Ở quầy số 2, gần cửa sổ.")
    assert other.got("supplement.handed_back")
    assert "quầy số 2" in office.dispatcher.text
    office.dispatcher.says(f"/tiepnhan {code}").says(f"/nhan {code}")
    answer(office.dispatcher, code, "Sở đã thay người trực.")
    second.taps("Duyệt")
    third = world.citizen("máy thứ ba")
    third.says(f"tra cứu {number}")
    assert "Sở đã thay người trực." in third.text and "đúng một phần" in third.text
    third.says(f"/xemlai {number} Vẫn còn người ấy ở quầy.")
    assert third.got("actions.looking_again")
    assert world.case(code).submitter_id is None
    typed = world.rows("SELECT text FROM inbox")
    assert number not in str(typed), "the number is kept nowhere as it was typed"


def test_a_wrong_number_opens_nothing_and_is_said_kindly(world, office):
    submitted(world.citizen("Tư"), RUDE, mode="Không nêu tên")
    stranger = world.citizen("người lạ")
    stranger.says("/bosung 9999 8888 7777 6666 thêm lời")
    assert stranger.keys == ["status.unknown_number"]
    stranger.says("/gaykho 9999 8888 7777 6666")
    assert stranger.keys == ["status.unknown_number"]
