"""What stands ready while the world goes on: a result is taken down before the broadcast that tells
of it is approved, an item of the plan goes, a schedule moves, a substitute writes."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from typing import Any

import pytest

from cases.agency.plan import Made
from cases.plan.campaigns import Audience, CampaignKind
from storage.engine.tx import Tx
from storage.plan import campaigns
from tests.broadcasting import approved, campaign, runs, subscribed
from tests.office import SQLITE_ONLY, Office
from tests.people import Person, World
from tests.plan.test_articles import of, praised
from tests.plan.test_articles import written as article_written
from tests.plan.test_broadcasts import newest, written
from tests.plan.test_composed import at, made, published

pytestmark = SQLITE_ONLY


@pytest.fixture
def office(world: World) -> Office:
    made = Office(world)
    world.tick()
    return made


def plan(world: World, **changes: Any) -> None:
    """Another plan in the folder."""
    agency = world.house.agency
    world.house.use_agency(replace(agency, plan=replace(agency.plan, **changes)))


def without_item(world: World, item: str) -> None:
    plan(world, items=tuple(i for i in world.house.agency.plan.items if i.id != item))


# --- what is on the pages no more ----------------------------------------------------------------


def test_a_result_that_was_taken_down_is_told_of_to_nobody(world: World, office: Office) -> None:
    code = published(office, world.citizen())
    at(office, 20, 15)
    [week] = made(office)
    assert code in week.words_vi
    office.dispatcher.says(f"/goxuong {code} Còn tên một người trong đó")
    office.dispatcher.says(f"/thongbao {week.number}").taps("Duyệt")
    assert office.dispatcher.keys == ["broadcast.tells_of_gone"] and code in office.dispatcher.text
    assert office.dispatcher.buttons == ["Trả lại"]
    assert made(office)[0].state == "waiting"


def test_one_under_way_stops_when_what_it_tells_of_is_taken_down(
    world: World, office: Office
) -> None:
    code = published(office, world.citizen())
    reader, admin = subscribed(world.citizen()), office.colleague("admin")
    ready = approved(world, words=f"Xem {world.house.ground().public_url}/results/{code}")
    world.store(lambda tx: tx.run("UPDATE cases SET restricted = 1 WHERE code = :c", c=code))
    runs(world)
    assert campaign(world, ready).state == "stopped" and reader.keys == []
    assert admin.got("campaign.stopped") and f"{code} không còn công khai" in admin.text


def test_an_article_that_was_withdrawn_is_told_again_once_it_is_back(
    world: World, office: Office
) -> None:
    author, approver = office.handler, office.dispatcher
    number = article_written(author)
    author.taps("Gửi duyệt")
    approver.says(f"/baiviet {number}").taps("Duyệt và đăng")
    author.says(f"/baiviet {number} phattin gui")
    told = newest(world).number
    author.says(f"/baiviet {number} go Sai ngày")
    approver.says(f"/thongbao {told}").taps("Duyệt")
    assert approver.keys == ["broadcast.tells_of_gone"]
    approver.says(f"/thongbao huy {told} chac")
    author.says(f"/baiviet {number} vietlai").taps("Nội dung").says("Từ 2/12.").taps("Xong")
    author.taps("Gửi duyệt")
    approver.says(f"/baiviet {number}").taps("Duyệt và đăng")
    author.says(f"/baiviet {number} phattin gui")
    assert author.keys == ["article.broadcast_sent"]
    author.says(f"/baiviet {number} phattin gui")
    assert author.keys == ["article.broadcast_before"]


# --- the folder changes --------------------------------------------------------------------------


def test_the_item_of_a_draft_is_gone_from_the_plan(world: World, office: Office) -> None:
    head, author = office.head, office.handler
    written(head).taps("Lưu nháp")
    number = article_written(author)
    without_item(world, "II.1.a")
    without_item(world, "II.1.b")
    head.says("/thongbao gui TB26-00001")
    assert head.keys == ["broadcast.item"] and "II.1.a" not in head.text
    head.says("II.1.c").taps("Gửi duyệt")
    assert (newest(world).item, newest(world).state) == ("II.1.c", "waiting")
    author.says(f"/baiviet {number} gui")
    assert author.keys == ["article.item_gone"] and of(world, number).state == "draft"
    author.taps("Sửa").taps("Mục kế hoạch").taps("II.1.c").taps("Gửi duyệt")
    assert of(world, number).state == "waiting"


def test_readers_who_chose_a_topic_that_is_gone_are_not_called_everybody(
    world: World, office: Office
) -> None:
    author = office.person_id(office.head)

    def draft(tx: Tx) -> None:
        made = campaigns.add(
            tx,
            CampaignKind.WRITTEN,
            world.now,
            title="Một",
            words_vi="Hai",
            audience=Audience(topics=("thu_tuc",)),
            author_id=author,
        )
        assert made is not None

    world.store(draft)
    plan(world, topics=())
    assert "theo dõi “thu_tuc”" in office.head.says("/thongbao TB26-00001").text


def test_a_schedule_that_moves_within_its_week_leaves_nothing_out(
    world: World, office: Office
) -> None:
    office.answered(world.citizen())
    at(office, 20, 15)
    [week] = [each for each in made(office) if (each.occasion or "").startswith("weekly_results")]
    assert "đã trả lời 1" in week.words_vi
    weekly = replace(world.house.agency.plan.schedules[Made.WEEKLY_RESULTS], at=time(16))
    plan(world, schedules={Made.WEEKLY_RESULTS: weekly})
    office.answered(world.citizen())
    at(office, 20, 16, 5)
    at(office, 27, 16, 5)
    told = [
        each.words_vi for each in made(office) if (each.occasion or "").startswith("weekly_results")
    ]
    assert len(told) == 2 and "đã trả lời 1" in told[1]


# --- people --------------------------------------------------------------------------------------


def test_a_substitute_who_writes_in_an_article_does_not_approve_it(
    world: World, office: Office
) -> None:
    author, other = office.handler, office.colleague("dispatcher", name="Bùi Thị Thay")
    number = article_written(author)
    author.says("/vang 16/11 20/11 bui thi thay")
    other.says(f"/baiviet sua {number}").taps("Nội dung").says("Thêm một đoạn.").taps("Xong")
    assert author.got("article.taken_over") and "Bùi Thị Thay" in author.text
    other.taps("Gửi duyệt").says(f"/baiviet {number} duyet")
    assert other.keys == ["article.own"]


def test_who_has_their_data_erased_is_taken_out_of_drafts(world: World, office: Office) -> None:
    citizen, number = praised(world, office, consents=False)
    clerk: Person = office.dispatcher
    clerk.says(f"/baiviet {number} nhan").taps("Sửa").taps("Nội dung")
    clerk.says("Cảm ơn bà Võ Thị Tư.").taps("Xong")
    assert "Võ Thị Tư" in of(world, number).body
    citizen.says("/dulieu xoa").taps("Xóa")
    assert "Võ Thị Tư" not in of(world, number).body


def test_a_case_that_came_to_accuse_somebody_is_no_article(world: World, office: Office) -> None:
    _, number = praised(world, office, consents=True)
    office.dispatcher.says(f"/baiviet {number} nhan")
    world.store(lambda tx: tx.run("UPDATE cases SET restricted = 1"))
    office.dispatcher.taps("Gửi duyệt")
    assert office.dispatcher.keys == ["article.restricted"]
