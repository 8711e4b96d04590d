"""Another office is asked about a case: it sees the question and nothing else."""

from __future__ import annotations

import pytest

from cases.kinds import Kind
from tests.office import FOREIGN, RUDE, Office, actions, filed, put, sent_to_citizens, submitted
from tests.officials.test_staff_web import Browser, official_at, site
from tests.people import Person, World

__all__ = ["site"]

ASK = "Hồ sơ có vốn nước ngoài thì nộp ở đâu?"
OPINION = "Nộp tại phòng chúng tôi, quầy 5."


@pytest.fixture
def database(sqlite_database: str) -> str:
    return sqlite_database


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


@pytest.fixture
def expert(office: Office) -> Person:
    return office.colleague("handler", FOREIGN, "Đỗ Thị Ngoại")


def sees_nothing(person: Person, code: str) -> None:
    for command in ("hoso", "tep", "nhan", "traloi", "ghichu", "nhatky"):
        person.says(f"/{command} {code} xem")
        assert person.keys in (["staff.no_such_case"], ["common.not_for_you"]), person.keys


def test_the_office_answers_by_reply_and_gains_no_sight(
    world: World, office: Office, expert: Person
) -> None:
    code = office.taken(world.citizen("Tư"))
    office.handler.says(f"/phoihop {code} KTĐN {ASK}")
    assert office.handler.got("consult.check")
    office.handler.taps("Gửi câu hỏi thôi")
    assert office.handler.got("staff.done_consult")
    assert ASK in expert.text and "hết thứ Năm 19/11" in expert.text
    for secret in ("Võ Thị Tư", "0905", "giấy tờ", "cổ phần"):
        assert secret not in expert.text
    office.handler.says(f"/hoso {code}")
    assert "Đang hỏi ý kiến: Phòng Kinh tế Đối ngoại (hạn thứ Năm 19/11)" in office.handler.text
    sees_nothing(expert, code)
    expert.says("/homnay")
    assert f"Cho ý kiến về {code}" in expert.text and expert.buttons[0] == f"Ý kiến {code}"
    asked = next(p for p in expert.seen if p.message.key == "consult.asked")
    sent = world.rows("SELECT message_id FROM outbox WHERE id = :id", id=asked.id)[0][0]
    office.handler.forget()
    expert.says(OPINION, reply_to=sent)
    assert expert.keys == ["consult.thanks"]
    assert OPINION in office.handler.text and "Phòng Kinh tế Đối ngoại" in office.handler.text
    assert actions(world, code)[-2:] == ["consult", "opinion"]
    office.head.says(f"/hoso {code}")
    assert OPINION in office.head.text and ASK in office.head.text
    assert "Đang hỏi ý kiến" not in office.head.text
    sees_nothing(expert, code)
    expert.says("/homnay")
    assert code not in expert.text
    expert.says(f"/phoihop {code} Thêm một ý.")
    assert expert.keys == ["staff.no_such_case"]
    assert OPINION not in sent_to_citizens(world) and ASK not in sent_to_citizens(world)


def test_the_story_goes_along_covered_only_when_its_asker_says_so(
    world: World, office: Office, expert: Person
) -> None:
    citizen = world.citizen("Tư")
    code = office.taken(citizen)
    citizen.says(f"/bosung {code} Tôi là Võ Thị Tư, gọi 0905.123.218 hay tu@example.vn nhé.")
    office.handler.says(f"/phoihop {code}").says("kinh tế đối ngoại").says(ASK)
    preview = office.handler.text
    assert "quá nhiều giấy tờ" in preview and "0905" not in preview
    expert.forget()
    office.handler.taps("Kèm lời kể")
    assert "quá nhiều giấy tờ" in expert.text and "•••" in expert.text
    for secret in ("Võ Thị Tư", "0905", "218", "tu@example.vn"):
        assert secret not in expert.text


def test_a_restricted_case_is_asked_about_nowhere(
    world: World, office: Office, expert: Person
) -> None:
    code = submitted(world.citizen("Tư"), story=RUDE, mode="Giữ kín")
    office.dispatcher.says(f"/tiepnhan {code}").says(f"/nhan {code}")
    assert "Hỏi phòng khác" not in office.dispatcher.buttons
    expert.forget()
    office.dispatcher.says(f"/phoihop {code} KTĐN {ASK}")
    assert office.dispatcher.keys == ["consult.never_restricted"]
    assert expert.keys == []


def test_become_restricted_meanwhile_it_is_asked_no_more(
    world: World, office: Office, expert: Person
) -> None:
    code = office.taken(world.citizen("Tư"))
    office.handler.says(f"/phoihop {code} KTĐN {ASK}").taps("Gửi câu hỏi thôi")
    put(world, code, "in_progress", restricted=1)
    expert.says("/homnay")
    assert code not in expert.text
    expert.taps_data(f"/phoihop {code}")
    assert expert.keys == ["staff.no_such_case"]


def test_withdrawn_and_only_by_the_office_that_asked(
    world: World, office: Office, expert: Person
) -> None:
    code = office.taken(world.citizen("Tư"))
    office.handler.says(f"/phoihop {code} KTĐN {ASK}").taps("Gửi câu hỏi thôi")
    expert.says(f"/thoihoi {code}")
    assert expert.keys == ["staff.no_such_case"]
    expert.says(f"/phoihop {code}")
    assert expert.keys == ["consult.opinion_words"] and ASK in expert.text
    office.handler.says(f"/thoihoi {code}")
    assert office.handler.got("staff.done_end_consult")
    assert expert.got("consult.ended")
    expert.says(OPINION)
    assert expert.keys == ["consult.over"]
    assert actions(world, code)[-1] == "end_consult"


def test_nobody_is_asked_about_what_they_sent_or_are_kept_from(
    world: World, office: Office, expert: Person
) -> None:
    own = filed(world, submitter_id=office.person_id(expert))
    accusing = filed(world, accused=(office.person_id(expert),), kind=Kind.REGULATION)
    for code in (own, accusing):
        office.dispatcher.says(f"/tiepnhan {code} dkkd")
        office.handler.says(f"/nhan {code}")
        expert.forget()
        office.handler.says(f"/phoihop {code} KTĐN {ASK}").taps("Gửi câu hỏi thôi")
        assert office.handler.got("consult.nobody")
        assert not expert.got("consult.asked")
        expert.says("/homnay")
        assert code not in expert.text


def test_in_the_web_chat_by_button(world: World, office: Office, site: str) -> None:
    admin = office.colleague("admin", name="Quản Trị")
    web: Browser = official_at(world, site, admin, f"handler {FOREIGN}", "Đỗ Văn Mạng")
    code = office.taken(world.citizen("Tư"))
    office.handler.says(f"/phoihop {code} KTĐN {ASK}").taps("Gửi câu hỏi thôi")
    assert ASK in web.text and "Võ Thị Tư" not in web.text
    web.says(f"/hoso {code}").says(f"/phoihop {code}").says(OPINION)
    assert "Không có việc nào mang mã này" in web.text and "Đã gửi ý kiến" in web.text
    assert OPINION in office.handler.text
