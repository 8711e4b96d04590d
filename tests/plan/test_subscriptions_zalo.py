"""Subscriptions on the real Zalo: choices by number, the stop line of a broadcast, one word."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cases.plan.campaigns import Audience, CampaignKind
from storage.engine.tx import Tx
from storage.mailbox.chats import by_address
from storage.plan import campaigns, subscribers
from tests.oa_town import OaPhone, OaTown


@pytest.fixture
def town(sqlite_database: str, tmp_path: Path) -> Iterator[OaTown]:
    made = OaTown(sqlite_database, tmp_path).opens()
    yield made
    made.ends()


def is_on(town: OaTown, citizen: OaPhone) -> bool:
    def look(tx: Tx) -> bool:
        chat = by_address(tx, "zalo", citizen.user.id)
        assert chat is not None
        wishes = subscribers.wishes(tx, chat.person_id)
        return wishes is not None and wishes.on

    return bool(town.run(town.house.store.run(look)))


def broadcast(town: OaTown) -> None:
    def approve(tx: Tx) -> None:
        made = campaigns.add(
            tx,
            CampaignKind.WRITTEN,
            town.now(),
            title="Nộp hồ sơ qua bưu điện",
            words_vi="Từ tuần này nộp được ở mọi bưu cục.",
            audience=Audience(topics=("truc_tuyen",)),
        )
        assert made is not None
        for step in ("submit", "approve"):
            campaigns.move(tx, made.id, step)

    town.run(town.house.store.run(approve))


def test_by_numbers_heard_and_stopped_under_the_broadcast(town: OaTown) -> None:
    citizen = town.citizen()
    citizen.says("dang ky").says("1 3")
    assert citizen.keys == ["subscribe.on"] and is_on(town, citizen)
    citizen.forget()
    broadcast(town)
    town.until(lambda: "mọi bưu cục" in citizen.text)
    assert "DUNG" in citizen.text
    citizen.says("DUNG")
    assert citizen.keys == ["subscribe.stopped"] and not is_on(town, citizen)
    citizen.taps("subscribe.b_again").says("tat ca").says("2").says("1")
    assert citizen.keys == ["subscribe.on"] and is_on(town, citizen)
