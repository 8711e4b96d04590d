"""Whatever comes in gets an answer, breaks nothing, and nothing of it is lost."""

from __future__ import annotations

import logging
import unicodedata
from dataclasses import replace
from typing import Any

import pytest

from handlers import talk
from messages.envelope import Incoming, scrub
from tests.people import Person, World

STORY = "thu tuc thanh lap cong ty qua nhieu giay to, nop mai khong xong"


def file_named(world: World, citizen: Person, story: str = STORY, name: str = "Võ Thị Tư") -> str:
    """A named submission from first word to receipt; its code."""
    citizen.says(story)
    citizen.taps("Đúng" if "Đúng" in citizen.buttons else "Tôi không rõ")
    if citizen.got("submit.about"):
        citizen.taps("Không biết")
    citizen.taps("Người giải quyết")
    citizen.says(f"{name}, 0905 123 218, xã Bình Hải")
    citizen.taps("Bỏ qua")
    citizen.taps("Gửi, nhắn")
    assert citizen.got("receipt.receipt")
    return citizen.code


def stories(world: World) -> list[str]:
    return [r[0] for r in world.rows("SELECT body FROM case_text WHERE kind = 'story' ORDER BY id")]


def test_a_story_over_the_limit_is_kept_as_far_as_it_goes_and_said(world: World) -> None:
    citizen = world.citizen()
    citizen.says("Hồ sơ của tôi bị giữ lại. " * 500)
    assert citizen.got("submit.story_cut")
    assert citizen.news[-1].message.choices


def test_a_story_in_a_hundred_messages_is_bounded_and_answered_each_time(world: World) -> None:
    citizen = world.citizen()
    citizen.says(STORY)
    for number in range(100):
        citizen.says(f"Thêm nữa lần thứ {number}: " + "tôi đi lại nhiều lần " * 10)
        assert citizen.news
    assert "submit.story_too_long" in {p.message.key for p in citizen.seen}
    (state,) = world.rows("SELECT state FROM chat WHERE external = :id", id=citizen.id)
    assert len(state[0]) < 30_000


def test_an_eleventh_file_is_turned_away_kindly(world: World) -> None:
    citizen = world.citizen()
    citizen.says("/gui")
    for number in range(10):
        citizen.sends("photo", b"\xff\xd8", f"{number}.jpg")
        assert citizen.got("submit.story_more")
    citizen.sends("photo", b"\xff\xd8", "11.jpg")
    assert citizen.got("submit.too_many_files")


def test_fifty_megabytes_are_turned_away_before_they_are_fetched(world: World) -> None:
    citizen = world.citizen()
    citizen.says("/gui")
    citizen.sends("document", name="phim.mp4", size=50 * 1024 * 1024)
    assert citizen.got("files.too_large")
    assert world.rows("SELECT count(*) FROM stored_file")[0][0] == 0


@pytest.mark.parametrize(
    "said",
    [
        "Hồ sơ\x00của tôi bị trả lại nhiều lần",
        "Hồ sơ \ud83d của tôi bị trả lại nhiều lần",
        "Hồ sơ \u202ecủa tôi\u202c bị trả lại nhiều lần",
        unicodedata.normalize("NFD", "Hồ sơ của tôi bị trả lại nhiều lần"),
    ],
    ids=["nul", "lone surrogate", "bidi override", "nfd"],
)
def test_odd_characters_are_made_safe_and_the_words_stay(world: World, said: str) -> None:
    citizen = world.citizen()
    file_named(world, citizen, scrub(said))
    (kept,) = stories(world)
    assert "bị trả lại nhiều lần" in kept
    assert not set(kept) & {"\x00", "\ud83d", "\u202e", "\u202c"}
    assert kept == unicodedata.normalize("NFC", kept)


@pytest.mark.parametrize("said", ["👍👍👍", "...", "?", "1", "99", "   ", "​"])
def test_next_to_nothing_gets_a_greeting_or_a_question(world: World, said: str) -> None:
    citizen = world.citizen()
    citizen.says(said)
    assert citizen.news and citizen.buttons
    assert not citizen.got("common.our_fault")


INJECTIONS = [
    "Robert'); DROP TABLE cases;--",
    "<script>alert(1)</script> Tư",
    "{{ 7 * 7 }} {% raw %} Tư",
    "<b>Tư</i> & \"con\" 'gái'",
    "%(name)s :name %s {0} Tư",
]


@pytest.mark.parametrize("name", INJECTIONS)
def test_code_in_a_name_stays_a_name(world: World, name: str) -> None:
    official = world.official("dispatcher")
    citizen = world.citizen()
    code = file_named(world, citizen, name=name)
    card = official.seen[-1].message.text
    assert code in card
    assert "<script>" not in card and " 49 " not in card
    assert world.cases()


@pytest.mark.parametrize("story", [f"{i} {STORY}" for i in INJECTIONS])
def test_code_in_a_story_is_shown_as_written(world: World, story: str) -> None:
    official = world.official("dispatcher")
    file_named(world, world.citizen(), story)
    assert stories(world) == [story]
    assert "<script>" not in official.seen[-1].message.text


def test_the_same_update_twice_acts_once(world: World) -> None:
    citizen = world.citizen()
    update = Incoming(
        "telegram", "u-same", citizen.id, citizen.id, world.now, text=STORY, raw=b"{}"
    )
    world.deliver(update)
    before = len(citizen.seen)
    world.deliver(update, replace(update, text="khác"))
    assert len(citizen.seen) == before
    assert world.rows("SELECT count(*) FROM inbox")[0][0] == 1


def test_two_of_the_same_in_one_page_act_once(world: World) -> None:
    citizen = world.citizen()
    update = Incoming(
        "telegram", "u-pair", citizen.id, citizen.id, world.now, text=STORY, raw=b"{}"
    )
    world.deliver(update, update)
    assert world.rows("SELECT count(*) FROM inbox")[0][0] == 1


def test_an_officials_command_by_a_citizen_is_refused_politely_and_logged(world: World) -> None:
    handler = world.official("dispatcher")
    citizen = world.citizen()
    code = file_named(world, citizen)
    thief = world.citizen()
    for command in (f"/tiepnhan {code}", f"/hoso {code}", f"/nhatky {code}", "/moi admin"):
        thief.says(command)
        assert thief.got("common.not_for_you")
    assert world.case(code).status == "received"
    logged = world.rows("SELECT action FROM access_log ORDER BY id")
    assert [a for (a,) in logged] == [
        "refused /tiepnhan", "refused /hoso", "refused /nhatky", "refused /moi",
    ]  # fmt: skip
    assert handler.seen


def test_a_button_of_somebody_elses_card_does_nothing(world: World) -> None:
    world.official("dispatcher")
    citizen = world.citizen()
    code = file_named(world, citizen)
    stranger = world.citizen()
    stranger.taps_data(f"/tiepnhan {code} dang_ky_kinh_doanh")
    assert stranger.got("common.not_for_you")
    stranger.taps_data(f"/rut {code}")
    assert world.case(code).status == "received"


def test_an_exception_costs_nobody_anything(world: World, monkeypatch: Any, caplog: Any) -> None:
    """The turn is rolled back, its words are kept, the person is told, the admins are alarmed, the
    next message works, and the log does not say what was written."""
    admin = world.official("admin")
    citizen = world.citizen()
    citizen.says("/gui")
    right = talk.handle

    def wrong(turn: Any) -> None:
        if "bùm" in turn.text:
            turn.say("common.language_now")  # must not leave: the turn is rolled back
            raise RuntimeError(turn.text)
        right(turn)

    monkeypatch.setattr(talk, "handle", wrong)
    with caplog.at_level(logging.DEBUG):
        citizen.says("bùm bí mật của tôi", raw=b'{"text": "b\xc3\xb9m"}')
    assert citizen.keys == ["common.our_fault"]
    ((state, raw, text),) = world.rows(
        "SELECT state, raw, text FROM inbox WHERE state <> 'done' ORDER BY id"
    )
    assert (state, bytes(raw), text) == ("failed", b'{"text": "b\xc3\xb9m"}', "bùm bí mật của tôi")
    assert admin.got("common.alarm_turn")
    assert world.rows("SELECT kind FROM duty") == [("read",)]
    assert "bí mật" not in caplog.text
    citizen.says(STORY)
    assert citizen.got("submit.subject")


def test_a_dialogue_that_always_fails_gives_way(world: World, monkeypatch: Any) -> None:
    citizen = world.citizen()
    citizen.says(STORY)
    from handlers.conversation import hearing

    right = hearing.answer

    def wrong(turn: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(hearing, "answer", wrong)
    citizen.taps("Đúng")
    citizen.taps("Đúng")
    assert citizen.got("common.our_fault")
    citizen.says("/lienhe")
    assert citizen.got("contact.department")
    monkeypatch.setattr(hearing, "answer", right)
    citizen.says("tiep tuc")
    assert citizen.buttons[0] == "Đúng"


def test_an_update_nobody_can_read_is_kept(world: World) -> None:
    admin = world.official("admin")
    world.run(world.house.inbox.unreadable("telegram", "77", b"\xff\xfe{", "not JSON"))
    world.run(world.house.outbox.settled())
    assert world.rows("SELECT state, raw FROM inbox WHERE update_id = '77'") == [
        ("unreadable", b"\xff\xfe{")
    ]
    assert any(p.message.key == "common.alarm_turn" for p in admin.seen)


def test_what_the_channel_cannot_hand_over_is_answered(world: World) -> None:
    citizen = world.citizen()
    citizen._does(unsupported="poll")
    assert citizen.got("common.unsupported")
