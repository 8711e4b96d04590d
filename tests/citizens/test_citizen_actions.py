"""Withdrawing, rating, asking for another look: what a sender may do, and kindly why not."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.people import Person, World, sample_agency
from tests.stories import OFFICE, sends_feedback, sends_tip, staff


@pytest.fixture
def short_limits(database: str, tmp_path: Path) -> Iterator[World]:
    agency = sample_agency()
    limits = dataclasses.replace(agency.limits, reopen_days=10, reopen_times=1)
    made = World(database, tmp_path, agency=dataclasses.replace(agency, limits=limits))
    yield made
    made.close()


# --- withdrawing ---------------------------------------------------------------------------------


def test_a_case_is_withdrawn_after_one_question(world: World) -> None:
    office = staff(world)
    for yes in ("Rút lại", "co", "Đồng ý", "1", "yes"):
        citizen = world.citizen()
        code = sends_feedback(citizen)
        citizen.says("rut")
        assert citizen.keys == ["actions.withdraw_sure"] and code in citizen.text
        citizen.says(yes)
        assert citizen.keys == ["actions.withdrawn"], yes
        assert world.case(code).status == "withdrawn"
        assert world.case(code).ended_at is not None
        assert "Đã rút" in office.dispatcher.seen[-1].message.text


def test_or_it_stays(world: World) -> None:
    citizen = world.citizen()
    code = sends_feedback(citizen)
    for no in ("Thôi, để Sở xem tiếp", "khong", "2", "thôi"):
        citizen.says(f"/rut {code}").says(no)
        assert citizen.keys == ["actions.not_withdrawn"], no
    assert world.case(code).status == "received"


def test_with_several_cases_it_is_asked_which(world: World) -> None:
    citizen = world.citizen()
    first, second = sends_feedback(citizen), sends_feedback(citizen)
    citizen.says("rut")
    assert citizen.keys == ["actions.which"]
    citizen.taps(first).says("co")
    assert world.case(first).status == "withdrawn"
    assert world.case(second).status == "received"


def test_what_is_over_cannot_be_withdrawn(world: World) -> None:
    citizen, office = world.citizen(), staff(world)
    code = sends_feedback(citizen)
    office.refuses(code, "Việc này thuộc Sở Xây dựng.")
    citizen.says(f"rut {code}")
    assert citizen.keys == ["actions.not_now"]
    citizen.taps("Xem việc này")
    assert citizen.got("status.view")
    citizen.says("rut")
    assert citizen.keys == ["actions.none_to_withdraw"]


def test_a_tip_is_withdrawn_by_its_number(world: World) -> None:
    citizen, reader = world.citizen(), world.citizen()
    code, number = sends_tip(citizen)
    citizen.says("rut")
    assert citizen.keys == ["actions.none_to_withdraw"], "nothing ties a tip to its chat"
    reader.says(number).taps("Rút lại").says("co")
    assert world.case(code).status == "withdrawn"


def test_a_submission_under_way_comes_back_after_it(world: World) -> None:
    citizen = world.citizen()
    sends_feedback(citizen)
    citizen.says("van phong dai dien lam thu tuc rat lau va kho hieu")
    asked = citizen.keys[-1]
    citizen.says("rut").says("khong")
    assert citizen.keys == ["actions.not_withdrawn", asked]


# --- rating --------------------------------------------------------------------------------------


def _answered(world: World) -> tuple[Person, str]:
    citizen = world.citizen()
    code = sends_feedback(citizen)
    staff(world).answers(code, "Mời ông/bà đến nhận.")
    return citizen, code


STARS = {
    "Rất hài lòng": 5, "1": 1, "5 sao": 5, "bình thường": 3, "đã rõ": 4,
    "chua ro": 2, "ok": 4, "cam on so nhe": 4,
    "5": 5,
}  # fmt: skip


def test_an_answer_is_rated_in_everyday_words(world: World) -> None:
    citizen, code = _answered(world)
    citizen.taps("Tôi đã rõ")
    assert citizen.keys == ["actions.clear"]  # nobody is surveyed at that moment
    for said, stars in STARS.items():
        citizen.says(f"/danhgia {code}").says(said)
        assert citizen.keys == ["actions.rated" if stars > 2 else "second.opened"], said
        assert world.case(code).second_look == (stars <= 2)
        assert world.case(code).rating == stars
    assert world.case(code).status == "answered"


def test_rating_in_one_message(world: World) -> None:
    citizen, code = _answered(world)
    citizen.says(f"/danhgia {code} 4")
    assert citizen.keys == ["actions.rated"] and world.case(code).rating == 4
    citizen.says(f"danh gia {code} chua")
    assert world.case(code).rating == 2
    assert "Xin xem lại" in citizen.buttons


def test_a_comment_is_kept_with_the_rating(world: World) -> None:
    citizen, _ = _answered(world)
    citizen.says("danh gia").says("Cán bộ trả lời rõ ràng, nhưng tôi phải chờ hơi lâu mới được.")
    assert citizen.got("common.kept_as_story")
    citizen.says("4")
    kept = world.rows("SELECT body FROM case_text WHERE kind = 'supplement'")
    assert kept == [("Cán bộ trả lời rõ ràng, nhưng tôi phải chờ hơi lâu mới được.",)]


def test_nothing_to_rate_is_said_kindly(world: World) -> None:
    citizen = world.citizen()
    sends_feedback(citizen)
    citizen.says("danh gia")
    assert citizen.keys == ["actions.none_to_rate"]


def test_what_is_no_rating_is_asked_again(world: World) -> None:
    citizen, _ = _answered(world)
    citizen.says("danh gia").says("bay gio may gio")
    assert citizen.keys == ["actions.stars_form", "actions.rate"]


# --- another look --------------------------------------------------------------------------------


def test_an_answer_is_looked_at_again_by_others(world: World) -> None:
    citizen, code = _answered(world)
    colleague = world.official("handler", OFFICE, name="Chị Mai")
    world.later(days=2)
    due = world.case(code).due_at
    citizen.taps("Chưa ổn")
    assert citizen.keys == ["actions.why_again"]
    citizen.says("chua tra lai tien le phi cho toi")
    assert citizen.keys == ["actions.looking_again"] and "người khác xem" in citizen.text
    case = world.case(code)
    assert (case.status, case.owner_id, case.office, case.rating) == ("received", None, "", None)
    assert case.suggested_office == OFFICE
    assert case.due_at is not None and due is not None and case.due_at > due
    dispatcher = world.official("dispatcher", name="Anh Bình")
    dispatcher.says(f"/tiepnhan {code} {OFFICE}")
    assert colleague.seen[-1].message.key == "card.card"
    assert "chua tra lai tien le phi cho toi" in colleague.seen[-1].message.text


def test_who_answered_cannot_take_it_again(world: World) -> None:
    citizen, office = world.citizen(), staff(world)
    colleague = world.official("handler", OFFICE, name="Chị Mai")
    code = sends_feedback(citizen)
    office.answers(code, "Không có gì sai cả.")
    citizen.says(f"/xemlai {code} toi thay chua dung")
    office.accepts(code)
    office.handler.says(f"/nhan {code}")
    assert not office.handler.got("staff.done_take")
    colleague.says(f"/nhan {code}")
    assert colleague.got("staff.done_take")


def test_where_nobody_else_is_there_the_case_is_not_stranded(world: World) -> None:
    only = world.official("dispatcher", name="Chị Hoa")
    world.grant(only, "handler", OFFICE)
    citizen = world.citizen()
    code = sends_feedback(citizen)
    for said in (f"/tiepnhan {code} {OFFICE}", f"/nhan {code}", f"/traloi {code} Xong rồi."):
        only.says(said)
    only.taps("Không kèm")
    assert world.case(code).status == "answered"
    world.minute_passes()
    citizen.says(f"/xemlai {code} toi thay chua dung")
    assert "người khác" not in citizen.text, "nothing is promised that will not be kept"
    only.says(f"/tiepnhan {code} {OFFICE}").says(f"/nhan {code}")
    assert only.got("staff.done_take")


def test_a_refusal_is_appealed_once(world: World) -> None:
    citizen, office = world.citizen(), staff(world)
    other = world.official("dispatcher", name="Anh Bình")
    code = sends_feedback(citizen)
    office.refuses(code, "Trùng việc khác.")
    citizen.taps("Xin xem lại")
    assert citizen.keys == ["actions.why_appeal"]
    citizen.says("khong trung, day la ho so khac han")
    assert citizen.keys == ["actions.looking_again"] and world.case(code).status == "received"
    office.dispatcher.says(f"/tuchoi {code} van trung")
    assert world.case(code).status == "received", "who refused it does not decide it again"
    other.says(f"/tuchoi {code} Đã xem lại, vẫn trùng.")
    assert world.case(code).status == "refused"
    citizen.says(f"xem lai {code}")
    assert citizen.keys == ["actions.appealed_before"]
    assert "Gặp cán bộ" in citizen.buttons


def test_a_closed_case_is_reopened_within_the_limits(short_limits: World) -> None:
    world = short_limits
    citizen, office = world.citizen(), staff(world)
    world.official("dispatcher", name="Anh Bình"), world.official("handler", OFFICE)
    code = sends_feedback(citizen)
    office.answers(code, "Mời ông/bà đến nhận.")
    office.closes(code)
    citizen.says(f"xem lai {code}").sends("photo", name="phieu.jpg")
    assert citizen.keys == ["actions.looking_again"]
    assert world.case(code).status == "received"


def test_too_late_to_reopen_is_no_dead_end(short_limits: World) -> None:
    world = short_limits
    citizen, office = world.citizen(), staff(world)
    code = sends_feedback(citizen)
    office.answers(code, "Mời ông/bà đến nhận.")
    office.closes(code)
    world.later(days=11)
    citizen.says(f"xem {code}")
    assert "Mở lại việc này" not in citizen.buttons
    citizen.says(f"xem lai {code}")
    assert citizen.keys == ["actions.too_late"]
    assert citizen.buttons == ["Gặp cán bộ", "Gửi việc mới"]
    citizen.says("xem lai")
    assert citizen.keys == ["actions.too_late"], "the only one that could be meant"


def test_nothing_to_look_at_again_is_said_kindly(world: World) -> None:
    citizen = world.citizen()
    sends_feedback(citizen)
    citizen.says("xem lai")
    assert citizen.keys == ["actions.none_to_look_again"]


def test_in_english(world: World) -> None:
    citizen, code = _answered(world)
    citizen.says("english").says(f"look again {code}").says("the fee was not paid back")
    assert citizen.keys == ["actions.looking_again"]
    assert "We will look at case" in citizen.text
