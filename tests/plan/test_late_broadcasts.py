"""The house stood still for weeks: what was to be told then is not told now as if it were new."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.broadcasting import approved, campaign, runs, subscribed
from tests.office import SQLITE_ONLY, Office
from tests.people import Person, World

pytestmark = SQLITE_ONLY


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


def got(person: Person) -> int:
    return sum(p.message.key == "broadcast.message" for p in person.seen)


def stands_still(world: World, **span: float) -> None:
    world.run(world.house.stop())
    world.later(**span)
    world.house = world._open()
    world.run(world.house.start())


def test_what_was_for_a_day_long_past_goes_out_only_when_somebody_says_so(
    world: World, office: Office
) -> None:
    reader, admin = subscribed(world.citizen()), office.colleague("admin")
    number = approved(world, send_at=world.now + timedelta(days=3))
    stands_still(world, days=40)
    runs(world)
    assert not got(reader) and campaign(world, number).state == "stopped"
    assert admin.keys == ["campaign.stopped"] and "ngày 19/11" in admin.text
    office.dispatcher.says("/thongbao tieptuc TB26-00001")
    runs(world)
    assert got(reader) == 1 and campaign(world, number).state == "done"


def test_one_that_was_cut_off_asks_before_the_rest_hear_of_it(world: World, office: Office) -> None:
    readers = [subscribed(world.citizen()) for _ in range(3)]
    number = approved(world)
    world.later(seconds=1)
    world.run(world.house.campaigns.go_on())
    world.run(world.house.outbox.settled())
    readers.append(subscribed(world.citizen()))
    stands_still(world, days=3)
    runs(world)
    assert campaign(world, number).state == "stopped"
    assert [got(reader) for reader in readers] == [1, 1, 1, 0]
    office.dispatcher.says("/thongbao tieptuc TB26-00001")
    runs(world)
    assert [got(reader) for reader in readers] == [1, 1, 1, 1]


def test_late_by_a_weekend_it_goes_out(world: World, office: Office) -> None:
    reader = subscribed(world.citizen())
    approved(world, send_at=world.now + timedelta(hours=1))
    stands_still(world, days=2)
    runs(world)
    assert got(reader) == 1


def test_who_wants_one_message_a_week_has_one_on_coming_back(world: World, office: Office) -> None:
    reader = subscribed(world.citizen(), frequency="week")
    approved(world, every="week", send_at=world.now)
    runs(world)
    stands_still(world, days=27, hours=23)  # a Monday again, an hour before the next summary
    for _ in range(3):
        world.tick()
        world.later(hours=1)
    assert reader.keys == ["campaign.summary"]
