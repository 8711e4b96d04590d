"""An answer its sender is not content with: somebody else looks at it, while it stands."""

from __future__ import annotations

import dataclasses

import pytest

from tests.office import REGISTRY, RUDE, Office, actions, answer, submitted
from tests.people import FakeChannel, Person, World, sample_agency


@pytest.fixture
def database(sqlite_database: str) -> str:
    return sqlite_database


@pytest.fixture(params=["telegram", "zalo"])
def citizen(request, database: str, tmp_path) -> Person:
    zalo = FakeChannel("zalo", edits=False, buttons=5)
    world = World(database, tmp_path, channels=(zalo,))
    request.addfinalizer(world.close)
    return world.citizen("Tư", zalo if request.param == "zalo" else None)


@pytest.fixture
def office(citizen: Person) -> Office:
    return Office(citizen.world)


@pytest.fixture
def reviewer(office: Office) -> Person:
    return office.colleague("dispatcher", name="Hồ Xem Lại")


def not_content(office: Office, citizen: Person) -> str:
    code = office.answered(citizen)
    citizen.says(f"/danhgia {code} 2")
    return code


def test_not_content_opens_a_second_look_and_the_answer_stands(office, citizen, reviewer):
    world = citizen.world
    code = not_content(office, citizen)
    assert citizen.keys == ["second.opened"] and "5 ngày làm việc" in citizen.text
    case = world.case(code)
    assert (case.status, case.second_look) == ("answered", True)
    for person in (office.dispatcher, reviewer):
        assert any("chưa hài lòng" in p.message.text for p in person.seen), person.name
    reviewer.says("/homnay")
    assert code in reviewer.text and "quá hạn" not in reviewer.text
    citizen.says(f"/tracuu {code}")
    assert "người khác đang xem lại" in citizen.text


def test_who_answered_or_approved_never_looks(office, citizen, reviewer):
    code = not_content(office, citizen)
    for person in (office.handler, office.head):
        for word in ("giunguyen", "lamlai"):
            person.says(f"/{word} {code} Không có gì sai.")
            assert person.keys in (["staff.not_now"], ["common.not_for_you"])
    assert citizen.world.case(code).second_look


def test_the_answer_is_kept_with_a_reason_and_then_may_be_closed(office, citizen, reviewer):
    world = citizen.world
    code = not_content(office, citizen)
    for word in ("dong", "congkhai"):
        office.dispatcher.says(f"/{word} {code}")
        assert office.dispatcher.got("second.first")
    world.later(days=60)
    world.tick()
    assert world.case(code).status == "answered", "the clock does not close it over their head"
    assert reviewer.got("clock.morning") and "quá hạn" not in reviewer.text
    reviewer.says(f"/giunguyen {code} Ba giấy tờ là theo đúng luật.")
    assert reviewer.got("staff.done_confirm_answer")
    assert citizen.got("notice.confirm_answer") and "theo đúng luật" in citizen.text
    case = world.case(code)
    assert (case.status, case.second_look) == ("answered", False)
    citizen.says(f"/danhgia {code} 1")
    assert citizen.keys == ["actions.rated_low"], "once per answer; what is left is to ask again"
    assert "Xin xem lại" in citizen.buttons
    world.tick()
    assert world.case(code).status == "closed"


def test_or_it_is_done_again_by_others(office, citizen, reviewer):
    world = citizen.world
    other = office.colleague("handler", REGISTRY, "Võ Minh Sau")
    code = not_content(office, citizen)
    reviewer.says(f"/lamlai {code} Chưa trả lời ý về lệ phí.")
    assert reviewer.got("staff.done_send_again")
    assert citizen.got("notice.send_again") and "ý về lệ phí" in citizen.text
    case = world.case(code)
    assert (case.status, case.rating, case.owner_id) == ("received", None, None)
    reviewer.says(f"/tiepnhan {code} dkkd")
    office.handler.says(f"/nhan {code}")
    assert not office.handler.got("staff.done_take")
    other.says(f"/nhan {code}")
    answer(other, code, "Lệ phí là 100.000 đồng.")
    office.head.says(f"/duyet {code}")
    assert office.head.got("staff.not_now"), "who approved before does not approve again"


def test_a_better_mark_ends_it(office, citizen, reviewer):
    code = not_content(office, citizen)
    citizen.says(f"/danhgia {code} 4")
    assert citizen.keys == ["actions.rated"]
    assert not citizen.world.case(code).second_look
    reviewer.says(f"/giunguyen {code} Đúng rồi.")
    assert reviewer.got("staff.not_now")


def test_asking_to_look_again_is_the_stronger_word(office, citizen, reviewer):
    code = not_content(office, citizen)
    citizen.says(f"/xemlai {code} van chua tra le phi")
    case = citizen.world.case(code)
    assert (case.status, case.second_look) == ("received", False)


def test_where_nobody_else_is_there_nothing_is_promised(citizen):
    world = citizen.world
    only = world.official("dispatcher", name="Chị Hoa")
    world.grant(only, "handler", REGISTRY)
    code = submitted(citizen)
    for said in (f"/tiepnhan {code} dkkd", f"/nhan {code}"):
        only.says(said)
    answer(only, code, "Xong rồi.")
    world.minute_passes()
    citizen.says(f"/danhgia {code} 1")
    assert citizen.keys == ["actions.rated_low"]
    assert not world.case(code).second_look


def test_a_restricted_case_is_looked_at_within_its_wall(office, citizen, reviewer):
    world = citizen.world
    director = office.colleague("director", name="Giám Đốc")
    code = submitted(citizen, RUDE, "Người giải quyết")
    office.dispatcher.says(f"/tiepnhan {code}").says(f"/nhan {code}")
    answer(office.dispatcher, code, "Đã nhắc nhở.")
    director.says(f"/duyet {code}").taps("Duyệt và gửi")
    citizen.says(f"/danhgia {code} 1")
    assert world.case(code).second_look
    for person in (office.handler, office.head):
        assert all(code not in p.message.text for p in person.seen)
    reviewer.says(f"/giunguyen {code} Đã đúng quy định.")
    assert citizen.keys[-1] == "notice.restricted" and "đúng quy định" not in citizen.text


# --- reopening -----------------------------------------------------------------------------------


@pytest.fixture
def short(database: str, tmp_path):
    agency = sample_agency()
    limits = dataclasses.replace(agency.limits, reopen_days=10, reopen_times=2)
    made = World(database, tmp_path, agency=dataclasses.replace(agency, limits=limits))
    yield made
    made.close()


def closed(office: Office, citizen: Person) -> str:
    code = office.answered(citizen)
    office.dispatcher.says(f"/dong {code}")
    return code


def test_what_is_left_of_reopening_is_shown_and_the_last_day_counts_whole(short):
    office, citizen = Office(short), short.citizen("Tư")
    code = closed(office, citizen)
    citizen.says(f"/tracuu {code}")
    assert "Còn mở lại được 2 lần, đến hết thứ Năm 26/11" in citizen.text
    short.later(days=10, hours=10)  # seven in the evening of the last day
    citizen.says(f"/tracuu {code}")
    assert "Mở lại việc này" in citizen.buttons
    short.later(hours=6)
    citizen.says(f"/tracuu {code}")
    assert "Còn mở lại" not in citizen.text and "Mở lại việc này" not in citizen.buttons
    citizen.says(f"/xemlai {code}")
    assert citizen.keys == ["actions.too_late"]


def test_each_reopening_leaves_one_less(short):
    office, citizen = Office(short), short.citizen("Tư")
    for name in ("Hồ Hai", "Hồ Ba"):
        office.colleague("dispatcher", name=name)
        office.colleague("handler", REGISTRY, name)
    code = closed(office, citizen)
    for left in (1, 0):
        citizen.says(f"/xemlai {code} van chua dung")
        assert citizen.got("actions.looking_again"), citizen.keys
        short.store(
            lambda tx: tx.run(
                "UPDATE cases SET status = 'closed', version = version + 1 WHERE code = :c", c=code
            )
        )
        citizen.says(f"/tracuu {code}")
        assert (f"Còn mở lại được {left} lần" in citizen.text) == bool(left)
    citizen.says(f"/xemlai {code} van chua dung")
    assert citizen.keys == ["actions.too_late"]
    assert actions(short, code).count("reopen") == 2
