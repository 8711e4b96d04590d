"""Broadcasts on their way, as the people they are for meet them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.channels.base import Capabilities, Later, Refused, Unknown
from cases.plan.campaigns import Audience, CampaignKind, State
from handlers.campaigns import feeding
from messages.dates import local
from messages.envelope import Incoming
from storage.mailbox import switches
from storage.people import people
from tests.broadcasting import (
    WORDS,
    approved,
    campaign,
    moved,
    person_id,
    runs,
    stops,
    subscribed,
)
from tests.office import SQLITE_FIRST, Office, submitted
from tests.people import FakeChannel, Person, World

KEY = "broadcast.message"
_NIGHT = datetime.fromisoformat("2026-11-16T23:00:00+07:00")


class Windowed(FakeChannel):
    """Zalo, as far as broadcasts know it."""

    def __init__(self) -> None:
        super().__init__("zalo", edits=False, buttons=5)
        self.capabilities = Capabilities(buttons=5, text_limit=2000, window=timedelta(days=7))


@pytest.fixture
def zalo() -> Windowed:
    return Windowed()


@pytest.fixture
def beside(zalo: Windowed) -> tuple[FakeChannel, ...]:
    return (zalo,)


def got(person: Person) -> list[str]:
    return [p.message.text for p in person.seen if p.message.key == KEY]


@SQLITE_FIRST
def test_who_subscribed_hears_it_once(world: World) -> None:
    office = Office(world)
    here, there = subscribed(world.citizen()), subscribed(world.citizen())
    there.says("/language en").forget()
    gone, other, nobody = (world.citizen() for _ in range(3))
    stops(subscribed(gone))
    subscribed(other, topic="sang_kien")
    nobody.says("/start")
    number = approved(
        world, author_id=office.person_id(office.dispatcher), words_en="By post from 1 December."
    )
    runs(world, 5)

    assert len(got(here)) == 1 and WORDS in here.text and "gõ DUNG" in here.text
    assert "By post" in there.text and "type STOP" in there.text
    assert not got(gone) and not got(other) and not got(nobody)
    made = campaign(world, number)
    assert (made.state, made.size, made.result["sent"]) == (State.DONE, 2, 2)
    assert "2 người nhận" in office.dispatcher.text
    kept = world.rows("SELECT item, office, kind, ref FROM evidence")
    assert kept == [("II.1.c", "van_phong", "broadcast", made.number)]


def test_no_more_than_a_week_allows_and_the_rest_in_one(world: World) -> None:
    person, weekly = subscribed(world.citizen()), subscribed(world.citizen(), frequency="week")
    for title in ("Một", "Hai", "Ba", "Bốn"):
        approved(world, title=title)
        runs(world)
    assert [text.split("</b>")[0] for text in got(person)] == ["<b>Một", "<b>Hai"]
    assert not got(weekly)

    world.later(days=3)
    world.tick()
    assert not weekly.got("campaign.summary")
    world.later(days=4)
    for _ in range(3):
        world.tick()
    assert person.keys.count("campaign.summary") == weekly.keys.count("campaign.summary") == 1
    assert "Ba" in person.text and "Bốn" in person.text and "• Hai" not in person.text
    assert all(f"• {title}" in weekly.text for title in ("Một", "Hai", "Ba", "Bốn"))
    world.later(days=7)
    world.tick()
    assert weekly.keys.count("campaign.summary") == 1


def test_who_stops_before_it_comes_gets_nothing(world: World) -> None:
    stays, stopper = subscribed(world.citizen()), subscribed(world.citizen())
    world.now = _NIGHT
    number = approved(world)
    runs(world)
    assert not got(stays)
    stops(stopper)
    world.later(hours=9)
    world.tick()
    runs(world)
    assert got(stays) and not got(stopper)
    assert campaign(world, number).result["dropped"] == 1


def test_paused_it_rests_and_cancelled_it_is_gone(world: World) -> None:
    person = subscribed(world.citizen())
    world.now = _NIGHT
    paused, cancelled = approved(world), approved(world, title="Khác")
    runs(world)
    moved(world, paused, "pause")
    moved(world, cancelled, "cancel")
    world.restart()
    world.later(hours=9)
    world.tick()
    assert not got(person)
    moved(world, paused, "resume")
    world.run(world.house.outbox.settled())
    assert len(got(person)) == 1 and "Khác" not in person.text
    runs(world)
    assert campaign(world, paused).state == State.DONE


def test_it_goes_on_where_it_stood_after_a_restart(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeding, "PORTION", 2)
    monkeypatch.setattr(feeding, "AHEAD", 4)
    crowd = [subscribed(world.citizen()) for _ in range(10)]
    number = approved(world)
    runs(world, 1)
    assert sum(len(got(person)) for person in crowd) == 4
    world.restart()
    runs(world, 5)
    assert [len(got(person)) for person in crowd] == [1] * 10
    assert campaign(world, number).result["sent"] == 10


def test_a_channel_that_is_away_holds_up_no_other(
    world: World, zalo: Windowed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeding, "AHEAD", 2)
    on_telegram = [subscribed(world.citizen()) for _ in range(5)]
    on_zalo = [subscribed(world.citizen(channel=zalo)) for _ in range(5)]
    world.channel.fails = {person.id: [Later(3600.0, "away")] * 20 for person in on_telegram}
    approved(world)
    runs(world, 5)
    assert [len(got(person)) for person in on_zalo] == [1] * 5
    assert not any(got(person) for person in on_telegram)


def test_whose_channel_is_switched_off_meanwhile_is_told_of_at_the_end(
    world: World, zalo: Windowed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeding, "PORTION", 2)
    monkeypatch.setattr(feeding, "AHEAD", 2)
    office = Office(world)
    on_telegram = [subscribed(world.citizen()) for _ in range(8)]
    on_zalo = [subscribed(world.citizen(channel=zalo)) for _ in range(8)]
    number = approved(world, author_id=office.person_id(office.dispatcher))
    runs(world, 1)
    world.store(lambda tx: switches.switch_off(tx, "zalo", world.now, by=1, reason="bảo trì"))
    runs(world, 8)
    assert all(got(person) for person in on_telegram)
    assert sum(len(got(person)) for person in on_zalo) == 2
    assert campaign(world, number).state == State.DONE
    assert "10 người nhận, 6 người không được nhắn" in office.dispatcher.text


def test_behind_a_closed_window_it_waits_for_some_days(world: World, zalo: Windowed) -> None:
    returns, silent = (subscribed(world.citizen(channel=zalo)) for _ in range(2))
    world.later(days=4)
    number = approved(world)
    runs(world)
    result = campaign(world, number).result
    assert (result["sent"], result["held"]) == (0, 2)
    returns.says("/trogiup")
    assert len(got(returns)) == 1
    world.later(days=8)
    world.tick()
    silent.says("/trogiup")
    assert not got(silent)


def test_it_stops_by_itself_when_too_much_fails(world: World) -> None:
    admin = world.official("admin")
    office = Office(world)
    crowd = [subscribed(world.citizen()) for _ in range(30)]
    for person in crowd[:20]:
        world.channel.fails[person.id] = [Refused("bad request")]
    admin.forget()
    number = approved(world, author_id=office.person_id(office.dispatcher))
    runs(world)
    assert campaign(world, number).state == State.STOPPED
    for told in (admin, office.dispatcher):
        assert told.keys.count("campaign.stopped") == 1 and not told.got("common.alarm_refused")
        assert "20 trong 100" in told.text
    moved(world, number, "resume")
    runs(world)
    assert campaign(world, number).state == State.DONE


def test_a_send_that_may_have_arrived_is_marked(world: World) -> None:
    person = subscribed(world.citizen())
    world.channel.fails[person.id] = [Unknown("the line broke")]
    number = approved(world)
    runs(world)
    result = campaign(world, number).result
    assert (result["sent"], result["unknown"], len(got(person))) == (1, 1, 1)


def test_two_chats_that_become_one_person_hear_it_once(world: World, zalo: Windowed) -> None:
    first, second = subscribed(world.citizen()), subscribed(world.citizen(channel=zalo))
    world.now = _NIGHT
    approved(world)
    runs(world)
    goes, stays = person_id(first), person_id(second)
    world.store(lambda tx: people.join(tx, goes, stays))
    world.later(hours=9)
    world.tick()
    runs(world)
    assert len(got(first)) + len(got(second)) == 1


def test_what_recurs_is_not_made_up_for(world: World) -> None:
    person = subscribed(world.citizen())
    approved(world, every="week", send_at=world.now)
    runs(world)
    world.later(days=22)
    runs(world, 9)
    assert len(got(person)) == 2
    world.later(days=6)
    runs(world)
    assert len(got(person)) == 3
    times = [datetime.fromisoformat(at) for (at,) in world.rows(
        "SELECT send_at FROM campaign ORDER BY send_at"
    )]  # fmt: skip
    assert [local(at).strftime("%d/%m %H:%M") for at in times] == [
        "16/11 09:00",
        "23/11 09:00", "14/12 09:00", "21/12 09:00",
    ]  # fmt: skip


def test_put_off_before_its_day_it_waits_for_its_day(world: World) -> None:
    person = subscribed(world.citizen())
    number = approved(world, send_at=world.now + timedelta(hours=3))
    moved(world, number, "pause")
    moved(world, number, "resume")
    runs(world)
    assert not got(person)
    world.later(hours=3)
    runs(world)
    assert got(person)


@SQLITE_FIRST
def test_who_wrote_about_it_hears_of_it_subscribed_or_not(world: World) -> None:
    office = Office(world)
    sender, hidden, stranger, done = (world.citizen() for _ in range(4))
    code = submitted(sender)
    submitted(hidden, mode="Không nêu tên")
    submitted(stranger)
    submitted(done)
    stops(subscribed(done))
    procedure = "1.001"
    cases = [world.case(person.code).id for person in (sender, done)]
    world.store(lambda tx: tx.run("UPDATE cases SET procedure_code = :code", code=procedure))
    world.store(
        lambda tx: tx.run(
            "UPDATE cases SET procedure_code = '' WHERE code = :code", code=stranger.code
        )
    )
    approved(world, Audience(wrote_about=(procedure,)), title="Về thủ tục")
    approved(world, Audience(cases=tuple(cases)), CampaignKind.CHANGED, title="Của ông/bà")
    runs(world)
    assert len(got(sender)) == 2
    assert not got(hidden) and not got(stranger) and not got(done)
    assert code and not got(office.handler)


def test_officials_of_one_office_hear_it_whatever_they_had_this_week(world: World) -> None:
    office = Office(world)
    for title in ("Một", "Hai", "Ba"):
        approved(world, Audience(staff=True, offices=("dang_ky_kinh_doanh",)),
                 CampaignKind.STAFF, title=title)  # fmt: skip
        runs(world)
    assert office.handler.keys.count("broadcast.staff_message") == 3
    assert "DUNG" not in office.handler.text
    assert not office.dispatcher.got("broadcast.staff_message")


def test_the_web_chat_has_it_at_once_and_a_person_of_two_channels_where_they_chose(
    world: World, zalo: Windowed
) -> None:
    """The web chat is a mailbox: nothing is on its way there."""
    world.deliver(Incoming("web", "w1", "web-1", "web-1", world.now, text="/start"))
    [(who, mailbox)] = world.rows("SELECT person_id, id FROM chat WHERE channel = 'web'")
    here = subscribed(world.citizen(channel=zalo))
    goes = person_id(here)
    world.store(lambda tx: people.join(tx, goes, who))
    world.store(
        lambda tx: tx.run(
            "UPDATE subscriber SET person_id = :who WHERE person_id = :goes", who=who, goes=goes
        )
    )
    world.store(lambda tx: tx.run("UPDATE subscription SET person_id = :who", who=who))
    approved(world, title="Một")
    runs(world)
    assert len(got(here)) == 1  # the newest of their chats
    world.store(lambda tx: tx.run("UPDATE person SET notices_chat_id = :chat", chat=mailbox))
    number = approved(world, title="Hai")
    runs(world)
    told = world.rows("SELECT state, chat_id FROM outbox WHERE campaign_id = :id", id=number)
    assert told == [("sent", mailbox)] and len(got(here)) == 1
