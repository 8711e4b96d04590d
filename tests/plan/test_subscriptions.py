"""Asking for broadcasts and ending them, in every channel: off beforehand, several topics at once,
without diacritics, another mind three times, one word to stop, and back again."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from handlers.citizen.own_data.own_file import contents
from handlers.desk import Desk
from messages.envelope import Priority
from storage.plan import subscribers
from storage.plan.subscribers import Wishes
from tests.office import SQLITE_FIRST, STORY, Office
from tests.people import FakeChannel, Person, World

pytestmark = SQLITE_FIRST


@pytest.fixture
def beside() -> tuple[FakeChannel, ...]:
    return (FakeChannel("web"), FakeChannel("zalo", edits=False, buttons=5))


@pytest.fixture(params=["telegram", "web", "zalo"])
def citizen(
    request: pytest.FixtureRequest, world: World, beside: tuple[FakeChannel, ...]
) -> Person:
    among = {channel.name: channel for channel in (world.channel, *beside)}
    return world.citizen(channel=among[request.param])


def wishes(person: Person) -> Wishes | None:
    [[number]] = person.world.rows(
        "SELECT person_id FROM chat WHERE channel = :channel AND external = :chat",
        channel=person.channel.name,
        chat=person.id,
    )
    found: Wishes | None = person.world.store(lambda tx: subscribers.wishes(tx, int(number)))
    return found


def subscribed(person: Person, topics: str = "1 3") -> Person:
    person.says("dang ky nhan tin").says(topics)
    return person.says("/dangky nhip").says("hang tuan").says("/dangky toila").says("nguoi dan")


# --- asked for -----------------------------------------------------------------------------------


def test_several_topics_at_once_without_diacritics(citizen: Person) -> None:
    citizen.says("dang ky")
    assert citizen.got("subscribe.topics") and wishes(citizen) is None
    assert "THU TUC" in citizen.text, "it may be the beginning of a procedure's name"
    citizen.says("1 va 3")
    assert citizen.keys == ["subscribe.on"]
    citizen.taps("Đổi nhịp").says("hang tuan")
    citizen.taps("Đổi người dân").says("doanh nghiep")
    assert citizen.keys == ["subscribe.on"]
    now = wishes(citizen)
    assert now is not None and now.on
    assert (set(now.topics), now.frequency, now.party) == (
        {"ket_qua", "truc_tuyen"},
        "week",
        "business",
    )
    assert "Nộp hồ sơ qua mạng" in citizen.text and "DUNG" in citizen.text


def test_by_taps_alone(citizen: Person) -> None:
    citizen.says("/dangky").taps("Thủ tục mới")
    citizen.taps("Thêm, bớt").taps("Tin bài cải cách")
    assert citizen.keys == ["subscribe.on"]
    now = wishes(citizen)
    assert now is not None and (set(now.topics), now.frequency, now.party) == (
        {"thu_tuc", "cai_cach"},
        "each",
        "",
    )


def test_a_mind_changed_three_times(citizen: Person) -> None:
    subscribed(citizen)
    citizen.taps("Đổi nhịp").taps("Gom một tin mỗi tháng")
    citizen.taps("Thêm, bớt").says("2, 5")
    citizen.taps("Đổi người dân").taps("Doanh nghiệp")
    now = wishes(citizen)
    assert now is not None and (set(now.topics), now.frequency, now.party) == (
        {"thu_tuc", "kinh_doanh"},
        "month",
        "business",
    )
    citizen.says("/dangky chude").taps("Cắt giảm điều kiện")
    assert (after := wishes(citizen)) is not None and after.topics == ("thu_tuc",)
    citizen.taps("Thêm, bớt").taps("Thủ tục mới")
    assert citizen.keys == ["subscribe.stopped"] and not wishes(citizen).on  # type: ignore[union-attr]


def test_a_number_that_is_no_topic_and_a_no(citizen: Person) -> None:
    citizen.says("dang ky").says("9 9")
    assert "subscribe.which" in citizen.keys and wishes(citizen) is None
    citizen.says("thoi")
    assert citizen.keys == ["subscribe.nothing"] and wishes(citizen) is None


def test_what_was_agreed_to_is_kept_with_its_proof_and_taken_back(citizen: Person) -> None:
    subscribed(citizen)
    rows = "SELECT purpose, granted, button, withdrawn_at IS NULL FROM consent"
    [[purpose, granted, button, in_force]] = citizen.world.rows(rows)
    assert (purpose, granted, in_force) == ("broadcasts", 1, 1)
    assert "Nộp hồ sơ qua mạng và bưu điện" in button
    citizen.says("dừng")
    assert [row[3] for row in citizen.world.rows(rows)] == [0]


# --- stopped by one word -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "word", ["dừng", "DUNG", "Stop!", "thôi nhận tin", "xin dừng ạ", "/dungtin"]
)
def test_one_word_in_the_middle_of_something_else(world: World, word: str) -> None:
    citizen = subscribed(world.citizen())
    citizen.says(STORY)
    citizen.taps("Đúng").taps("Người giải quyết")
    assert citizen.got("submit.name")
    citizen.says(word)
    assert citizen.keys == ["subscribe.stopped", "submit.name"] and "HUY" in citizen.text
    assert not wishes(citizen).on  # type: ignore[union-attr]
    citizen.says("Võ Thị Tư, 0905 123 218, xã Bình Sơn")
    assert not citizen.got("subscribe.stopped") and world.cases() == []


def test_a_yes_without_its_mark_is_no_stop(citizen: Person) -> None:
    """“Đúng” and “dừng” are both “dung”."""
    subscribed(citizen).says(STORY)
    assert citizen.got("submit.subject")
    citizen.says("dung")
    assert citizen.got("submit.identity") and wishes(citizen).on  # type: ignore[union-attr]


def test_under_a_broadcast_it_is_the_stop_it_speaks_of(citizen: Person) -> None:
    subscribed(citizen).says(STORY)
    world = citizen.world
    chat = world.rows("SELECT id FROM chat WHERE external = :chat", chat=citizen.id)[0][0]
    ground = world.house.ground()
    world.store(
        lambda tx: Desk(tx, ground, world.now).tell_chat(
            chat, "broadcast.message", priority=Priority.BROADCAST, title="", words="Tin mới."
        )
    )
    world.run(world.house.outbox.settled())
    citizen.says("DUNG")
    assert citizen.keys[0] == "subscribe.stopped" and citizen.keys[-1] == "submit.subject"


@pytest.mark.parametrize(
    "said",
    [
        "Cán bộ bảo tôi dừng xe ngoài cổng rồi mới cho vào nộp hồ sơ",
        "Đề nghị Sở stop việc đòi thêm giấy tờ ngoài quy định",
        "huy",
        "de luc khac",
    ],
)
def test_a_sentence_that_holds_the_word_is_none(world: World, said: str) -> None:
    citizen = subscribed(world.citizen()).says(said)
    assert not citizen.got("subscribe.stopped") and wishes(citizen).on  # type: ignore[union-attr]


def test_whoever_gets_nothing_stops_what_they_write(citizen: Person) -> None:
    citizen.says(STORY).says("stop")
    assert citizen.keys == ["control.sure"]
    citizen.says("khong").says("dừng")
    assert citizen.keys == ["control.sure"] and wishes(citizen) is None


def test_and_back_again(citizen: Person) -> None:
    subscribed(citizen).says("dung")
    assert citizen.keys == ["subscribe.stopped"] and not wishes(citizen).on  # type: ignore[union-attr]
    citizen.taps("Nhận tin lại")
    assert citizen.got("subscribe.topics")
    citizen.says("tat ca").taps("Đổi nhịp").says("moi thang")
    now = wishes(citizen)
    assert now is not None and now.on and len(now.topics) == 5 and now.frequency == "month"


# --- own data, two chats, the offer --------------------------------------------------------------


def test_it_is_shown_and_erased_with_the_rest(citizen: Person) -> None:
    subscribed(citizen).says("/dulieu xem")
    assert "Kết quả giải quyết phản ánh" in citizen.text
    citizen.says("/dulieu xoa").taps("Xóa")
    assert citizen.world.rows("SELECT * FROM subscriber") == []
    assert citizen.world.rows("SELECT * FROM subscription") == []


def test_in_the_file_with_all_data(world: World) -> None:
    citizen = subscribed(world.citizen())
    person = Office(world).person_id(citizen)
    held = world.store(lambda tx: contents(Desk(tx, world.house.ground(), world.now), person, "vi"))
    assert held["news"]["topics"][0].startswith("Kết quả") and held["news"]["party"] == "Người dân"
    page = str(world.house.ground().texts.render("vi", "own_file.page", held=held))
    assert "Gom một tin mỗi tuần" in page


def linked(one: Person, other: Person) -> None:
    one.says("/lienket")
    [code] = re.findall(r"\d{4} ?\d{4}", one.text)[:1]
    other.says(f"lien ket {code}").says("1")
    one.taps("Đúng là tôi")
    assert one.got("link.joined")


@pytest.mark.parametrize(("first", "on"), [("subscribes", False), ("stops", True)])
def test_two_chats_of_one_person_the_later_word_holds(
    world: World, beside: tuple[FakeChannel, ...], first: str, on: bool
) -> None:
    one, other = world.citizen(), world.citizen(channel=beside[1])
    steps = [lambda: subscribed(one, "1"), lambda: subscribed(other, "2").says("dừng")]
    for step in steps if first == "subscribes" else reversed(steps):
        step()
    linked(one, other)
    now = wishes(one)
    assert now is not None and now.on is on and wishes(other) == now


def test_two_chats_that_both_subscribed_hear_of_both(
    world: World, beside: tuple[FakeChannel, ...]
) -> None:
    one, other = world.citizen(), world.citizen(channel=beside[1])
    subscribed(one, "1")
    subscribed(other, "2")
    linked(one, other)
    now = wishes(one)
    assert now is not None and set(now.topics) == {"ket_qua", "thu_tuc"}


@pytest.fixture
def office(world: World) -> Iterator[Office]:
    yield Office(world)


def test_it_is_offered_once_to_the_content(office: Office) -> None:
    citizen = office.world.citizen()
    for offered in (True, False):
        code = office.answered(citizen)
        citizen.says(f"/danhgia {code} 5")
        assert ("DANG KY" in citizen.text) is offered
