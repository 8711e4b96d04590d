"""One person in several apps: joined by a code once both chats said yes, told where they choose,
separated again. Nobody learns or gets anything by guessing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.channels.base import Later, Unreachable
from tests.citizens.test_exploration import DISTURBANCES
from tests.office import REGISTRY, SQLITE_FIRST, Office, submitted
from tests.people import FakeChannel, Person, World

pytestmark = SQLITE_FIRST


@pytest.fixture
def world(database: str, tmp_path: Path) -> Iterator[World]:
    zalo = FakeChannel("zalo", edits=False, buttons=0)
    made = World(database, tmp_path, channels=(zalo, FakeChannel("zalo_bot", buttons=0)))
    yield made
    made.close()


def other_app(world: World, name: str = "zalo") -> FakeChannel:
    channel = world.house.channels[name]
    assert isinstance(channel, FakeChannel)
    return channel


def code_of(person: Person) -> str:
    """The newest code they were shown, as it is written."""
    found = [re.findall(r"\d{4} \d{4}", p.message.text) for p in person.seen]
    return str([c for codes in found for c in codes][-1])


def linked(world: World, first: Person | None = None) -> tuple[Person, Person]:
    """Somebody in Telegram and in Zalo."""
    first = first or world.citizen("Tư")
    second = world.citizen("Tư", other_app(world))
    first.says("/lienket")
    second.says(f"lien ket {code_of(first)}").says("1")
    first.taps("Đúng là tôi")
    assert first.got("link.joined")
    return first, second


def person_of(world: World, who: Person) -> int:
    rows = world.rows("SELECT person_id FROM chat WHERE external = :id", id=who.id)
    return int(rows[0][0])


# --- joining -------------------------------------------------------------------------------------


def test_both_chats_say_yes_and_see_the_cases_of_both(world: World) -> None:
    first, second = world.citizen(), world.citizen("", other_app(world))
    here, there = submitted(first), submitted(second)
    first.says("/lienket")
    assert first.keys == ["link.about", "link.code"]
    second.says(f"LIEN KET {code_of(first)}")
    assert second.keys == ["link.sure"] and "Telegram" in second.text
    assert here not in second.text
    first.forget()
    second.says("đúng")
    assert second.keys == ["link.asked"]
    assert first.keys == ["link.is_it_you"] and "Zalo" in first.text
    assert person_of(world, first) != person_of(world, second)
    second.forget()
    first.taps("Đúng là tôi")
    assert first.keys == ["link.joined"] and second.keys == ["link.joined"]
    for who in (first, second):
        who.says("cua toi")
        assert any(here in b for b in who.buttons) and any(there in b for b in who.buttons)


def test_the_code_is_kept_nowhere_as_it_was_said(world: World) -> None:
    first, _ = linked(world)
    code = code_of(first).replace(" ", "")
    assert not world.rows("SELECT 1 FROM link_code WHERE code_hash LIKE :c", c=f"%{code}%")
    said = world.rows("SELECT text FROM outbox WHERE key = 'link.code' ORDER BY id")
    typed = world.rows(
        "SELECT text FROM inbox WHERE text LIKE '%1%' OR text LIKE '%0%' ORDER BY id"
    )
    assert said == [("",)]
    assert all(code_of(first) not in text for (text,) in typed)


def test_without_buttons_the_second_yes_is_typed_even_while_a_story_is_told(world: World) -> None:
    first, second = world.citizen("", other_app(world)), world.citizen()
    first.says("/lienket")
    code = code_of(first)
    first.says("thủ tục thành lập công ty quá nhiều giấy tờ, nộp mãi không xong")
    second.says(f"/link {code}").taps("Đúng, nối")
    first.says("dung la toi")
    assert first.got("link.joined") and any(k.startswith("submit.") for k in first.keys)


def test_the_digits_alone_are_enough(world: World) -> None:
    first, second = world.citizen(), world.citizen("", other_app(world))
    first.says("/lienket")
    second.says(code_of(first))
    assert second.keys == ["link.sure"]


def test_the_code_works_as_a_start_code(world: World) -> None:
    first, second = world.citizen(), world.citizen("", other_app(world))
    first.says("/lienket")
    second.says(f"/start {code_of(first).replace(' ', '')}")
    assert second.keys == ["link.sure"]


def test_not_me_joins_nothing(world: World) -> None:
    first, second = world.citizen(), world.citizen("", other_app(world))
    code = submitted(first)
    first.says("/lienket")
    typed = code_of(first)
    second.says(f"lien ket {typed}").says("1")
    second.forget()
    first.taps("Không phải tôi")
    assert first.keys == ["link.not_joined"] and "0255 0000 001" in first.text
    assert second.keys == ["link.refused"]
    second.says("cua toi")
    assert second.keys == ["status.no_case"] and code not in second.text
    second.says(f"lien ket {typed}")
    assert second.keys == ["link.no_such_code"]
    first.taps("Đúng là tôi")
    assert first.keys == ["link.nothing_asked"]


def test_no_to_the_first_question_asks_nobody(world: World) -> None:
    first, second = world.citizen(), world.citizen("", other_app(world))
    first.says("/lienket")
    second.says(f"lien ket {code_of(first)}").says("thôi")
    assert second.keys == ["link.left"] and first.keys == ["link.about", "link.code"]
    first.says("đúng là tôi")
    assert first.keys == ["link.nothing_asked"]


def test_those_words_at_a_question_are_its_answer(world: World) -> None:
    citizen = world.citizen()
    citizen.says("/gui").says("không phải tôi")
    assert not citizen.got("link.nothing_asked") and citizen.keys


@pytest.mark.parametrize("wrong", ["lien ket 9999 9999", "/lienket 99999999"])
def test_a_wrong_and_an_expired_code_are_told_the_same(world: World, wrong: str) -> None:
    first, second = world.citizen(), world.citizen("", other_app(world))
    second.says(wrong)
    assert second.keys == ["link.no_such_code"]
    told = second.text
    first.says("/lienket")
    world.later(minutes=16)
    second.says(f"lien ket {code_of(first)}")
    assert second.text == told


def test_a_newer_code_ends_the_older_one(world: World) -> None:
    first, second = world.citizen(), world.citizen("", other_app(world))
    first.says("/lienket")
    old = code_of(first)
    first.says("/lienket")
    second.says(f"lien ket {old}")
    assert second.keys == ["link.no_such_code"]
    second.says(f"lien ket {code_of(first)}")
    assert second.keys == ["link.sure"]


def test_guessing_is_slowed_down(world: World) -> None:
    first, second = world.citizen(), world.citizen("", other_app(world))
    first.says("/lienket")
    for number in range(4):
        second.says(f"lien ket 9999 000{number}")
    second.says(f"lien ket {code_of(first)}")
    assert second.keys == ["people.slow_down"]
    second.says(f"/start {code_of(first).replace(' ', '')}")
    assert second.keys == ["people.slow_down"]


def test_a_code_given_in_one_chat_is_no_code_in_a_third(world: World) -> None:
    first, second = world.citizen(), world.citizen("", other_app(world))
    third = world.citizen("", other_app(world, "zalo_bot"))
    first.says("/lienket")
    second.says(f"lien ket {code_of(first)}").says("1")
    third.says(f"lien ket {code_of(first)}")
    assert third.keys == ["link.no_such_code"]


def test_the_own_chat_a_joined_one_and_a_group(world: World) -> None:
    first, second = linked(world)
    first.says("/lienket")
    first.says(f"lien ket {code_of(first)}")
    assert first.keys == ["link.same_chat"]
    second.says(f"lien ket {code_of(first)}")
    assert second.keys == ["link.already"]
    group = first.in_group("g1")
    group.says("/lienket")
    assert group.keys == ["common.not_in_group"]


def test_too_few_digits_are_told_so(world: World) -> None:
    citizen = world.citizen()
    citizen.says("/lienket 1234 567")
    assert citizen.keys == ["link.digits"]


def test_a_draft_waits_beside_the_linking(world: World) -> None:
    first, second = world.citizen(), world.citizen("", other_app(world))
    second.says("thủ tục thành lập công ty quá nhiều giấy tờ, nộp mãi không xong")
    asked = second.keys[-1]
    first.says("/lienket")
    second.says(f"lien ket {code_of(first)}").says("1")
    assert second.keys == ["link.asked", asked]


def test_typed_once_more_it_says_what_it_waits_for(world: World) -> None:
    first, second = world.citizen(), world.citizen("", other_app(world))
    first.says("/lienket")
    second.says(f"lien ket {code_of(first)}").says("1")
    second.says(f"lien ket {code_of(first)}")
    assert second.keys == ["link.asked"]


def test_a_third_chat_hears_that_another_was_joined(world: World) -> None:
    first, second = linked(world)
    third = world.citizen("", other_app(world, "zalo_bot"))
    second.says("/lienket")
    third.says(f"lien ket {code_of(second)}").says("1")
    first.forget()
    second.says("dung la toi")
    assert first.keys == ["link.another"] and "Zalo Bot" in first.text
    first.says("/lienket")
    assert sum(b.startswith("Tách") for b in first.buttons) == 3


@pytest.mark.parametrize("name", DISTURBANCES)
def test_everything_is_answered_while_it_is_asked(world: World, name: str) -> None:
    first, second = world.citizen(), world.citizen("", other_app(world))
    first.says("/lienket")
    second.says(f"lien ket {code_of(first)}")
    DISTURBANCES[name](second)
    assert second.keys and "common.our_fault" not in second.keys
    assert not first.got("link.joined")


# --- officials -----------------------------------------------------------------------------------


def test_an_officials_second_app_does_all_the_work(world: World) -> None:
    office = Office(world)
    admin = office.colleague("admin")
    code = office.accepted(world.citizen("Tư"))
    zalo = world.citizen("Hạnh", other_app(world))
    office.handler.says("/lienket")
    zalo.says(f"lien ket {code_of(office.handler)}")
    assert "cán bộ" in zalo.text
    zalo.says("1")
    admin.forget()
    office.handler.taps("Đúng là tôi")
    assert admin.keys == ["people.linked_a_chat"]
    zalo.says("/homnay")
    assert zalo.got("staff.today")
    zalo.says(f"/nhan {code}")
    zalo.says(f"/traloi {code} Mời ông/bà đến nhận.").says("Không kèm, gửi luôn")
    assert world.case(code).status == "awaiting_approval"


def test_a_citizens_cases_become_the_officials_own_and_none_of_their_work(world: World) -> None:
    office = Office(world)
    citizen = world.citizen("Hạnh", other_app(world))
    code = office.taken(citizen)
    assert world.case(code).owner_id == office.person_id(office.handler)
    citizen.says("/lienket")
    office.handler.says(f"/lienket {code_of(citizen)}").taps("Đúng, nối")
    citizen.says("đúng là tôi")
    case = world.case(code)
    assert case.submitter_id == office.person_id(office.handler)
    assert (case.status, case.owner_id) == ("assigned", None)
    office.handler.says(f"/nhan {code}")
    assert world.case(code).owner_id is None
    citizen.says("/homnay")
    assert citizen.got("staff.today") and code not in citizen.text
    citizen.says("cua toi")
    assert any(code in b for b in citizen.buttons)


def test_two_officials_are_never_joined(world: World) -> None:
    office = Office(world)
    office.handler.says("/lienket")
    office.head.says(f"/lienket {code_of(office.handler)}")
    assert office.head.keys == ["link.two_officials"]


def test_who_became_an_official_meanwhile_is_not_joined_either(world: World) -> None:
    office, citizen = Office(world), world.citizen("", other_app(world))
    office.handler.says("/lienket")
    citizen.says(f"lien ket {code_of(office.handler)}").says("1")
    world.grant(citizen, "handler", REGISTRY)
    office.handler.taps("Đúng là tôi")
    assert office.handler.keys == ["link.two_officials"]
    assert person_of(world, citizen) != office.person_id(office.handler)


def test_a_locked_official_links_nothing(world: World) -> None:
    office, citizen = Office(world), world.citizen("", other_app(world))
    admin = office.colleague("admin")
    office.handler.says("/lienket")
    code = code_of(office.handler)
    admin.says(f"/khoa {office.person_id(office.handler)}")
    citizen.says(f"lien ket {code}")
    assert citizen.keys == ["link.not_these"]
    office.handler.says("/lienket")
    assert office.handler.keys == ["people.locked"]


# --- where to be told ----------------------------------------------------------------------------


def answers(office: Office, code: str) -> None:
    office.dispatcher.says(f"/tiepnhan {code}")


def test_notices_come_where_they_chose(world: World) -> None:
    office, (first, second) = Office(world), linked(world)
    code = submitted(first)
    second.says("/lienket").taps("Báo tin cho tôi ở đây")
    assert second.keys == ["link.told_here"]
    first.forget()
    second.forget()
    answers(office, code)
    assert second.keys == ["notice.accept"] and first.keys == []


def test_without_a_choice_they_come_where_it_was_sent_from(world: World) -> None:
    office, (first, second) = Office(world), linked(world)
    code = submitted(second)
    first.says("xin chào")
    first.forget()
    second.forget()
    answers(office, code)
    assert second.keys == ["notice.accept"] and first.keys == []


def test_a_chosen_chat_that_fails_is_followed_by_the_other(world: World) -> None:
    office, (first, second) = Office(world), linked(world)
    code = submitted(first)
    second.says("/baotinday")
    other_app(world).fails[second.id] = [Unreachable("blocked")]
    first.forget()
    answers(office, code)
    assert first.keys == ["notice.accept"]
    office.handler.says(f"/nhan {code}").says(f"/hoi {code} Ngày hẹn là ngày nào?")
    assert first.got("notice.ask")
    assert world.case(code).waiting_since is not None


def test_who_looks_it_up_is_written_to_nowhere(world: World) -> None:
    office, (first, second) = Office(world), linked(world)
    first.says("thủ tục thành lập công ty quá nhiều giấy tờ, nộp mãi không xong").taps("Đúng")
    first.taps("Người giải quyết").says("Võ Thị Tư, 0905 123 218, xã Bình Sơn").taps("Bỏ qua")
    first.taps("Gửi, tôi tự")
    code = first.code
    second.says("/baotinday")
    first.forget()
    second.forget()
    answers(office, code)
    assert first.keys == [] and second.keys == []


# --- separating ----------------------------------------------------------------------------------


def test_a_lost_phone_is_cut_off_and_nothing_more_is_told_there(world: World) -> None:
    office, (first, lost) = Office(world), linked(world)
    code = submitted(lost)
    lost.says("thủ tục giải thể công ty lâu quá, nộp mãi không xong")
    first.says("/lienket").taps("Tách Zalo")
    assert first.keys == ["link.separate_sure"]
    lost.forget()
    first.taps("Đúng, tách ra")
    assert first.keys == ["link.separated"] and lost.keys == ["link.cut_off"]
    lost.says("cua toi")
    assert lost.keys == ["status.no_case"]
    lost.says(f"/tracuu {code}")
    assert lost.keys == ["status.unknown_code"]
    first.forget()
    lost.forget()
    answers(office, code)
    assert first.keys == ["notice.accept"] and lost.keys == []
    first.says("cua toi")
    assert any(code in b for b in first.buttons)


def test_what_still_waited_for_the_lost_phone_comes_here(world: World) -> None:
    office, (first, lost) = Office(world), linked(world)
    code = submitted(lost)
    other_app(world).fails[lost.id] = [Later(3600)]
    answers(office, code)
    first.says("/lienket").taps("Tách Zalo").taps("Đúng, tách ra")
    assert first.keys.count("notice.accept") == 1
    states = world.rows("SELECT state FROM outbox WHERE key = 'notice.accept' ORDER BY id")
    assert states == [("unreachable",), ("sent",)]


def test_an_official_cuts_their_lost_phone_off(world: World) -> None:
    office = Office(world)
    first, lost = linked(world, office.handler)
    lost.says("/homnay")
    assert lost.got("staff.today")
    first.says("/lienket").taps("Tách Zalo").taps("Đúng, tách ra")
    lost.says("/homnay")
    assert lost.keys == ["common.not_for_you"]
    first.says("/homnay")
    assert first.got("staff.today")


def test_cards_that_stand_on_the_lost_phone_are_taken_back(world: World) -> None:
    office = Office(world)
    lost, first = linked(world, office.handler)
    office.accepted(world.citizen("Tư"))
    first.says("/baotinday")
    first.says("/lienket").taps("Tách Telegram")
    lost.forget()
    first.taps("Đúng, tách ra")
    assert lost.keys == ["card.gone", "link.cut_off"]


def test_this_chat_can_be_left_too(world: World) -> None:
    first, second = linked(world)
    code = submitted(first)
    first.says("/lienket").taps("Tách chỗ này ra").taps("Đúng, tách ra")
    assert first.keys == ["link.separated"]
    first.says("cua toi")
    assert first.keys == ["status.no_case"]
    second.says("cua toi")
    assert any(code in b for b in second.buttons)
    assert world.case(code).chat_id != 0
    told = world.rows("SELECT external FROM chat WHERE id = :id", id=world.case(code).chat_id)
    assert told == [(second.id,)]


def test_nobody_separates_a_chat_that_is_not_theirs(world: World) -> None:
    first, _ = linked(world)
    stranger = world.citizen()
    stranger.says("xin chào")
    ident = world.rows("SELECT id FROM chat WHERE external = :id", id=stranger.id)[0][0]
    first.taps_data(f"/tachra {ident} ok")
    assert "link.separated" not in first.keys and first.got("link.about")
    before = person_of(world, first)
    stranger.taps_data("/tachra 1 ok")
    assert person_of(world, first) == before


# --- the receipt number --------------------------------------------------------------------------


@pytest.mark.parametrize("channel", ["telegram", "zalo", "zalo_bot"])
def test_the_receipt_number_opens_a_case_from_anywhere(world: World, channel: str) -> None:
    sender = world.citizen()
    code = submitted(sender, mode="Không nêu tên")
    number = re.findall(r"\d{4} \d{4} \d{4} \d{4}", sender.text)[-1]
    elsewhere = world.citizen("", other_app(world, channel))
    elsewhere.says(number)
    assert code in elsewhere.text


def test_an_anonymous_tip_is_tied_to_nobody_when_chats_are_joined(world: World) -> None:
    tipster = world.citizen()
    code = submitted(tipster, mode="Không nêu tên")
    _, second = linked(world, tipster)
    second.says("cua toi")
    assert second.keys == ["status.no_case"] and code not in second.text
    assert world.case(code).submitter_id is None
