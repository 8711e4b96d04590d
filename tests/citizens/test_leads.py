"""What in somebody's own words leads to them is said on the check card, where they keep their name
closed or give none; hidden only if they wish."""

from __future__ import annotations

import pytest

from tests.officials.test_staff_web import Browser, site
from tests.people import FakeChannel, Person, World

__all__ = ["site"]

TOLD = "Đề nghị Sở cho nộp hồ sơ đăng ký doanh nghiệp vào sáng thứ bảy vì chúng tôi đi làm cả tuần"
LEADING = f"{TOLD}. Tôi là Võ Thị Tư, cccd so 0510 9000 1234, gọi 0905 123 218"
WHO = "Võ Thị Tư, 0905 123 218, xã Bình Hải"


@pytest.fixture
def database(sqlite_database: str) -> str:
    return sqlite_database


@pytest.fixture
def beside(zalo_bot):
    return (zalo_bot,)


def story(world: World) -> str:
    return str(world.rows("SELECT body FROM case_text WHERE kind = 'story'")[0][0])


def at_the_card(person: Person, said: str, mode: str) -> Person:
    return person.says(said).taps("Đúng").taps(mode).says(WHO).taps("Bỏ qua")


def test_a_closed_name_is_warned_of_and_hidden_on_request(world: World) -> None:
    citizen = at_the_card(world.citizen(), LEADING, "Giữ kín")
    assert "⚠ Trong lời kể có họ tên của ông/bà, số điện thoại, số giấy tờ." in citizen.text
    assert "Phòng giải quyết sẽ đọc thấy tên" in citizen.text
    citizen.taps("Che giúp")
    assert citizen.keys == ["submit.check"] and "⚠" not in citizen.text
    assert "Che giúp" not in citizen.buttons
    citizen.taps("Gửi, nhắn")
    assert story(world) == (
        f"{TOLD}. Tôi là [họ tên đã che], cccd so [số giấy tờ đã che], gọi [số điện thoại đã che]"
    )


def test_nothing_is_hidden_unasked_and_the_story_can_be_told_anew(world: World) -> None:
    citizen = at_the_card(world.citizen(), LEADING, "Giữ kín")
    citizen.taps("Gửi, nhắn")
    assert story(world) == LEADING
    other = at_the_card(world.citizen(), LEADING, "Giữ kín")
    other.says("A").says(TOLD)
    assert other.got("submit.check") and "⚠" not in other.text


def test_who_gives_their_name_is_not_warned(world: World) -> None:
    citizen = at_the_card(world.citizen(), LEADING, "Người giải quyết cũng biết")
    assert citizen.got("submit.check") and "⚠" not in citizen.text


def test_a_clean_story_and_the_departments_own_number_are_left_alone(world: World) -> None:
    phone = world.house.agency.contact.phone
    citizen = at_the_card(world.citizen(), f"{TOLD}, gọi {phone} không ai nghe", "Giữ kín")
    assert citizen.got("submit.check") and "⚠" not in citizen.text


def test_a_tip_by_numbers_on_a_zalo_bot(world: World, zalo_bot: FakeChannel) -> None:
    citizen = world.citizen(channel=zalo_bot)
    citizen.says(f"{TOLD}, mail tu . vo @ gmail.com, ms thue 43 0012 3456").says("1").says("3")
    assert "⚠ Trong lời kể có thư điện tử, mã số thuế" in citizen.text
    citizen.says("che giup").says("1")
    assert citizen.got("receipt.tip")
    assert story(world).endswith("mail [thư điện tử đã che], ms thue [mã số thuế đã che]")


def test_on_the_web(world: World, site: str) -> None:
    page = Browser(world, site)
    for said in (LEADING, "1", "giu kin", WHO, "1"):
        page.says(said)
    assert "⚠ Trong lời kể có" in page.text
    page.taps("Che giúp").taps("Gửi, nhắn")
    assert "0905" not in story(world) and "Tôi là [họ tên đã che]" in story(world)
