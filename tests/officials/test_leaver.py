"""Somebody leaves the department: what was theirs as an official goes back or goes, what they did
stays with the office, and what is theirs as a citizen they may have, or have erased."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.citizen.own_data import own_file
from handlers.desk import Desk
from tests.broadcasting import approved, runs, subscribed
from tests.office import REGISTRY, SQLITE_ONLY, Office
from tests.people import FakeChannel, Person, World

pytestmark = SQLITE_ONLY
NAME, ADDRESS = "Bùi Thị Rời", "roi@skhdt.example.vn"


@pytest.fixture
def mail() -> FakeChannel:
    return FakeChannel("email", edits=False, buttons=100)


@pytest.fixture
def beside(mail: FakeChannel) -> tuple[FakeChannel, ...]:
    return (mail,)


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


@pytest.fixture
def leaver(office: Office) -> Person:
    person = office.colleague("handler", REGISTRY, NAME)
    person.says(f"/email {ADDRESS}")
    return person


def leaves(office: Office, person: Person) -> None:
    office.colleague("admin").says(f"/xoanguoi {office.person_id(person)} phong")
    person.forget()


def days_pass(world: World, days: int) -> None:
    for _ in range(days):
        world.later(days=1)
        world.tick()
        world.work()


def test_what_the_director_asked_of_them_comes_back_and_they_hear_no_more_of_it(
    world: World, office: Office, leaver: Person, mail: FakeChannel
) -> None:
    director = office.colleague("director", name="Nguyễn Giám Đốc")
    director.says(f"/giaoviec {NAME} | 20/11 | Rà lại biểu mẫu").taps("Giao")
    director.forget()
    leaves(office, leaver)
    assert director.keys == ["task.back"] and NAME in director.text
    office.accepted(world.citizen())
    letters = len(mail.seen)
    days_pass(world, 7)
    assert not leaver.news and len(mail.seen) == letters
    assert director.got("task.remind") and not director.got("task.late_told")
    director.says("/xongviec 1 Thôi không cần nữa")
    assert director.keys == ["task.done"]


def test_whoever_saw_cases_as_an_official_takes_none_of_them_along(
    world: World, office: Office, leaver: Person
) -> None:
    office.accepted(world.citizen())
    assert "Võ Thị Tư" in leaver.text
    leaves(office, leaver)
    who = office.person_id(leaver)

    def told(desk: Desk) -> str:
        return str(own_file.contents(desk, who, "vi"))

    given = world.store(lambda tx: told(Desk(tx, world.house.ground(), world.now)))
    assert "Võ Thị Tư" not in given


def test_erased_nothing_leads_to_them_but_the_name_at_what_they_did(
    world: World, office: Office, leaver: Person
) -> None:
    leaver.says("/baiviet moi").taps("II.1.b").says("Bỏ bản giấy").says("Từ 1/12.").taps("Xong")
    leaves(office, leaver)
    leaver.says("/dulieu xoa").taps("Xóa")
    assert leaver.keys == ["own_data.erased", "own_data.name_kept"]
    assert NAME in office.dispatcher.says("/baiviet BV26-00001").text
    days_pass(world, 2)
    theirs = "SELECT c.channel, c.sealed, c.state FROM chat c JOIN person p ON p.id = c.person_id"
    rows = world.rows(theirs + " WHERE p.removed_at IS NOT NULL")
    assert {channel: sealed for channel, sealed, _ in rows} == {"email": "", "telegram": ""}
    assert not any("sealed" in (state or "") for *_, state in rows)


def test_a_citizen_who_asks_for_it_is_told_of_no_name(world: World) -> None:
    assert world.citizen().says("/dulieu xoa").taps("Xóa").keys == ["own_data.erased"]


def test_how_far_their_broadcast_has_come_is_told_to_them_no_more(
    world: World, office: Office, leaver: Person
) -> None:
    subscribed(world.citizen())
    who = office.person_id(leaver)
    approved(world, author_id=who, send_at=world.now + timedelta(hours=1))
    [(chat,)] = world.rows(f"SELECT id FROM chat WHERE person_id = {who} AND channel <> 'email'")
    world.store(lambda tx: tx.run("UPDATE campaign SET progress_chat_id = :chat", chat=chat))
    leaves(office, leaver)
    world.later(hours=1)
    world.tick()
    runs(world)
    world.tick()
    assert world.rows("SELECT state, progress_chat_id FROM campaign") == [("done", None)]
    assert not leaver.news
