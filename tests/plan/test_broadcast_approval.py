"""A broadcast before the second pair of eyes: whole words, one decision, a clear answer to whoever
comes late or may not."""

from __future__ import annotations

from typing import Any

import pytest

from cases.plan.campaigns import Audience, CampaignKind
from handlers.campaigns.approval import ask_for_approval
from handlers.desk import Desk
from storage.engine.tx import Tx
from storage.people import officials
from storage.plan import campaigns
from storage.tables.plan import Campaign
from tests.office import SQLITE_FIRST, Office
from tests.people import Person, World

pytestmark = SQLITE_FIRST

WORDS = "Từ 1/12 hồ sơ giải thể nộp qua mạng <không> cần bản giấy."


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


def waiting(office: Office, author: Person | None, **more: Any) -> str:
    """A broadcast sent for approval; its number."""
    world = office.world
    author_id = office.person_id(author) if author else None

    def work(tx: Tx) -> str:
        made = campaigns.add(
            tx,
            CampaignKind.WRITTEN,
            world.now,
            title="Bỏ bản giấy",
            words_vi=WORDS,
            audience=Audience(topics=("thu_tuc",)),
            item="II.1.a",
            author_id=author_id,
            **more,
        )
        assert made is not None
        campaigns.move(tx, made.id, "submit")
        ask_for_approval(Desk(tx, world.house.ground(), world.now), made)
        return made.number

    number: str = world.store(work)
    world.run(world.house.outbox.settled())
    return number


def state(world: World, number: str) -> str:
    found: Campaign | None = world.store(lambda tx: campaigns.by_number(tx, number))
    assert found is not None
    return found.state


def test_the_approver_reads_the_very_words_and_the_author_is_not_asked(office: Office) -> None:
    director = office.colleague("director", name="Nguyễn Giám Đốc")
    waiting(office, office.head, words_en="No paper copies from 1 December.")
    for approver in (office.dispatcher, director):
        assert approver.keys == ["broadcast.message", "broadcast.message", "broadcast.to_approve"]
        assert "hồ sơ giải thể nộp qua mạng &lt;không&gt; cần bản giấy" in approver.text
        assert "No paper copies" in approver.text and "Phạm Quốc Trưởng" in approver.text
        assert approver.buttons == ["Duyệt", "Trả lại"]
    assert office.head.keys == [] and office.handler.keys == []


def test_of_two_approvers_the_second_hears_who_was_first(office: Office) -> None:
    director = office.colleague("director", name="Nguyễn Giám Đốc")
    number = waiting(office, office.head)
    office.dispatcher.taps("Duyệt")
    assert office.dispatcher.keys == ["broadcast.approved"]
    assert state(office.world, number) == "approved"
    assert office.head.got("broadcast.was_approved") and "Trần Văn Điều" in office.head.text
    director.taps("Duyệt")
    assert director.keys == ["broadcast.stands"] and "Trần Văn Điều duyệt" in director.text


def test_nobody_approves_their_own(office: Office) -> None:
    number = waiting(office, office.dispatcher)
    assert office.dispatcher.keys == []
    office.dispatcher.says(f"/thongbao duyet {number}")
    assert office.dispatcher.keys == ["broadcast.own"]
    office.handler.says(f"/thongbao duyệt {number.lower()}")
    assert office.handler.keys == ["broadcast.not_approver"]
    assert state(office.world, number) == "waiting"


def test_where_nobody_may_approve_the_admins_hear(office: Office) -> None:
    admin = office.colleague("admin")
    waiting(office, office.dispatcher)
    assert admin.keys == ["broadcast.nobody_approves"]


def test_an_office_of_one_approves_its_own(world: World) -> None:
    alone = world.official("dispatcher", name="Một Mình")
    alone.says("/thongbao moi").taps("Người dân").says("II.1.a").says("Tên").says("Lời")
    alone.says("bo qua").taps("Không kèm").taps("Vậy là đủ").taps("Giữ vậy").taps("Ngay khi")
    alone.taps("Gửi duyệt (tự duyệt")
    assert alone.keys == ["broadcast.submitted", "broadcast.message", "broadcast.to_approve"]
    alone.taps("Duyệt")
    assert alone.keys == ["broadcast.approved"] and state(world, "TB26-00001") == "approved"


def test_a_locked_official_approves_nothing(office: Office) -> None:
    number = waiting(office, office.head)
    who = office.person_id(office.dispatcher)
    office.world.store(lambda tx: officials.lock(tx, who, office.world.now))
    office.dispatcher.taps("Duyệt")
    assert office.dispatcher.keys == ["people.locked"]
    assert state(office.world, number) == "waiting"


def test_what_was_not_on_the_screen_is_shown_before_it_is_approved(office: Office) -> None:
    number = waiting(office, office.head)
    office.world.store(
        lambda tx: tx.run("UPDATE campaign SET words_vi = 'Lời khác' WHERE number = :n", n=number)
    )
    office.dispatcher.taps("Duyệt")
    assert office.dispatcher.keys == ["broadcast.message", "broadcast.to_approve"]
    assert "Lời khác" in office.dispatcher.text and state(office.world, number) == "waiting"
    office.dispatcher.taps("Duyệt")
    assert state(office.world, number) == "approved"


def test_it_goes_back_with_a_reason_that_is_asked_for(office: Office) -> None:
    number = waiting(office, office.head)
    office.dispatcher.taps("Trả lại")
    assert office.dispatcher.keys == ["broadcast.why_return"]
    office.dispatcher.says("Thiếu số quyết định")
    assert office.dispatcher.keys == ["broadcast.returned"]
    assert state(office.world, number) == "draft"
    assert "Thiếu số quyết định" in office.head.text and office.head.buttons[0] == "Sửa"
    office.dispatcher.says(f"/thongbao trả lại {number} thêm nữa")
    assert office.dispatcher.keys == ["broadcast.stands"]


@pytest.mark.parametrize("words", ["duyet TB26-00099", "duyet", "xyz"])
def test_a_number_that_is_none(office: Office, words: str) -> None:
    office.dispatcher.says(f"/thongbao {words}")
    assert office.dispatcher.keys == ["broadcast.unknown"]


def test_a_picture_that_never_came_is_not_left_out_silently(office: Office) -> None:
    head, world = office.head, office.world
    head.says("/thongbao moi").taps("Người dân").says("II.1.a").says("Tên").says("Lời")
    head.says("bo qua").sends("photo", b"no picture at all", name="a.jpg").taps("Xong")
    head.taps("Vậy là đủ").taps("Giữ vậy").taps("Ngay khi").taps("Gửi duyệt")
    office.dispatcher.taps("Duyệt")
    assert office.dispatcher.keys == ["broadcast.picture_not_here"]
    world.work()  # it is looked at, and refused
    office.dispatcher.taps("Duyệt")
    assert state(world, "TB26-00001") == "waiting"
    office.dispatcher.taps("Trả lại").says("Gửi ảnh khác")
    head.taps("Sửa")
    assert head.keys[-1] == "broadcast.extras_more" and "không dùng được" in head.text


def test_what_the_clock_composed_goes_back_to_the_office_that_may_change_it(office: Office) -> None:
    director = office.colleague("director", name="Nguyễn Giám Đốc")
    number = waiting(office, None)
    assert office.dispatcher.buttons == ["Duyệt", "Trả lại"]
    director.says(f"/thongbao tralai {number} Thiếu số liệu tuần này")
    assert office.dispatcher.got("broadcast.was_returned") and not director.got(
        "broadcast.was_returned"
    )
    office.dispatcher.taps("Sửa").says("B").says("Đủ số liệu").taps("Gửi duyệt")
    assert director.keys[-1] == "broadcast.to_approve" and "Trần Văn Điều" in director.text
    office.dispatcher.says(f"/thongbao duyet {number}")
    assert office.dispatcher.keys == ["broadcast.own"]  # who changed it is its author now
