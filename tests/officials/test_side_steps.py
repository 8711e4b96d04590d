"""Officials hear of what runs beside the clock of a case: publication, a second look, an opinion of
another office, an explanation; and of what waits in registers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from cases.days.deadlines import VIETNAM
from cases.kinds import Kind
from tests.office import FOREIGN, REGISTRY, RUDE, Office, answer, filed, put, submitted
from tests.people import FakeChannel, Person, World

ON_BOTH = pytest.mark.parametrize("world", ["telegram", "zalo"], indirect=True)
SUMMARY = "Có phản ánh về thái độ tiếp dân tại quầy."
_URGED = "Quá hạn chưa ai xong, nhờ anh/chị đôn đốc"


@pytest.fixture
def world(request: pytest.FixtureRequest, sqlite_database: str, tmp_path) -> Iterator[World]:
    name = getattr(request, "param", "telegram")
    edits = name == "telegram"
    channel = FakeChannel(name, edits=edits, buttons=20 if edits else 5)
    made = World(sqlite_database, tmp_path, channel=channel)
    yield made
    made.close()


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


def mornings(world: World, *days: int) -> None:
    """November 2026, at eight; then once more the same day, when nothing may be told twice."""
    for day in days:
        for hour, minute in ((8, 5), (13, 35)):
            world.now = datetime(2026, 11, day, hour, minute, tzinfo=VIETNAM).astimezone(UTC)
            world.tick()


def told(person: Person, name: str) -> list[str]:
    """The words of each line in which the person was reminded of it: group, then step."""
    return [
        f"{line.removeprefix('• ').partition(':')[0]} / {line.partition(name)[2][2:].split(')')[0]}"
        for p in person.seen
        for line in p.message.text.splitlines()
        if line.startswith("•") and name in line
    ]


@ON_BOTH
def test_an_answer_that_is_not_published_is_told_to_who_publishes(world, office):
    """Answered on Monday 16/11, two working days."""
    code = office.answered(world.citizen())
    mornings(world, 17, 18, 19, 20)
    assert told(office.dispatcher, code) == [
        "Hết hạn hôm nay / công khai",
        "Quá hạn / công khai",
    ]
    for person in (office.handler, office.head):
        assert told(person, code) == []


def test_what_is_published_or_never_is_is_not_told(world, office):
    published = office.answered(world.citizen())
    office.dispatcher.says(f"/congkhai {published} Từ nay nộp qua mạng là đủ.")
    office.dispatcher.taps("Đã bỏ, công khai")
    assert world.case(published).published
    main, merged = office.taken(world.citizen()), submitted(world.citizen())
    office.dispatcher.says(f"/gop {merged} vào {main}")
    answer(office.handler, main, "Từ nay nộp qua mạng là đủ.")
    office.head.says(f"/duyet {main}").taps("Duyệt và gửi")
    assert world.case(merged).status == "answered"
    question = filed(world, kind=Kind.QUESTION)
    put(world, question, "answered", answered_at=world.now)
    mornings(world, 17, 18, 19, 20)
    for code in (published, question, merged):
        assert told(office.dispatcher, code) == []
    assert told(office.dispatcher, main), "one of those answered together"


@ON_BOTH
def test_a_second_look_past_its_days_goes_to_the_reviewer_then_the_director(world, office):
    reviewer = office.colleague("dispatcher", name="Hồ Xem Lại")
    director = office.colleague("director")
    citizen = world.citizen()
    code = office.answered(citizen)
    world.later(days=1)
    citizen.says(f"/danhgia {code} 2")  # Tuesday 17/11: five working days, 24/11 is a day off
    assert world.case(code).second_look
    mornings(world, 20, 23, 25, 26, 27, 30)
    looked = ["Hết hạn hôm nay / xem lại trả lời", "Quá hạn / xem lại trả lời"]
    assert told(reviewer, code) == looked
    assert told(director, code) == [f"{_URGED} / xem lại trả lời"]
    reviewer.says(f"/giunguyen {code} Ba giấy tờ là theo đúng luật.")
    assert not world.case(code).second_look


def test_of_a_closed_case_too_and_once(world, office):
    reviewer, citizen = office.colleague("dispatcher", name="Hồ Xem Lại"), world.citizen()
    code = office.answered(citizen)
    office.dispatcher.says(f"/dong {code}")
    citizen.says(f"/danhgia {code} 1")
    assert (world.case(code).status, world.case(code).second_look) == ("closed", True)
    mornings(world, 25, 26, 27)
    assert told(reviewer, code) == ["Quá hạn / xem lại trả lời"]


def test_of_a_restricted_second_look_only_the_code_is_told(world, office):
    reviewer = office.colleague("dispatcher", name="Hồ Xem Lại")
    director = office.colleague("director")
    citizen = world.citizen()
    code = submitted(citizen, RUDE)
    office.dispatcher.says(f"/tiepnhan {code}").says(f"/nhan {code}")
    answer(office.dispatcher, code, "Đã nhắc nhở.")
    director.says(f"/duyet {code}").taps("Duyệt và gửi")
    citizen.says(f"/danhgia {code} 1")
    assert world.case(code).second_look
    mornings(world, 23, 25)
    reminded = told(reviewer, code) + told(director, code)
    assert len(reminded) == 2
    assert {line.partition(" / ")[2] for line in reminded} == {"xem lại trả lời"}
    for person in (office.handler, office.head):
        assert not [p for p in person.seen if code in p.message.text]


@ON_BOTH
def test_an_opinion_past_its_day_goes_to_who_is_asked_then_to_who_asked(world, office):
    abroad = office.colleague("handler", FOREIGN, name="Võ Thị Ngoại")
    code = office.taken(world.citizen())
    office.handler.says(f"/phoihop {code} kinh tế đối ngoại Có cần ý kiến Bộ không?")
    office.handler.taps("Gửi câu hỏi thôi")
    mornings(world, 18, 19, 20)  # three working days: Thursday 19/11
    assert told(abroad, code) == ["Hết hạn hôm nay / cho ý kiến", "Quá hạn / cho ý kiến"]
    assert told(office.handler, code) == []
    mornings(world, 23)
    assert f"{_URGED} / cho ý kiến" in told(office.handler, code)
    abroad.taps(code)
    assert "Có cần ý kiến Bộ không?" in abroad.text
    abroad.says("Không cần.")
    mornings(world, 25, 26)
    assert len(told(abroad, code)) == 2


def test_the_accused_side_is_reminded_by_its_number_and_who_asked_by_the_code(world, office):
    second = office.colleague("dispatcher", name="Bùi Thị Phối")
    code = filed(world, kind=Kind.CONDUCT, story=RUDE, suggested_office="", about_office=REGISTRY)
    office.dispatcher.says(f"/tiepnhan {code}").says(f"/nhan {code}")
    office.dispatcher.says(f"/giaitrinh {code} {SUMMARY}").taps("Trưởng phòng")
    number = f"GT-{office.dispatcher.text.split('GT-')[1][:6]}"
    second.taps("Đọc lời hỏi").taps("Không lộ, gửi đi")
    same_day = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)  # as promised to the sender: by chance
    put(world, code, "in_progress", due_at=same_day)
    mornings(world, 20, 23, 25)  # five working days: Monday 23/11; 24/11 is a day off
    assert told(office.head, number) == ["Hết hạn hôm nay / giải trình", "Quá hạn / giải trình"]
    assert not [p for p in office.head.seen if code in p.message.text]
    assert "giải trình" not in str(told(office.dispatcher, code))
    mornings(world, 26)
    assert f"{_URGED} / giải trình" in told(office.dispatcher, code)
    assert f"{_URGED} / giải trình" not in told(second, code)
    office.head.taps(number)
    assert SUMMARY in office.head.text
    office.head.says("Hôm ấy quầy thiếu người.")
    mornings(world, 27)
    assert len(told(office.head, number)) == 2


def test_the_morning_counts_what_waits_in_registers(world, office):
    citizen = world.citizen()
    code = office.accepted(citizen)
    submitted(world.citizen("Năm"))
    citizen.says(f"/dulieu sua {code}").taps("Lời đã kể")
    citizen.says("Tôi viết nhầm tên xã trong lời kể, xin sửa thành Bình Sơn")
    mornings(world, 17)
    told_them = office.dispatcher.text
    assert "1 yêu cầu về dữ liệu cá nhân" in told_them
    assert "Chưa nhập vào hệ thống PAKN: 1 việc (/chuanhap)" in told_them
    assert "PAKN:" not in office.handler.text
    office.dispatcher.says(f"/mapakn {code} PAKN.20261117.0001")
    mornings(world, 18)
    assert "Chưa nhập" not in office.dispatcher.text
