"""Broadcasts for tests: approved ones, and people who subscribed to them."""

from __future__ import annotations

from typing import Any

from cases.plan.campaigns import Audience, CampaignKind
from storage.engine.tx import Tx
from storage.plan import campaigns
from storage.tables.plan import Campaign
from tests.people import Person, World

TOPIC = "thu_tuc"
WORDS = "Từ 1/12 Sở nhận hồ sơ qua bưu chính."


def subscribed(
    person: Person, topic: str = TOPIC, frequency: str = "each", party: str = ""
) -> Person:
    """Somebody who has spoken to us, and wants to hear of a topic."""
    person.says("/start")
    subscribe(person.world, person_id(person), topic, frequency, party)
    person.forget()
    return person


def subscribe(
    world: World, who: int, topic: str = TOPIC, frequency: str = "each", party: str = ""
) -> None:
    def work(tx: Tx) -> None:
        tx.insert_row("subscriber", person_id=who, frequency=frequency, party=party, at=world.now)
        tx.insert("subscription", person_id=who, topic=topic, at=world.now)

    world.store(work)


def person_id(person: Person) -> int:
    rows = person.world.rows(
        "SELECT person_id FROM chat WHERE external = :chat AND topic = ''", chat=person.id
    )
    return int(rows[0][0])


def stops(person: Person) -> None:
    who, now = person_id(person), person.world.now
    person.world.store(
        lambda tx: tx.run(
            "UPDATE subscriber SET stopped_at = :now WHERE person_id = :who", now=now, who=who
        )
    )


def approved(
    world: World,
    audience: Audience | None = None,
    kind: CampaignKind = CampaignKind.WRITTEN,
    *,
    words: str = WORDS,
    **details: Any,
) -> int:
    """The id of one that goes out at its time."""

    def work(tx: Tx) -> int:
        given = {"title": "Nhận hồ sơ qua bưu chính", "item": "II.1.c", **details}
        made = campaigns.add(
            tx,
            kind,
            world.now,
            words_vi=words,
            audience=audience or Audience(topics=(TOPIC,)),
            **given,
        )
        assert made is not None
        campaigns.move(tx, made.id, "submit")
        campaigns.move(tx, made.id, "approve", approved_at=world.now)
        return made.id

    return int(world.store(work))


def moved(world: World, campaign_id: int, name: str) -> None:
    world.store(lambda tx: campaigns.move(tx, campaign_id, name))


def campaign(world: World, campaign_id: int) -> Campaign:
    found: Campaign = world.store(lambda tx: tx.get(Campaign, campaign_id))
    return found


def runs(world: World, ticks: int = 3) -> None:
    """The clock comes round: begins, writes, ends."""
    for _ in range(ticks):
        world.later(seconds=1)
        world.run(world.house.campaigns.go_on())
        world.run(world.house.outbox.settled())
