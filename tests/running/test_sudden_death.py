"""A broadcast that a sudden end of the process cuts off: what may have arrived twice is marked, and
nothing else is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from bot import outbox, sending_marks
from bot.channels.base import Later, Outcome, Unknown
from messages.envelope import Parcel
from tests.broadcasting import approved, campaign, moved, runs, subscribed
from tests.office import SQLITE_FIRST
from tests.people import FakeChannel, Person, World

KEY = "broadcast.message"
_TOGETHER, _STEP, _PEOPLE = 3, 4, 30


class Deaf(FakeChannel):
    """It takes messages, but from one on its answers never come."""

    answers: int | None = None

    async def send(self, parcel: Parcel) -> Outcome:
        outcome = await super().send(parcel)
        if self.answers is not None and parcel.message.key == KEY:
            if self.answers == 0:
                await asyncio.Event().wait()
            self.answers -= 1
        return outcome


@pytest.fixture
def channel() -> Deaf:
    return Deaf("zalo")


@pytest.fixture
def beside(channel: Deaf) -> tuple[FakeChannel, ...]:
    return (channel,)


@pytest.fixture(autouse=True)
def few_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "IN_FLIGHT", _TOGETHER)
    monkeypatch.setattr(sending_marks, "STEP", _STEP)


def dies(world: World) -> None:
    """Nothing is waited for and nothing written, as when the lead is lost."""
    world.run(world.house.outbox.stop(patience=0.0))


def comes_back(world: World) -> None:
    world.run(world.house.outbox.start())


def got(person: Person) -> int:
    return sum(p.message.key == KEY for p in person.seen)


def marked(world: World) -> set[str]:
    rows = world.rows(
        "SELECT c.external FROM outbox o JOIN chat c ON c.id = o.chat_id"
        " WHERE o.campaign_id IS NOT NULL AND o.maybe_twice = 1"
    )
    return {row[0] for row in rows}


def subscribers(world: World, channel: Deaf) -> list[Person]:
    crowd = [subscribed(world.citizen(channel=channel)) for _ in range(_PEOPLE)]
    channel.seen.clear()
    return crowd


async def _until(reached: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not reached():
            await asyncio.sleep(0.01)


def cut_off(world: World, channel: Deaf, answers: int) -> None:
    channel.answers = answers
    world.later(seconds=1)
    world.run(world.house.campaigns.go_on())
    world.run(_until(lambda: sum(map(len, channel.seen.values())) == answers + _TOGETHER))
    dies(world)
    channel.answers = None


@SQLITE_FIRST
def test_only_what_was_in_flight_is_called_doubtful(world: World, channel: Deaf) -> None:
    crowd = subscribers(world, channel)
    number = approved(world)
    cut_off(world, channel, answers=10)
    comes_back(world)
    runs(world)
    doubled = {person.id for person in crowd if got(person) == 2}
    assert all(got(person) for person in crowd) and len(doubled) >= _TOGETHER
    assert doubled <= marked(world)
    assert len(marked(world)) <= len(doubled) + _TOGETHER + _STEP
    assert campaign(world, number).result["unknown"] == len(marked(world))


def test_paused_meanwhile_it_is_doubtful_all_the_same(world: World, channel: Deaf) -> None:
    crowd = subscribers(world, channel)
    number = approved(world)
    cut_off(world, channel, answers=10)
    moved(world, number, "pause")
    comes_back(world)
    moved(world, number, "resume")
    world.run(world.house.outbox.settled())
    doubled = {person.id for person in crowd if got(person) == 2}
    assert doubled and doubled <= marked(world) and len(marked(world)) < _PEOPLE // 2


def test_after_a_stop_in_good_order_nothing_is_doubtful(world: World, channel: Deaf) -> None:
    crowd = subscribers(world, channel)
    away, broken = crowd[3], crowd[4]
    channel.fails[away.id] = [Later(3600.0, "slow down")]
    channel.fails[broken.id] = [Unknown("the line broke"), Later(3600.0, "slow down")]
    approved(world)
    runs(world, 1)
    world.restart()
    world.later(hours=2)
    world.tick()
    assert all(got(person) == 1 for person in crowd)
    assert marked(world) == {broken.id}


def test_what_another_process_took_over_is_not_sent_here(world: World, channel: Deaf) -> None:
    """The lead was lost, and this process has not heard of it yet."""
    crowd = subscribers(world, channel)
    other = sending_marks.SendingMarks(world.house.store)
    world.run(other.take_over([channel.name]))
    approved(world)
    runs(world)
    assert not any(got(person) for person in crowd)
    assert {row[0] for row in world.rows("SELECT state FROM outbox WHERE campaign_id > 0")} == {
        "pending"
    }
