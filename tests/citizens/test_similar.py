"""While somebody tells of a matter like one that was published, its answer is offered in one line;
what was not published, or accuses somebody, never is."""

from __future__ import annotations

import pytest

from cases.words.nearest import Nearest
from tests.citizens.test_me_too import publish
from tests.office import RUDE, Office, answer, filed, put, submitted
from tests.officials.test_staff_web import Browser, site
from tests.people import Person, World

__all__ = ["site"]
ASKED = "Đăng ký thành lập công ty qua mạng rồi vẫn bị đòi nộp bản giấy"
PUBLISHED = f"{ASKED}: từ nay nộp qua mạng là đủ, không phải nộp bản giấy."
TOLD = "toi dang ky thanh lap cty qua mang roi ma van bi doi nop them ban giay"
OTHER = "Website của Sở chữ nhỏ quá, người già không đọc được"


@pytest.fixture
def database(sqlite_database: str) -> str:
    return sqlite_database


@pytest.fixture
def beside(zalo_bot):
    return (zalo_bot,)


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


@pytest.fixture
def published(world, office) -> str:
    code = office.answered(world.citizen("Tư"))
    publish(office, code, PUBLISHED)
    return code


def offered(person: Person) -> bool:
    return "similar.line" in [p.message.key for p in person.seen]


def test_it_is_offered_once_read_and_nothing_is_lost(world, published):
    citizen = world.citizen("Bảy")
    citizen.says(TOLD)
    assert citizen.keys[-2] == "similar.line" and published in citizen.text
    assert citizen.keys[-1].startswith("submit.subject")
    citizen.taps("Xem trả lời ấy")
    assert citizen.keys[0] == "similar.answer" and "nộp qua mạng là đủ" in citizen.text
    assert citizen.keys[-1].startswith("submit.subject")
    citizen.taps("Đúng").says("quay lai")
    assert "similar.line" not in citizen.keys
    citizen.taps("Đúng").taps("Người giải quyết")
    citizen.says("Lê Văn Bảy, 0905 123 777, xã Bình Sơn").taps("Bỏ qua").taps("Gửi, nhắn")
    assert citizen.got("receipt.receipt")
    [(kept,)] = world.rows(
        "SELECT body FROM case_text WHERE kind = 'story' AND case_id = :id", id=world.cases()[-1].id
    )
    assert kept == TOLD
    assert [p.message.key for p in citizen.seen].count("similar.line") == 1


def test_by_number_where_there_are_no_buttons_and_it_may_be_enough(world, published, zalo_bot):
    citizen = world.citizen("Bảy", zalo_bot)
    citizen.says(TOLD).says(str(citizen.buttons.index("Xem trả lời ấy") + 1))
    assert citizen.keys[0] == "similar.answer"
    citizen.says("huy").taps("Dừng")
    assert len(world.cases()) == 1
    citizen.says(f"toi cung bi {published}")
    assert citizen.got("same.counted")


def test_not_to_who_tells_of_something_else_or_accuses(world, published):
    for story in (
        OTHER,
        "Lệ phí thành lập doanh nghiệp qua mạng có được miễn không? Nộp trễ thì sao?",
        f"{TOLD}, cán bộ đòi bồi dưỡng hai triệu mới nhận hồ sơ",
    ):
        citizen = world.citizen("Năm")
        citizen.says(story)
        assert not offered(citizen), story


def test_not_what_is_open_answered_only_or_accuses_somebody(world, office):
    filed(world, story=PUBLISHED)
    office.answered(world.citizen("Tư"))
    conduct = submitted(world.citizen("Sáu"), RUDE, "Người giải quyết")
    office.dispatcher.says(f"/tiepnhan {conduct}").says(f"/nhan {conduct}")
    answer(office.dispatcher, conduct, "Đã nhắc nhở.")
    office.colleague("director").says(f"/duyet {conduct}").taps("Duyệt và gửi")
    office.dispatcher.says(f"/congkhai {conduct}").taps("Đúng một phần").taps("Đã bỏ, công khai")
    assert world.case(conduct).published
    for story in (TOLD, world.case(conduct).published):
        citizen = world.citizen("Bảy")
        citizen.says(story)
        assert not offered(citizen)
        citizen.says(f"/xemgiong {conduct}")
        assert citizen.keys[0] == "status.unknown_code"


def test_what_is_published_anew_or_turns_out_to_accuse(world, office, published):
    world.citizen("Bảy").says(TOLD)
    publish(office, published, f"{OTHER}: đã sửa, nay phóng to được.")
    first, second = world.citizen("Tám"), world.citizen("Chín")
    assert not offered(first.says(TOLD)) and offered(second.says(OTHER))
    put(world, published, "answered", restricted=1)
    assert not offered(world.citizen("Mười").says(OTHER))


def test_after_a_restart_and_at_the_page_of_the_web(world, published, site):
    page = Browser(world, site)
    page.says(TOLD).taps("Xem trả lời ấy")
    assert "nộp qua mạng là đủ" in page.text
    world.restart()
    assert offered(world.citizen("Bảy").says(TOLD))


def test_an_official_who_enters_a_case_is_offered_nothing(world, office, published):
    office.dispatcher.says("/nhap").taps("Điện thoại").says(TOLD).taps("Xong")
    assert office.dispatcher.keys[-1].startswith("submit.subject")
    assert not offered(office.dispatcher)


def test_what_is_held_is_brought_up_to_date():
    nearest = Nearest({"cty": "công ty"})
    assert nearest.like("mở công ty") is None
    nearest.hold({1: "mở công ty cổ phần", 2: "gói thầu máy tính"})
    assert nearest.like("mo cty co phan") == (1, 100)
    nearest.hold({2: "gói thầu máy tính", 3: "ký quỹ dự án"})
    assert nearest.like("mo cty co phan") is None
    assert nearest.like("ky quy du an") == (3, 100)
