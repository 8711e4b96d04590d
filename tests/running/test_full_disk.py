"""A disk that fills up in the middle of a broadcast, and has room again."""

from __future__ import annotations

import asyncio
import gc
import resource
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.channels.base import Later
from storage.mailbox.outbox import Settled
from tests.broadcasting import approved, campaign, runs, subscribed
from tests.office import SQLITE_ONLY
from tests.people import Person, World

pytestmark = SQLITE_ONLY
_PEOPLE, _OFTEN = 20, 400


@contextmanager
def full_disk() -> Iterator[None]:
    """A limit on the size of files stands for the disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def got(person: Person) -> int:
    return sum(p.message.key == "broadcast.message" for p in person.seen)


def under_way(world: World) -> list[Person]:
    """Readers of a broadcast that is written, and put off again and again."""
    crowd = [subscribed(world.citizen()) for _ in range(_PEOPLE)]
    for person in crowd:
        world.channel.fails[person.id] = [Later(0.01, "slow down")] * _OFTEN
    approved(world)
    world.later(seconds=1)
    world.run(world.house.campaigns.go_on())
    world.run(asyncio.sleep(0.1))
    return crowd


def test_it_goes_on_when_there_is_room_and_comes_once(world: World) -> None:
    crowd = under_way(world)
    with full_disk():
        world.run(asyncio.sleep(1.0))
        gc.collect()
        assert sum(isinstance(each, Settled) for each in gc.get_objects()) <= 2 * _PEOPLE
        for person in crowd[::2]:
            world.channel.fails[person.id].clear()
        world.run(asyncio.sleep(0.1))
        assert sum(map(got, crowd)) == _PEOPLE // 2, "what was sent is not sent again"
    for person in crowd:
        world.channel.fails[person.id].clear()
    world.run(world.house.outbox.settled())
    runs(world)
    assert [got(person) for person in crowd] == [1] * _PEOPLE
    assert world.rows("SELECT COUNT(*) FROM outbox WHERE maybe_twice = 1") == [(0,)]
    assert campaign(world, 1).state == "done"


def test_what_cannot_be_written_is_said_once_and_blames_no_code(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    people = [world.citizen() for _ in range(3)]
    for person in people:
        person.says("thu tuc thanh lap cong ty qua nhieu giay to")
    world.later(days=2)
    with full_disk():
        world.run(world.house.clock.tick())
        gc.collect()
    assert "can be written" in caplog.text and "never retrieved" not in caplog.text
    world.tick()
    assert all(person.got("clock.draft_reminder") for person in people)
