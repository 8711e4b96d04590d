"""What people are told about their data, in the channel they write in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.people import FakeChannel, Person, World
from tests.stories import STORY

PAGE = "https://phananh.example.vn/privacy"


@pytest.fixture
def town(tmp_path: Path):
    channels = [FakeChannel(name) for name in ("web", "zalo", "zalo_bot")]
    world = World(
        f"sqlite:///{tmp_path / 'langnghe.db'}",
        tmp_path,
        channels=channels,
        public_url="https://phananh.example.vn/",
    )
    people = {channel.name: world.citizen(channel=channel) for channel in channels}
    people["telegram"] = world.citizen()
    yield people
    world.close()


def _said(person: Person, key: str) -> str:
    return next(p.message.text for p in person.news if p.message.key == key)


@pytest.mark.parametrize(
    ("channel", "app"), [("telegram", "Telegram"), ("zalo", "Zalo"), ("zalo_bot", "Zalo")]
)
def test_the_app_that_reads_along_is_named(town: dict[str, Person], channel: str, app: str) -> None:
    person = town[channel]
    person.says(STORY).taps("Đúng")
    assert person.keys == ["submit.privacy", "submit.identity"]
    assert f"{app} cũng giữ tin nhắn ở đây" in _said(person, "submit.privacy")
    assert f"{app} vẫn biết tài khoản này" in _said(person, "submit.identity")


def test_where_there_is_no_app_none_is_spoken_of(town: dict[str, Person]) -> None:
    person = town["web"]
    person.says(STORY).taps("Đúng")
    notice = _said(person, "submit.privacy")
    assert "cũng giữ tin" not in notice and "ứng dụng" not in notice.lower()
    assert f'<a href="{PAGE}">{PAGE}</a>' in notice
    assert "tài khoản" not in _said(person, "submit.identity")


def test_who_speaks_to_a_person_is_told_the_same(town: dict[str, Person]) -> None:
    person = town["telegram"]
    person.says("gap can bo")
    assert person.keys == ["submit.privacy", "human.ask"]
    assert "Telegram cũng giữ" in person.text and PAGE in person.text


def test_in_english_the_page_is_english_and_the_notice_is_short(town: dict[str, Person]) -> None:
    person = town["telegram"]
    person.says("english").says("human")
    assert f"{PAGE}?lang=en" in person.text and "Telegram keeps the messages here" in person.text
    shown = person.text.split("\n")[0]
    assert len(shown) <= 300


def test_the_notice_fits_a_turn(town: dict[str, Person]) -> None:
    town["telegram"].says("gap can bo")
    assert len(town["telegram"].text.split("\n")[0]) <= 300
