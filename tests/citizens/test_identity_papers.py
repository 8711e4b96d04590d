"""Photos of identity papers, recognised by what their sender says of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from cases.privacy import identity_papers
from tests.office import Office
from tests.people import FakeChannel, Person, World
from tests.stories import SENDER, STORY

PHOTO = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xfc\xcf\xc0P\x0f\x00\x04\x85\x01\x80\x84\xa9\x8c!\x00\x00\x00\x00IEND\xaeB`\x82"
)


@pytest.fixture
def database(sqlite_database: str) -> str:
    return sqlite_database


def states(world: World) -> list[tuple[str, ...]]:
    return world.rows("SELECT state FROM stored_file ORDER BY id")


def files_it(citizen: Person) -> str:
    citizen.taps("Đúng").taps("Người giải quyết").says(SENDER).taps("Bỏ qua")
    citizen.taps("Gửi, nhắn")
    return citizen.code


@pytest.mark.parametrize("caption", ["ảnh CCCD của tôi", "cccd cua toi day", "chứng minh nhân dân"])
def test_a_photo_called_so_is_put_apart_and_the_story_goes_on(world: World, caption: str) -> None:
    office, citizen = Office(world), world.citizen()
    citizen.says(STORY).sends("photo", PHOTO, text=caption)
    assert citizen.keys[0] == "identity_papers.put_apart" and "7 ngày" in citizen.text
    world.work()
    assert states(world) == [("quarantined",)]
    code = files_it(citizen)
    office.dispatcher.says(f"/hoso {code}")
    assert "📎" not in office.dispatcher.text
    office.dispatcher.says(f"/tep {code}")
    assert office.dispatcher.keys == ["staff.no_files"]
    world.later(days=8)
    world.tick()
    assert states(world) == []


@pytest.mark.parametrize("channel", ["web", "zalo"])
def test_said_only_afterwards_it_is_put_apart_too_wherever_it_is_sent(
    database: str, tmp_path: Path, channel: str
) -> None:
    there = FakeChannel(channel)
    world = World(database, tmp_path, channels=[there])
    try:
        citizen = world.citizen(channel=there)
        citizen.says(STORY).sends("photo", PHOTO)
        assert not citizen.got("identity_papers.put_apart")
        citizen.says("đó là ảnh căn cước của tôi")
        assert "identity_papers.put_apart" in citizen.keys
        assert states(world)[0][0] == "quarantined"
    finally:
        world.close()


def test_by_the_name_of_the_file(world: World) -> None:
    citizen = world.citizen()
    citizen.says(STORY).sends("document", PHOTO, name="CCCD_mat_truoc.png")
    assert "identity_papers.put_apart" in citizen.keys


def test_sent_all_the_same_only_those_who_receive_open_it(world: World) -> None:
    office, citizen = Office(world), world.citizen()
    citizen.says(STORY).sends("photo", PHOTO, name="cccd.png")
    citizen.says("vẫn gửi")
    assert "identity_papers.let_through" in citizen.keys
    world.work()
    assert states(world) == [("kept",)]
    code = files_it(citizen)
    office.dispatcher.says(f"/tiepnhan {code}").says(f"/tep {code}")
    assert office.dispatcher.keys == ["staff.one_file"]
    office.handler.says(f"/tep {code}")
    assert office.handler.keys == ["staff.no_files"]


def test_a_story_about_identity_cards_is_a_story(world: World) -> None:
    citizen = world.citizen()
    told = (
        "Cán bộ bắt tôi nộp ảnh căn cước ba lần rồi mà vẫn trả hồ sơ thành lập công ty của tôi về"
    )
    citizen.says(told)
    assert "identity_papers.put_apart" not in citizen.keys


def test_a_number_is_spoken_of_once(world: World) -> None:
    citizen = world.citizen()
    citizen.says(f"{STORY}. CCCD của tôi là 051080001234")
    assert citizen.keys.count("identity_papers.number") == 1
    citizen.says("số cccd 051080001234 nhé")
    assert "identity_papers.number" not in citizen.keys


@pytest.mark.parametrize(
    "words", ["hạn 123456789 đồng", "gọi 0905 123 218", "H48.15-261023-0007", "mã 123456789012"]
)
def test_other_numbers_are_none(words: str) -> None:
    assert not identity_papers.holds_number(words)
