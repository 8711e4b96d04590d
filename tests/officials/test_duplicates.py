"""Cases told twice: suggested to who may see both and to nobody else; merged or turned down."""

from __future__ import annotations

import pytest

from cases.kinds import IdentityMode, Kind
from tests.office import FOREIGN, REGISTRY, RUDE, Office, filed, put, submitted
from tests.officials.test_staff_web import Browser, official_at, site
from tests.people import Person, World

__all__ = ["site"]
FIRST = "Thủ tục đăng ký thành lập công ty cổ phần qua mạng rồi vẫn bị đòi nộp thêm bản giấy"
AGAIN = "dang ky thanh lap cong ty co phan qua mang roi ma van doi nop them ban giay nua"
OTHER = "Website của Sở chữ nhỏ quá, người già không đọc được"


@pytest.fixture
def beside(zalo):
    return (zalo,)


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


def two(world: World, **details) -> tuple[str, str]:
    """Filed one after the other and compared, beside one about something else."""
    filed(world, story=OTHER)
    first = filed(world, story=FIRST, **details)
    world.later(hours=3)
    second = filed(world, story=AGAIN, **details)
    world.work()
    return first, second


def suggests(person: Person, code: str, other: str) -> bool:
    person.says(f"/hoso {code}")
    return f"Có thể trùng: {other}" in person.text


def test_it_stands_on_both_and_is_merged_by_a_tap(world, office):
    first, second = two(world)
    card = next(p for p in reversed(office.dispatcher.seen) if p.message.key == "card.card")
    assert f"Có thể trùng: {first}" in card.message.text
    assert suggests(office.dispatcher, first, second)
    assert suggests(office.dispatcher, second, first)
    assert office.dispatcher.buttons.count("Có thể trùng") == 1
    office.dispatcher.taps("Có thể trùng")
    assert office.dispatcher.keys == ["alike.other", "alike.question"]
    assert FIRST in office.dispatcher.text and first in office.dispatcher.text
    office.dispatcher.taps(f"Gộp {second}")
    assert office.dispatcher.got("staff.done_merge")
    assert world.case(second).merged_into == world.case(first).id
    assert "Có thể trùng" not in office.dispatcher.says(f"/hoso {first}").text


def test_turned_down_it_is_gone_for_good(world, office):
    first, second = two(world)
    office.dispatcher.says(f"/trung {second}").taps("Không trùng")
    assert office.dispatcher.got("alike.dismissed")
    for code, other in ((first, second), (second, first)):
        assert not suggests(office.dispatcher, code, other)
    office.dispatcher.says(f"/trung {second}")
    assert office.dispatcher.got("alike.no_other")
    [(who,)] = world.rows("SELECT dismissed_by FROM likeness")
    assert who == office.person_id(office.dispatcher)


def test_only_who_may_see_both_hears_of_it(world, office):
    first, second = two(world)
    put(world, second, "assigned", office=REGISTRY)
    put(world, first, "assigned", office=FOREIGN)
    elsewhere = office.colleague("handler", FOREIGN)
    for person, code, other in ((office.handler, second, first), (elsewhere, first, second)):
        assert not suggests(person, code, other)
        person.says(f"/trung {code}")
        assert person.got("alike.no_other") and other not in person.text
        person.says(f"/khongtrung {code} {other}")
        assert person.got("staff.no_such_case")
    assert suggests(office.dispatcher, second, first)
    admin = office.colleague("admin")
    assert admin.says(f"/trung {second}").got("common.not_for_you")


def test_a_group_hears_of_none(world, office):
    first, second = two(world)
    office.head.in_group("g1").says("/nhom dkkd")
    office.dispatcher.says(f"/tiepnhan {first} dkkd")
    office.dispatcher.says(f"/tiepnhan {second} dkkd")
    seen = "\n".join(p.message.text for p in office.head.in_group("g1").seen)
    assert second in seen and first in seen and "Có thể trùng" not in seen


def test_closed_or_nameless_senders_are_not_found_out_by_their_words(world, office):
    """By the same words a name kept closed would be told by another case that bears it."""
    senders = {IdentityMode.NAMED: 7, IdentityMode.CLOSED: 7, IdentityMode.ANONYMOUS: None}
    codes = {
        mode: filed(world, story=FIRST, identity_mode=mode, submitter_id=sender)
        for mode, sender in senders.items()
    }
    world.work()
    assert world.rows("SELECT * FROM likeness") == []
    twin = filed(world, story=AGAIN, identity_mode=IdentityMode.CLOSED, submitter_id=7)
    world.work()
    assert suggests(office.dispatcher, twin, codes[IdentityMode.CLOSED])
    assert "cùng người gửi" not in office.dispatcher.text


def test_what_accuses_is_compared_only_behind_its_own_wall(world, office):
    accused = office.colleague("dispatcher", name="Ngô Văn Quát")
    plain = filed(world, story=RUDE)
    named = {"kind": Kind.CONDUCT, "about": "ông Ngô Văn Quát", "accuses": True}
    first = filed(world, story=RUDE, **named)
    other = filed(world, story=RUDE, kind=Kind.CONDUCT, about_office=FOREIGN)
    second = filed(world, story=f"{RUDE} nữa", **named)
    world.work()
    assert suggests(office.dispatcher, second, first)
    assert plain not in office.dispatcher.text and other not in office.dispatcher.text
    for person in (accused, office.handler):
        person.says(f"/trung {second}")
        assert person.got("staff.no_such_case")
    assert not any(first in p.message.text for p in accused.seen)


def test_one_who_tells_it_twice_in_a_day_comes_first(world, office, zalo):
    """Though others tell it in words that are nearer."""
    stranger = world.citizen("Năm")
    citizen = world.citizen("Tư", zalo)
    early = submitted(citizen, "Đăng ký thành lập công ty cổ phần đòi nộp bản giấy, mất công quá")
    twin = submitted(stranger, AGAIN)
    world.later(hours=2)
    newest = submitted(citizen, FIRST)
    world.work()
    text = office.dispatcher.says(f"/hoso {newest}").text
    assert "cùng người gửi trong một ngày" in text
    assert text.index(early) < text.index(twin)
    office.dispatcher.says(f"/trung {newest}")
    assert early in office.dispatcher.text
    office.dispatcher.taps("Việc giống khác")
    assert twin in office.dispatcher.text


def test_only_what_is_of_late_and_not_over(world, office):
    old = filed(world, story=FIRST)
    world.later(days=61)
    over = filed(world, story=FIRST)
    put(world, over, "refused")
    answered = filed(world, story=FIRST)
    put(world, answered, "answered", office=REGISTRY)
    newest = filed(world, story=AGAIN)
    world.work()
    text = office.dispatcher.says(f"/hoso {newest}").text
    assert answered in text and old not in text and over not in text


def test_at_the_page_of_the_web(world, office, site):
    admin = office.colleague("admin", name="Quản Trị")
    page: Browser = official_at(world, site, admin, f"can bo {REGISTRY}", "Hà Văn Web")
    first, second = two(world)
    for code in (first, second):
        office.dispatcher.says(f"/tiepnhan {code} dkkd")
    page.says(f"/hoso {second}").taps("Có thể trùng")
    assert FIRST in page.text
    office.dispatcher.says(f"/chuyen {first} ktdn Việc của phòng bạn.")
    assert FIRST not in page.text
    page.says(f"/trung {second}")
    assert "không có việc nào" in page.messages()[-1]["text"]
