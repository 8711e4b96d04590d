"""Words on cards and receipts: true of this very case, understood by citizens, short."""

from __future__ import annotations

import pytest

from tests.people import World
from tests.stories import SENDER, STORY


@pytest.fixture
def database(sqlite_database: str) -> str:
    return sqlite_database


PRAISE = "can bo mot cua rat tan tinh, toi cam on nhieu"
BRIBE = "can bo mot cua doi tien boi duong moi nhan ho so cua toi"


def test_the_check_card_of_a_typical_case_fits_a_turn(world: World) -> None:
    citizen = world.citizen()
    citizen.says(STORY).taps("Đúng").taps("Người giải quyết").says(SENDER).taps("Bỏ qua")
    assert citizen.keys == ["submit.check"]
    assert len(citizen.text) <= 300
    assert "Ai biết tên: người giải quyết" in citizen.text
    assert citizen.buttons[2] == "Sửa (gõ chữ đầu dòng)"
    citizen.taps("Gửi, nhắn kết quả")
    assert citizen.keys == ["receipt.receipt"] and len(citizen.text) <= 300


def test_in_english_too(world: World) -> None:
    citizen = world.citizen()
    citizen.says("english").says(STORY).taps("Yes").taps("Those who").says(SENDER).taps("Skip")
    assert citizen.keys == ["submit.check"]
    assert len(citizen.text) <= 300 and "Name known to: its handlers" in citizen.text
    citizen.taps("Send, tell me")
    assert citizen.keys == ["receipt.receipt"] and len(citizen.text) <= 300


@pytest.mark.parametrize(
    ("tap", "who"),
    [("Giữ kín", "Ai biết tên: chỉ Văn phòng Sở"), ("Không nêu tên", "Ai biết tên: không nêu tên")],
)
def test_the_card_says_who_knows_the_name(world: World, tap: str, who: str) -> None:
    citizen = world.citizen()
    citizen.says(STORY).taps("Đúng").taps(tap)
    if citizen.got("submit.name"):
        citizen.says(SENDER).taps("Bỏ qua")
    assert who in citizen.text


def test_praise_without_a_name_is_thanked_for_and_is_no_tip(world: World) -> None:
    citizen = world.citizen()
    citizen.says(PRAISE).taps("Đúng").taps("Không nêu tên").taps("Gửi")
    assert citizen.keys == ["receipt.tip_praise", "receipt.number"]
    assert "lời khen của ông/bà, cảm ơn" in citizen.text and "tin báo" not in citizen.text


@pytest.mark.parametrize("story", [STORY, BRIBE])
def test_what_bears_no_name_is_received_without_being_called_a_tip(
    world: World, story: str
) -> None:
    citizen = world.citizen()
    citizen.says(story)
    if citizen.got("doors.denunciation"):
        citizen.taps("Chỉ là phản ánh")
    citizen.taps("Đúng")
    if citizen.got("submit.about"):
        citizen.taps("Không biết")
    citizen.taps("Không nêu tên").taps("Gửi")
    assert citizen.keys == ["receipt.tip", "receipt.number"]
    assert "lời ông/bà gửi (không nêu tên)" in citizen.text
    assert "không hẹn ngày" in citizen.text


def test_offices_have_names_a_citizen_understands(world: World) -> None:
    citizen = world.citizen()
    citizen.says("lien he")
    assert citizen.buttons == [
        "Văn phòng",
        "Phòng Đăng ký kinh doanh",
        "Phòng Kinh tế Đối ngoại",
        "Phòng Đấu thầu, Thẩm định",
        "Phòng Khoa giáo, Văn xã",
    ]
    for typed, phone in (("ĐKKD", "002"), ("phòng KTĐN", "003"), ("kgvx", "005")):
        citizen.says(f"/lienhe {typed}")
        assert f"0255 0000 {phone}" in citizen.text


def test_where_to_take_a_denunciation_is_said_in_english(world: World) -> None:
    citizen = world.citizen()
    citizen.says("english").says("toi muon to cao can bo nhan hoi lo, co bang chung dua tien")
    assert citizen.keys[-1] == "doors.denunciation", citizen.keys
    citizen.taps("Show me where")
    assert "Citizen Reception Office of Quảng Ngãi Province" in citizen.text
    assert "Trụ sở" not in citizen.text


def test_the_department_has_its_article_in_english(world: World) -> None:
    citizen = world.citizen()
    citizen.says("english").says("hello")
    assert "assistant of the Department of Planning" in citizen.text
