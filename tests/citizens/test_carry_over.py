"""What Zalo Bot does not hand over is answered with how else to reach the department: by telephone,
or by a link on which the conversation goes on with what was begun."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.channels.base import Later
from tests.office import SQLITE_FIRST, Office, submitted
from tests.officials.test_staff_web import Browser, site
from tests.people import FakeChannel, Person, World

__all__ = ["site"]
pytestmark = SQLITE_FIRST
STORY = "Thủ tục thành lập công ty quá nhiều giấy tờ, nộp mãi không xong"


@pytest.fixture
def world(database: str, tmp_path: Path) -> Iterator[World]:
    made = World(database, tmp_path, channels=(FakeChannel("zalo_bot", edits=False, buttons=0),))
    yield made
    made.close()


def in_zalo_bot(world: World) -> Person:
    channel = world.house.channels["zalo_bot"]
    assert isinstance(channel, FakeChannel)
    return world.citizen("Tư", channel)


def sends_a_sticker(person: Person) -> Person:
    return person._does(unsupported="sticker")


def code_in(text: str) -> str:
    found = re.findall(r"/chat\?start=(\d+)", text)
    assert found, text
    return str(found[-1])


# --- the answer ----------------------------------------------------------------------------------


def test_the_first_answer_says_how_else_and_the_next_are_short(world: World) -> None:
    citizen = sends_a_sticker(in_zalo_bot(world))
    assert citizen.keys == ["carry.how_else"]
    assert "0255 0000 001" in citizen.text and code_in(citizen.text)
    first = len(citizen.text)
    for _ in range(3):
        sends_a_sticker(citizen)
        assert citizen.keys == ["carry.again"] and "0255 0000 001" in citizen.text
        assert "start=" not in citizen.text and len(citizen.text) < first / 2
    assert world.rows("SELECT COUNT(*) FROM link_code") == [(1,)]


def test_the_next_day_there_is_a_new_link(world: World) -> None:
    citizen = sends_a_sticker(in_zalo_bot(world))
    old = code_in(citizen.text)
    world.later(hours=25)
    sends_a_sticker(citizen)
    assert citizen.keys == ["carry.how_else"] and code_in(citizen.text) != old


def test_the_link_is_kept_nowhere_once_it_was_sent(world: World) -> None:
    sends_a_sticker(in_zalo_bot(world))
    assert world.rows("SELECT text FROM outbox WHERE key = 'carry.how_else'") == [("",)]


def test_the_question_under_way_is_put_again_once(world: World) -> None:
    citizen = in_zalo_bot(world).says(STORY)
    question = citizen.keys[-1]
    sends_a_sticker(citizen)
    assert citizen.keys == ["carry.how_else", question] and "viết dở" in citizen.text
    sends_a_sticker(citizen)
    assert citizen.keys == ["carry.again"]


def test_in_other_channels_and_to_officials_it_is_what_it_was(world: World) -> None:
    citizen = sends_a_sticker(world.citizen())
    assert citizen.keys == ["common.unsupported"]
    official = in_zalo_bot(world).says("/start")
    world.grant(official, "dispatcher", name="Trần Văn Điều")
    sends_a_sticker(official)
    assert official.keys == ["common.unsupported"]


def test_no_link_where_the_web_chat_is_off(world: World) -> None:
    admin = world.official("admin")
    admin.says("/kenh tat web hỏng").taps("Đúng, tắt")
    citizen = sends_a_sticker(in_zalo_bot(world))
    assert citizen.keys == ["carry.how_else"]
    assert "http" not in citizen.text and "0255 0000 001" in citizen.text
    sends_a_sticker(citizen)
    assert citizen.keys == ["carry.again"] and "đường dẫn" not in citizen.text


# --- going on ------------------------------------------------------------------------------------


def test_the_draft_goes_on_in_the_web_chat_and_is_sent_from_there(world: World, site: str) -> None:
    citizen = in_zalo_bot(world).says(STORY)
    sends_a_sticker(citizen)
    browser = Browser(world, site)
    browser.says(f"/start {code_in(citizen.text)}")
    assert "còn nguyên" in browser.text
    assert citizen.seen[-1].message.key == "carry.went_on"
    browser.taps("Đúng").taps("Người giải quyết")
    browser.says("Võ Thị Tư, 0905 123 218, xã Bình Sơn").taps("Bỏ qua").taps("Gửi, nhắn")
    (case,) = world.cases()
    words = world.rows("SELECT body FROM case_text WHERE kind = 'story' ORDER BY id")
    assert words == [(STORY,)]
    citizen.says("cua toi")
    assert any(case.code in b for b in citizen.buttons)


def test_photos_come_along(world: World, site: str) -> None:
    citizen = in_zalo_bot(world).says("/gui")
    citizen.sends("photo", b"\xff\xd8\xff\xe0 anh", name="don.jpg")
    sends_a_sticker(citizen)
    browser = Browser(world, site)
    browser.says(f"/start {code_in(citizen.text)}")
    channels = world.rows(
        "SELECT c.channel FROM stored_file f JOIN chat c ON c.id = f.chat_id ORDER BY f.id"
    )
    assert channels == [("web",)]


def test_the_old_chat_has_no_draft_any_more(world: World, site: str) -> None:
    citizen = in_zalo_bot(world).says(STORY)
    sends_a_sticker(citizen)
    Browser(world, site).says(f"/start {code_in(citizen.text)}")
    citizen.says("tiep tuc")
    assert citizen.keys == ["control.nothing_to_go_on"]
    drafts = world.rows("SELECT channel FROM chat WHERE draft_at IS NOT NULL ORDER BY channel")
    assert drafts == [("web",)]


def test_without_a_draft_it_goes_on_too(world: World, site: str) -> None:
    citizen = in_zalo_bot(world)
    code = submitted(citizen)
    sends_a_sticker(citizen)
    browser = Browser(world, site)
    browser.says(f"/start {code_in(citizen.text)}").says("cua toi")
    assert code in str(browser.messages()[-1]["choices"])


def test_a_talk_with_an_official_goes_on(world: World, site: str) -> None:
    citizen = in_zalo_bot(world)
    citizen.says("gặp cán bộ").says("Hồ sơ của tôi cần thêm giấy tờ gì nữa không ạ?")
    sends_a_sticker(citizen)
    browser = Browser(world, site)
    browser.says(f"/start {code_in(citizen.text)}").says("Tôi nộp từ tuần trước")
    assert len(world.cases()) == 1
    said = world.rows("SELECT body FROM case_text WHERE kind = 'supplement' ORDER BY id")
    assert said == [("Tôi nộp từ tuần trước",)]


def test_what_was_begun_in_the_web_chat_is_not_lost(world: World, site: str) -> None:
    citizen = in_zalo_bot(world).says(STORY)
    sends_a_sticker(citizen)
    browser = Browser(world, site)
    browser.says("Cán bộ ở quầy hách dích, quát mắng người đến nộp hồ sơ, tôi rất buồn")
    browser.says(f"/start {code_in(citizen.text)}")
    kept = world.rows("SELECT state FROM chat WHERE channel = 'web'")[0][0]
    assert STORY in kept and "hách dích" in kept


def test_the_link_works_once(world: World, site: str) -> None:
    citizen = in_zalo_bot(world).says(STORY)
    sends_a_sticker(citizen)
    code = code_in(citizen.text)
    Browser(world, site).says(f"/start {code}")
    other = Browser(world, site).says(f"/start {code}")
    assert "đã dùng rồi" in other.text and STORY not in other.text
    sends_a_sticker(citizen)
    assert citizen.keys == ["carry.how_else"]


def test_an_old_link_opens_nothing(world: World, site: str) -> None:
    citizen = sends_a_sticker(in_zalo_bot(world))
    world.later(hours=25)
    browser = Browser(world, site).says(f"/start {code_in(citizen.text)}")
    assert "hết hạn" in browser.text


def test_trying_links_is_slowed_down(world: World, site: str) -> None:
    citizen = sends_a_sticker(in_zalo_bot(world))
    guesser = Browser(world, site)
    for number in range(4):
        guesser.says(f"/start 999999999999999{number}")
    guesser.says(f"/start {code_in(citizen.text)}")
    assert "thử lại sau" in guesser.messages()[-1]["text"]


def test_a_browser_with_somebody_elses_case_is_left_alone(world: World, site: str) -> None:
    citizen = in_zalo_bot(world).says(STORY)
    sends_a_sticker(citizen)
    code = code_in(citizen.text)
    shared = Browser(world, site)
    shared.says("gặp cán bộ").says("Hồ sơ của tôi cần thêm giấy tờ gì nữa không ạ?")
    shared.says(f"/start {code}")
    assert "việc của người khác" in shared.text and STORY not in shared.text
    assert code not in shared.text, "whoever sits there next could go on with it"
    own = Browser(world, site).says(f"/start {code}")
    assert "còn nguyên" in own.text


def test_an_officials_browser_is_left_alone(world: World, site: str) -> None:
    citizen = sends_a_sticker(in_zalo_bot(world))
    admin = world.official("admin", name="Quản Trị")
    admin.says("/moi dispatcher")
    browser = Browser(world, site)
    browser.says(f"/start {admin.text.split('/start ')[1].split()[0]}").says("Trần Văn Điều")
    browser.says(f"/start {code_in(citizen.text)}")
    assert "việc của người khác" in browser.messages()[-1]["text"]


def test_a_browser_joined_to_somebody_elses_app_is_left_alone(world: World, site: str) -> None:
    citizen, other = sends_a_sticker(in_zalo_bot(world)), world.citizen()
    browser = Browser(world, site).says("/lienket")
    other.says(f"lien ket {re.findall(r'[0-9]{4} [0-9]{4}', browser.text)[-1]}").says("1")
    browser.taps("Đúng là tôi").says(f"/start {code_in(citizen.text)}")
    assert "việc của người khác" in browser.messages()[-1]["text"]


def test_typed_in_the_same_chat_it_says_where_it_leads(world: World) -> None:
    citizen = sends_a_sticker(in_zalo_bot(world))
    citizen.says(f"/start {code_in(citizen.text)}")
    assert citizen.keys == ["carry.same_chat"]


def test_an_invitation_is_still_an_invitation(world: World, site: str) -> None:
    admin = world.official("admin", name="Quản Trị")
    admin.says("/moi dispatcher")
    browser = Browser(world, site)
    browser.says(f"/start {admin.text.split('/start ')[1].split()[0]}")
    assert "Anh/chị tên gì" in browser.text
    assert world.rows("SELECT COUNT(*) FROM guess") == [(0,)]


# --- the receipt number in the web chat ----------------------------------------------------------


def test_the_receipt_number_opens_a_case_in_the_web_chat(world: World, site: str) -> None:
    sender = world.citizen()
    code = submitted(sender, mode="Không nêu tên")
    number = re.findall(r"\d{4} \d{4} \d{4} \d{4}", sender.text)[-1]
    assert code in Browser(world, site).says(number).text


def test_linked_to_the_web_chat_the_whole_way(world: World, site: str) -> None:
    office, browser, citizen = Office(world), Browser(world, site), in_zalo_bot(world)
    code = submitted(citizen)
    browser.says("/lienket")
    typed = re.findall(r"\d{4} \d{4}", browser.text)[-1]
    citizen.says(f"lien ket {typed}").says("1")
    browser.taps("Đúng là tôi").taps("Báo tin cho tôi ở đây")
    channel = citizen.channel
    channel.fails[citizen.id] = [Later(1)]
    office.dispatcher.says(f"/tiepnhan {code}")
    assert channel.fails[citizen.id], "nothing was sent to Zalo"
    assert f"{code}" in browser.messages()[-1]["text"]
