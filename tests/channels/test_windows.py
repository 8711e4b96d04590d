"""Channels that let us write only for a while after a person's last word. Zalo's place is taken by
a channel that has windows and templates and nothing else of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.channels.base import Capabilities, Closed, Later, Outcome, Sent, Unreachable
from cases.agency.channels import NoticeTemplate, TemplateValue, Zalo
from messages.envelope import Event, Template
from tests.people import FakeChannel, Person, World, sample_agency
from tests.stories import OFFICE, sends_feedback, staff

ANSWER = NoticeTemplate(
    "notice.answer",
    "345678",
    False,
    {"ma": TemplateValue("code", 20), "tom_tat": TemplateValue("answer", 12)},
)
BY_PHONE = replace(ANSWER, template="999", by_phone=True)


class WindowedChannel(FakeChannel):
    """As Zalo: no edits, five buttons, windows."""

    def __init__(self) -> None:
        super().__init__("zalo", edits=False, buttons=5)
        self.capabilities = Capabilities(
            buttons=5, text_limit=2000, contact_request=True, replies=True, window=timedelta(days=7)
        )
        self.templates: list[Template] = []
        self.template_outcomes: list[Outcome] = []

    async def send_template(self, template: Template) -> Outcome:
        self.templates.append(template)
        return self.template_outcomes.pop(0) if self.template_outcomes else Sent("t1")


@pytest.fixture
def zalo() -> WindowedChannel:
    return WindowedChannel()


@pytest.fixture
def make(database: str, tmp_path: Path, zalo: WindowedChannel) -> Iterator[Any]:
    made: list[World] = []

    def world(*templates: NoticeTemplate, hours: int = 48, **more: Any) -> World:
        agency = replace(sample_agency(), zalo=Zalo(hours, templates))
        made.append(World(database, tmp_path, agency=agency, channels=[zalo], **more))
        return made[-1]

    yield world
    for each in made:
        each.close()


def files_a_case(world: World, zalo: WindowedChannel, *, told_here: bool = True) -> Person:
    citizen = world.citizen("Võ Thị Tư", zalo)
    sends_feedback(citizen, told_here=told_here)
    return citizen


def answers(world: World, code: str) -> None:
    """Văn phòng and the office do their part on Telegram."""
    staff(world).answers(code, "Hồ sơ đã xong, mời ông/bà đến nhận.")


def state_of(world: World, key: str) -> list[str]:
    rows = world.rows("SELECT state FROM outbox WHERE key = :key ORDER BY id", key=key)
    return [row[0] for row in rows]


def calls(world: World) -> list[bool]:
    """Open and finished calls, oldest first: whether each is open."""
    rows = world.rows("SELECT done_at FROM duty WHERE kind = 'call' ORDER BY id")
    return [row[0] is None for row in rows]


def test_inside_the_window_it_simply_arrives(make, zalo):
    world = make()
    citizen = files_a_case(world, zalo)
    world.later(hours=47)
    citizen.forget()
    answers(world, citizen.code)
    assert citizen.keys == ["notice.accept", "notice.answer"]
    assert "Tôi đã xem" in [c.label for c in citizen.news[0].message.choices]
    assert calls(world) == []


def test_the_question_of_a_restricted_case_waits_beside_other_news_of_it(make, zalo):
    """Its delivery stops the clock. Asked no more, it says nothing beside newer news."""
    world = make()
    desk = world.official("dispatcher")
    first, second = files_a_case(world, zalo), files_a_case(world, zalo)
    world.store(lambda tx: tx.run("UPDATE cases SET restricted = 1"))
    world.later(hours=49)
    for citizen in (first, second):
        code = citizen.code
        desk.says(f"/hoi {code} Việc xảy ra hôm nào?")
    assert state_of(world, "notice.restricted_ask") == ["held", "held"]
    assert world.case(first.code).waiting_since is None
    first_code, second_code = first.code, second.code
    desk.says(f"/nhan {first_code}").says(f"/nhan {second_code}")
    desk.says(f"/tuchoi {second_code} Việc này đã trả lời.")
    first.says("xin chao"), second.says("xin chao")
    assert first.keys[0] == "notice.restricted_ask", "nothing newer: they hear that there is news"
    assert second.keys.count("notice.restricted") == 1
    assert not second.got("notice.restricted_ask")


def test_outside_it_waits_is_called_and_comes_first_when_they_write(make, zalo):
    world = make()
    citizen = files_a_case(world, zalo)
    world.later(hours=49)
    citizen.forget()
    answers(world, citizen.code)
    assert citizen.keys == [] and state_of(world, "notice.answer") == ["held"]
    assert calls(world) == [True], "somebody is to call"
    desk = world.official("dispatcher")
    assert "chờ người gửi nhắn lại" in desk.says(f"/hoso {citizen.code}").text
    citizen.says("cho hỏi việc của tôi tới đâu rồi")
    assert citizen.keys[0] == "notice.answer", "what waited comes first"
    assert len(citizen.keys) > 1, "and what was asked is answered"
    assert calls(world) == [False], "nobody needs to call any more"
    citizen.says("cảm ơn")
    assert "notice.answer" not in citizen.keys, "once"


def test_a_longer_window_where_the_agency_pays_for_it(make, zalo):
    world = make(hours=168)
    citizen = files_a_case(world, zalo)
    world.later(days=6)
    citizen.forget()
    answers(world, citizen.code)
    assert citizen.got("notice.answer")


def test_the_channel_says_it_is_closed_though_our_clock_does_not(make, zalo):
    world = make()
    citizen = files_a_case(world, zalo)
    zalo.fails[citizen.id] = [Closed("-230"), Closed("-230")]
    citizen.forget()
    answers(world, citizen.code)
    assert state_of(world, "notice.answer") == ["held"] and calls(world) == [True]
    (blocked,) = world.rows("SELECT blocked_at FROM chat WHERE external = :c", c=citizen.id)
    assert blocked == (None,), "the chat itself is well"
    assert citizen.says("xin chào").keys == ["notice.answer", "window.waited"]


def test_a_template_knocks_and_the_whole_waits(make, zalo):
    world = make(ANSWER)
    citizen = files_a_case(world, zalo)
    world.later(days=9)
    citizen.forget()
    answers(world, citizen.code)
    [knock] = zalo.templates
    assert knock.template == "345678" and knock.to_user == citizen.id and not knock.to_phone
    assert knock.values == {"ma": citizen.code, "tom_tat": "Hồ sơ đã…"}
    assert citizen.keys == [] and state_of(world, "notice.answer") == ["held"]
    # Of the notice without a template somebody tells by telephone, one call for the case.
    assert calls(world) == [True]
    assert "notice.answer" in citizen.says("XEM").keys


@pytest.mark.parametrize(
    ("outcomes", "sent_to"),
    [
        ([Unreachable("-114"), Sent("t2")], ["", "+84905123218"]),
        ([Unreachable("-114"), Unreachable("-108")], ["", "+84905123218"]),
    ],
)
def test_by_account_then_by_phone_then_a_call(outcomes, sent_to, make, zalo):
    world = make(ANSWER, BY_PHONE, replace(ANSWER, notice="notice.accept"))
    citizen = files_a_case(world, zalo)
    world.later(days=9)
    zalo.template_outcomes = [Sent("t0"), *outcomes]
    told = isinstance(outcomes[-1], Sent)
    answers(world, citizen.code)
    assert [t.to_phone for t in zalo.templates[1:]] == sent_to
    assert calls(world) == ([] if told else [True])
    assert state_of(world, "notice.answer") == ["held"]


def test_a_template_that_must_wait_waits_with_its_notice(make, zalo):
    world = make(ANSWER, replace(ANSWER, notice="notice.accept"))
    citizen = files_a_case(world, zalo)
    world.later(days=9)
    zalo.template_outcomes = [Later(600, "-133")]
    answers(world, citizen.code)
    assert state_of(world, "notice.accept") == ["pending"]
    assert citizen.says("alo").keys[:2] == ["notice.accept", "notice.answer"]


def test_the_next_chat_takes_it_and_nothing_waits(make, zalo):
    """The person has a Telegram chat too: read there, it is not said again on Zalo."""
    world = make()
    citizen = files_a_case(world, zalo)
    other = world.citizen("Võ Thị Tư")
    other.says("/lienhe")
    ((person,),) = world.rows("SELECT person_id FROM chat WHERE external = :zalo", zalo=citizen.id)
    ((chat,),) = world.rows("SELECT id FROM chat WHERE external = :it", it=other.id)
    world.store(
        lambda tx: tx.run("UPDATE chat SET person_id = :who WHERE id = :id", who=person, id=chat)
    )
    world.later(days=5)
    citizen.forget()
    answers(world, citizen.code)
    assert [k for k in other.keys if k.startswith("notice.")] == ["notice.accept", "notice.answer"]
    assert calls(world) == [] and set(state_of(world, "notice.answer")) == {"dropped", "sent"}
    assert not citizen.says("xin chào").got("notice.answer")


# --- kept open -----------------------------------------------------------------------------------


def test_a_line_before_it_closes_and_the_tap_keeps_it_open(make, zalo):
    world = make()
    citizen = files_a_case(world, zalo)  # Monday, 9:00
    world.later(hours=31)
    world.tick()
    assert not citizen.got("window.keep"), "16 hours before it closes, not earlier"
    world.later(hours=2)
    world.tick()
    world.tick()
    assert citizen.keys.count("window.keep") == 1
    assert citizen.code in citizen.text and "Tôi đã xem" in citizen.buttons
    citizen.taps("Tôi đã xem")
    assert citizen.keys == ["window.kept"]
    world.later(hours=40)
    citizen.forget()
    answers(world, citizen.code)
    assert citizen.got("notice.answer"), "the window counts from the tap"


def test_nobody_is_asked_at_night_and_none_is_asked_twice(make, zalo):
    world = make()
    citizen = files_a_case(world, zalo)
    world.later(hours=12)  # Monday, 21:00
    citizen.says("tôi cảm ơn")
    world.later(hours=33)  # Wednesday, 6:00: it closes at 21:00
    world.tick()
    assert not citizen.got("window.keep")
    world.later(hours=3)
    world.tick()
    assert citizen.got("window.keep")
    citizen.forget()
    for _ in range(10):
        world.later(hours=5)
        world.tick()
    assert not citizen.got("window.keep"), "a line that is not tapped is not repeated"


def test_who_looks_it_up_and_whose_case_is_over_are_left_alone(make, zalo):
    world = make()
    quiet = files_a_case(world, zalo, told_here=False)
    done = files_a_case(world, zalo)
    done.says(f"/rut {done.code}").taps("Rút lại")
    assert world.case(done.code).status == "withdrawn"
    for each in (quiet, done):
        each.forget()
    world.later(hours=34)
    world.tick()
    assert not quiet.got("window.keep") and not done.got("window.keep")


def on_zalo(world: World, zalo: WindowedChannel, role: str, office: str = "") -> Person:
    official = world.citizen(f"Cán bộ {role}", zalo)
    official.says("/start")
    world.grant(official, role, office, f"Cán bộ {role}")
    official.forget()
    return official


def test_officials_keep_theirs_too_and_get_a_new_card_when_they_come(make, zalo):
    world = make()
    admin = world.official("admin", name="Quản trị")
    handler = on_zalo(world, zalo, "handler", OFFICE)
    world.later(hours=33)
    world.tick()
    assert handler.got("window.keep_official")
    assert handler.taps("Tôi đã xem").keys == ["window.kept_official"]
    world.later(days=4)
    admin.forget()
    citizen = files_a_case(world, zalo)
    desk = world.official("dispatcher")
    desk.says(f"/tiepnhan {citizen.code} {OFFICE}")
    assert admin.got("common.alarm_unreachable"), admin.keys
    desk.says(f"/ghichu {citizen.code} cần gấp")
    handler.says("/homnay")
    assert handler.keys.count("card.card") == 1 and handler.keys[0] == "card.card"
    assert "held" not in state_of(world, "card.card")


def test_what_an_official_may_no_longer_see_does_not_come_out_of_the_drawer(make, zalo):
    world = make()
    world.official("admin", name="Quản trị")
    handler = on_zalo(world, zalo, "handler", OFFICE)
    world.later(days=4)
    citizen = files_a_case(world, zalo)
    desk = world.official("dispatcher")
    desk.says(f"/tiepnhan {citizen.code} {OFFICE}")
    assert "held" in state_of(world, "card.card")
    world.store(lambda tx: tx.run("DELETE FROM role_grant WHERE role = 'handler'"))
    handler.says("xin chào")
    assert not handler.got("card.card") and citizen.code not in handler.text
    assert "held" not in state_of(world, "card.card")


# --- older cards, devices, accounts opened -------------------------------------------------------


def test_a_button_of_a_replaced_card_shows_the_newer_one(make, zalo):
    world = make()
    desk = world.official("dispatcher")
    handler = on_zalo(world, zalo, "handler", OFFICE)
    citizen = files_a_case(world, zalo)
    desk.says(f"/tiepnhan {citizen.code} {OFFICE}")
    first = next(p for p in handler.seen if p.message.key == "card.card")
    take = next(c.data for c in first.message.choices if c.data.startswith("/nhan"))
    handler._does(choice=take, choice_from=first.id)
    assert world.case(citizen.code).status == "in_progress"
    second = [p for p in handler.seen if p.message.key == "card.card"][-1]
    assert second.id != first.id
    handler._does(choice=take, choice_from=first.id)
    assert handler.keys == ["card.replaced", "card.card"]
    answer = next(c.data for c in second.message.choices if c.data.startswith("/traloi"))
    newest = handler.seen[-1]
    handler._does(choice=answer, choice_from=newest.id)
    assert "card.replaced" not in handler.keys


def test_what_a_device_says_is_noted_and_opens_nothing(make, zalo):
    world = make()
    citizen = files_a_case(world, zalo)
    desk = world.official("dispatcher")
    desk.says(f"/tiepnhan {citizen.code} {OFFICE}")
    (mark,) = world.rows("SELECT message_id FROM outbox WHERE key = 'notice.accept'")
    before = world.rows("SELECT heard_at, seq FROM chat WHERE external = :c", c=citizen.id)
    for event in (Event.DELIVERED, Event.SEEN, Event.SEEN):
        world.later(minutes=5)
        citizen._does(event=event, ours=(str(mark[0]),))
    noted = world.rows("SELECT received_at, seen_at FROM outbox WHERE key = 'notice.accept'")
    assert noted[0][0] and noted[0][1] and noted[0][0] < noted[0][1]
    assert world.rows("SELECT heard_at, seq FROM chat WHERE external = :c", c=citizen.id) == before
    assert citizen.keys == []
    assert "người gửi đã xem" in desk.says(f"/hoso {citizen.code}").text
    stranger = world.citizen("Người lạ", zalo)
    stranger._does(event=Event.SEEN, ours=("m1",))
    assert stranger.keys == []


def test_an_account_that_is_opened_is_greeted_once_and_in_the_right_language_later(make, zalo):
    world = make()
    foreigner = world.citizen("Jane", zalo)
    foreigner._does(event=Event.FOLLOWED)
    assert foreigner.keys == ["greeting.greeting"]
    foreigner._does(event=Event.BLOCKED)
    foreigner._does(event=Event.FOLLOWED)
    assert foreigner.keys == []
    foreigner.says("hello, I want to know where my application is")
    assert "What is it about?" in foreigner.text
    (language,) = world.rows("SELECT language FROM chat WHERE external = :c", c=foreigner.id)
    assert language == ("en",)


def test_a_channel_that_will_not_get_well_is_told_once_a_day(make, zalo):
    world = make()
    admin = world.official("admin", name="Quản trị")
    citizen = world.citizen("Võ Thị Tư", zalo)
    zalo.fails[citizen.id] = [Later(3600, "-221", "verify")] * 2
    citizen.says("xin chào")
    assert admin.keys.count("clock.channel_ill") == 1
    other = world.citizen("Người khác", zalo)
    zalo.fails[other.id] = [Later(3600, "-221", "verify")]
    other.says("xin chào")
    assert admin.keys.count("clock.channel_ill") == 1


def test_a_director_who_never_writes_is_told_by_letter_each_once(make, zalo):
    """E-mail where there is one, and no second letter each morning."""
    world = make(smtp_url="smtp://127.0.0.1:9", mail_from="so@skhdt.example.vn")
    admin = world.official("admin", name="Quản trị")
    director = on_zalo(world, zalo, "director")
    director.says("/email giamdoc@skhdt.example.vn")
    citizen = files_a_case(world, zalo)
    world.later(days=3)  # Thursday, 9:00
    admin.forget()
    world.store(
        lambda tx: tx.run("UPDATE cases SET restricted = 1, to_director = 1, office = 'van_phong'")
    )
    director.forget()
    world.tick()
    letters = "SELECT o.key FROM outbox o JOIN chat c ON c.id = o.chat_id WHERE c.channel = 'email'"
    assert world.rows(letters + " ORDER BY o.id") == [("clock.morning",)], citizen.code
    assert not director.got("clock.morning") and "held" not in state_of(world, "clock.morning")
    assert not admin.got("common.alarm_unreachable")


def test_without_a_letter_the_admins_hear_it_once_a_day_and_one_morning_waits(make, zalo):
    world = make()
    admin = world.official("admin", name="Quản trị")
    desk = world.official("dispatcher")
    handler = on_zalo(world, zalo, "handler", OFFICE)
    citizen = files_a_case(world, zalo)
    desk.says(f"/tiepnhan {citizen.code} {OFFICE}")
    world.later(days=2, hours=1)
    handler.forget()
    for _ in range(2):
        world.later(days=1)
        admin.forget()
        world.tick()
        assert admin.keys.count("common.alarm_unreachable") == 1
    assert state_of(world, "clock.morning").count("held") == 1
    handler.says("/homnay")
    assert handler.keys.count("clock.morning") == 1
