"""Items of the plan that go silent over the months: who hears of it, when, how often; and the week
of an office in one message."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from cases.days.deadlines import VIETNAM
from cases.kinds import Kind
from messages.dates import local
from tests.office import FOREIGN, RECEPTION, REGISTRY, RUDE, SQLITE_FIRST, Office, filed, put
from tests.people import FakeChannel, Person, World, sample_agency
from tests.plan.test_plan_lights import ITEM

pytestmark = SQLITE_FIRST
LINK = "https://skhdt.example.vn/tin/12 Đăng bài"


@pytest.fixture
def zalo() -> FakeChannel:
    return FakeChannel("zalo", edits=False, buttons=5)


@pytest.fixture
def world(database: str, tmp_path: Path, zalo: FakeChannel) -> Iterator[World]:
    """A plan of two items: one that two offices lead, one of Văn phòng's."""
    agency = sample_agency()
    two = replace(ITEM, lead=(REGISTRY, FOREIGN))
    plan = replace(agency.plan, items=(two, replace(ITEM, id="II.1.b", lead=(RECEPTION,))))
    made = World(database, tmp_path, agency=replace(agency, plan=plan), channels=(zalo,))
    made.tick()
    yield made
    made.close()


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


def at(world: World, day: date, hour: int = 8, minute: int = 5) -> None:
    world.now = datetime.combine(day, time(hour, minute), VIETNAM).astimezone(UTC)
    world.tick()


def days_pass(world: World, count: int) -> None:
    for _ in range(count):
        at(world, local(world.now).date() + timedelta(days=1))


def told(person: Person, key: str = "plan.silent") -> list[str]:
    return [re.sub(r"<[^>]+>", "", p.message.text) for p in person.seen if p.message.key == key]


# --- three months --------------------------------------------------------------------------------


def test_three_months_from_green_to_yellow_to_red_and_green_again(
    world: World, office: Office, zalo: FakeChannel
) -> None:
    world.now = datetime(2026, 11, 16, 1, 5, tzinfo=UTC)
    director = office.colleague("director")
    other = world.citizen("Trưởng phòng", zalo).says("/start")
    world.grant(other, "head", FOREIGN, "Ngô Thị Đối Ngoại")
    office.head.says("/kehoach them II.1.a").says(LINK)
    office.dispatcher.says("/kehoach them II.1.b").says(LINK)
    assert "🟢 II.1.a" in director.says("/kehoach").text

    days_pass(world, 30)
    assert not told(office.head) and not told(office.dispatcher)
    days_pass(world, 1)  # Thursday 17 December
    for head in (office.head, other):
        (words,) = told(head)
        assert "🟡 II.1.a một: im 31 ngày" in words and "II.1.b" not in words
    (words,) = told(office.dispatcher)
    assert "II.1.b" in words and "II.1.a" not in words, "Văn phòng leads it, and has no head"
    assert not told(office.handler) and not told(director)
    office.head.says("/homnay")
    assert "Kế hoạch: 1 mục im lặng" in office.head.text

    days_pass(world, 29)
    assert len(told(office.head)) == len(told(office.dispatcher)) == 1
    days_pass(world, 3)  # day 61 is a Saturday
    assert local(world.now).date() == date(2027, 1, 18)
    assert "🔴 II.1.a" in told(office.head)[1]
    assert "🔴 II.1.a" in told(office.dispatcher)[1] and "🔴 II.1.b" in told(office.dispatcher)[1]
    days_pass(world, 2)
    assert len(told(office.dispatcher)) == 2
    director.says("/kehoach")
    assert "Im lâu nhất" in director.text and "🔴 II.1.a · 🔴 II.1.b" in director.text
    assert "Phòng Kinh tế Đối ngoại: 🔴 1" in director.text
    director.taps("🔴 II.1.a")
    assert director.keys == ["plan.item"] and "cách đây 65 ngày" in director.text

    other.says("/kehoach them II.1.a").says(LINK)
    assert "🟢 II.1.a" in director.says("/kehoach").text
    assert "Phòng Đăng ký kinh doanh: 🔴 1" in director.text, "it did nothing itself"
    office.head.says("/homnay")
    assert "im lặng" not in office.head.text
    days_pass(world, 33)  # day 31 is a Saturday
    assert len(told(office.head)) == 3 and "🟡" in told(office.head)[2]


def test_after_a_stop_only_what_is_true_now_is_told_and_once(world: World, office: Office) -> None:
    at(world, date(2027, 3, 7))  # a Sunday, after months
    assert not told(office.head)
    at(world, date(2027, 3, 8), 7, 0)
    assert not told(office.head)
    world.restart()
    for minute in (5, 6):
        at(world, date(2027, 3, 8), 8, minute)
    (words,) = told(office.head)
    assert "🔴 II.1.a một: chưa có gì, đã 112 ngày" in words
    office.head.taps("🔴 II.1.a")
    assert office.head.keys == ["plan.item"]


# --- the week of an office -----------------------------------------------------------------------


def test_the_week_of_an_office_is_told_once_and_to_each_what_they_may_know(
    world: World, office: Office
) -> None:
    world.now = datetime(2026, 11, 18, 3, 0, tzinfo=UTC)
    elsewhere, away = office.colleague("handler", FOREIGN), office.colleague("director")
    late, week, later, new = (filed(world) for _ in range(4))
    for code in (late, week, later):
        office.dispatcher.says(f"/tiepnhan {code}")
    rude = filed(world, kind=Kind.CONDUCT, story=RUDE)
    due = {late: 20, week: 27, later: 30, new: 27, rude: 26}
    for code, day in due.items():
        status = world.case(code).status
        put(world, code, status, due_at=datetime(2026, 11, day, 10, tzinfo=UTC))
    at(world, date(2026, 11, 22))
    assert not told(office.head, "digest.week")
    at(world, date(2026, 11, 23), 7, 59)
    assert not told(office.head, "digest.week")
    at(world, date(2026, 11, 23), 8, 0)
    world.restart()
    at(world, date(2026, 11, 23), 8, 1)
    for person in (office.head, office.handler):
        (words,) = told(person, "digest.week")
        assert f"Quá hạn: 1 ({late})" in words and f"Đến hạn trong tuần: 1 ({week})" in words
        assert "Chưa ai nhận: 3" in words and rude not in words and new not in words
    (words,) = told(office.dispatcher, "digest.week")
    assert "Văn phòng Sở" in words and f"Chưa ai nhận: 2 ({rude}, {new})" in words
    assert not told(elsewhere, "digest.week") and not told(away, "digest.week")
    office.head.taps(late)
    assert office.head.got("staff.file")


def test_a_week_whose_day_was_missed_is_caught_up_and_the_next_is_told_too(
    world: World, office: Office
) -> None:
    filed(world)
    at(world, date(2026, 11, 25))
    assert len(told(office.dispatcher, "digest.week")) == 1
    at(world, date(2026, 11, 27))
    assert len(told(office.dispatcher, "digest.week")) == 1
    at(world, date(2026, 11, 30))
    assert len(told(office.dispatcher, "digest.week")) == 2
