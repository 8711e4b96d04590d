"""Why an office is suggested stands on the card of who decides, in the sender's own words."""

from __future__ import annotations

import pytest

from tests.office import RUDE, SQLITE_ONLY, Office, submitted
from tests.people import World

pytestmark = SQLITE_ONLY

TOLD = "Thủ tục thành lập công ty cổ phần đòi quá nhiều giấy tờ, gọi tôi số 0977 111 222"


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


def test_the_card_of_who_receives_says_why(world: World, office: Office) -> None:
    code = submitted(world.citizen(), TOLD)
    card = office.dispatcher.seen[-1].message.text
    assert code in card and "Gợi ý" in card and "vì: “" in card
    assert "thành lập công ty" in card.partition("vì:")[2]
    office.dispatcher.says(f"/tiepnhan {code}").says(f"/hoso {code}")
    assert "vì: “" not in office.dispatcher.text, "it is decided"


def test_nobody_else_is_told(world: World, office: Office) -> None:
    code = submitted(world.citizen(), TOLD)
    office.dispatcher.says(f"/tiepnhan {code}")
    assert "vì: “" not in office.handler.seen[-1].message.text


def test_what_accuses_is_explained_to_nobody(world: World, office: Office) -> None:
    submitted(world.citizen(), RUDE)
    assert world.cases()[-1].restricted
    told = [parcel.message.text for parcel in office.dispatcher.seen]
    assert told and not any("vì: “" in text for text in told)
