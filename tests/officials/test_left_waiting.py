"""Whoever could go on with a case is locked, removed or involved, or its message comes late:
nothing waits unseen, and nothing is read by whom it is not for any more."""

from __future__ import annotations

import pytest

from bot.channels.base import Later
from tests.office import REGISTRY, RUDE, Office, actions, answer, submitted
from tests.people import Person, World


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


@pytest.fixture
def admin(office: Office) -> Person:
    return office.colleague("admin", name="Quản Trị")


def locks(admin: Person, office: Office, whom: Person) -> None:
    admin.says(f"/khoa {office.person_id(whom)}")


def conduct(world: World, said: str = "Không biết") -> str:
    """Against an official whom the sender calls so."""
    citizen = world.citizen("Tư")
    citizen.says(RUDE)
    for _ in range(9):
        if citizen.got("submit.about"):
            citizen.says(said)
        elif citizen.keys[-1].startswith("doors."):
            citizen.taps("Chỉ là phản ánh")
        elif citizen.keys[-1].startswith("submit.subject"):
            citizen.taps("Đúng")
        else:
            break
    citizen.taps("Giữ kín").says("Võ Thị Tư, 0905 123 218, xã Bình Sơn").taps("Bỏ qua")
    return citizen.taps("Gửi, nhắn").code


# --- nothing waits unseen ------------------------------------------------------------------------


def test_the_admins_hear_what_nobody_receives_any_more(world, office, admin):
    code = submitted(world.citizen("Tư"))
    locks(admin, office, office.dispatcher)
    assert admin.got("stranded.cases") and code in admin.text
    other = office.colleague("dispatcher", name="Bùi Thị Phối")
    other.says("/hopthu")
    assert code in other.text


def test_a_dropped_role_strands_nothing_either(world, office, admin):
    code = submitted(world.citizen("Tư"))
    person = office.person_id(office.dispatcher)
    admin.says(f"/botvai {person} dispatcher: phong")
    assert {"people.left", "stranded.cases"} <= set(admin.keys) and code in admin.text


def test_an_offices_last_person_locked_its_cases_go_back(world, office, admin):
    code = office.accepted(world.citizen("Tư"))
    locks(admin, office, office.handler)
    assert world.case(code).status == "assigned"  # its head can give it to somebody
    office.dispatcher.forget()
    locks(admin, office, office.head)
    assert world.case(code).status == "received"
    assert office.dispatcher.got("card.card") and not admin.got("stranded.cases")


def test_a_draft_comes_before_who_approves_now(world, office, admin):
    director = office.colleague("director", name="Hồ Thị Giám")
    code = office.drafted(world.citizen("Tư"))
    director.forget()
    locks(admin, office, office.head)
    assert director.got("card.card")
    director.says(f"/duyet {code}").taps("Duyệt và gửi")
    assert world.case(code).status == "answered"


@pytest.mark.parametrize("goes", ["/khoa {}", "/xoanguoi {} phong", "/botvai {} dispatcher: phong"])
def test_what_accuses_the_only_one_left_goes_to_the_director(world, office, admin, goes):
    director = office.colleague("director", name="Hồ Thị Giám")
    other = office.colleague("dispatcher", name="Bùi Thị Phối")
    code = conduct(world, "ông Trần Văn Điều")
    other.says(f"/hoso {code}")
    assert other.got("staff.file")
    director.forget()
    admin.says(goes.format(office.person_id(other)))
    assert director.got("card.card")
    director.says(f"/tiepnhan {code}").says(f"/nhan {code}")
    assert world.case(code).status == "in_progress"
    assert "to_director" in actions(world, code)
    office.dispatcher.says(f"/hoso {code}")
    assert office.dispatcher.keys == ["staff.no_such_case"]


def test_where_nobody_receives_it_waits_for_somebody_who_will(world, office, admin):
    """The only dispatcher, whom it does not accuse, has lost their phone."""
    office.colleague("director", name="Hồ Thị Giám")
    code = conduct(world)
    locks(admin, office, office.dispatcher)
    assert admin.got("stranded.cases") and code in admin.text
    admin.says(f"/khoa {office.person_id(office.dispatcher)} mo")
    office.dispatcher.says(f"/hoso {code}")
    assert office.dispatcher.got("staff.file")


# --- what comes late -----------------------------------------------------------------------------


def test_a_delayed_card_does_not_reach_who_was_locked_meanwhile(world, office, admin):
    world.channel.fails[office.dispatcher.id] = [Later(90, "busy")]
    code = submitted(world.citizen("Tư"))
    locks(admin, office, office.dispatcher)
    world.later(minutes=5)
    world.tick()
    assert "people.locked_now" in {p.message.key for p in office.dispatcher.seen}
    assert code not in "\n".join(p.message.text for p in office.dispatcher.seen)
    row = world.rows("SELECT state FROM outbox WHERE key = 'card.card' ORDER BY id")
    assert row == [("dropped",)]


def test_a_delayed_answer_to_an_official_comes_though_the_case_has_gone(world, office):
    code = office.taken(world.citizen("Tư"))
    world.channel.fails[office.handler.id] = [Later(90, "busy")]
    office.handler.says(f"/chuyen {code} ktdn Việc của phòng bạn.")
    world.later(minutes=5)
    world.tick()
    assert "staff.done_transfer" in {p.message.key for p in office.handler.seen}


def test_a_delayed_notice_reaches_its_sender_whoever_may_see_the_case(world, office):
    citizen = world.citizen("Tư")
    code = office.accepted(citizen)
    world.channel.fails[citizen.id] = [Later(90, "busy")]
    office.handler.says(f"/nhan {code}")
    answer(office.handler, code, "Mời đến nhận.")
    office.head.says(f"/duyet {code}").taps("Duyệt và gửi")
    world.later(minutes=5)
    world.tick()
    assert "notice.answer" in {p.message.key for p in citizen.seen}


def test_a_delayed_card_does_not_reach_a_group_whose_office_lost_the_case(world, office):
    group = office.head.in_group("-100700")
    group.says(f"/nhom {REGISTRY}")
    world.channel.fails["-100700"] = [Later(90, "busy")]
    code = office.accepted(world.citizen("Tư"))
    office.dispatcher.says(f"/chuyen {code} ktdn Việc của phòng bạn.")
    world.later(minutes=5)
    world.tick()
    assert code not in "\n".join(p.message.text for p in group.seen)
