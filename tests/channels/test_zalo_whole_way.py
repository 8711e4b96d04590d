"""The main job on the Official Account, through the whole house: what people type and tap in Zalo,
signed webhooks in, OpenAPI out, to what they and the officials see."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.channels.test_files import picture
from tests.oa_town import OaPhone, OaTown
from tests.office import SQLITE_FIRST
from tests.stories import OFFICE, STORY

pytestmark = [SQLITE_FIRST, pytest.mark.slow]  # sockets of their own


@pytest.fixture
def town(database: str, tmp_path: Path) -> Iterator[OaTown]:
    made = OaTown(database, tmp_path).opens()
    yield made
    made.ends()


def sends(citizen: OaPhone) -> str:
    """A case, told here of its result."""
    citizen.says(STORY).taps("submit.b_right").taps("submit.b_named")
    citizen.says("Võ Thị Tư, 0905 123 218, xã Bình Sơn").taps("submit.b_skip")
    citizen.taps("submit.b_send_here")
    assert citizen.keys == ["receipt.receipt"], citizen.keys
    return citizen.code


def works(town: OaTown) -> tuple[OaPhone, OaPhone, OaPhone]:
    return (
        town.official("dispatcher", name="Trần Văn Điều"),
        town.official("handler", OFFICE, "Lê Thị Hạnh"),
        town.official("head", OFFICE, "Phạm Quốc Trưởng"),
    )


def test_from_the_first_word_to_the_rating_all_of_it_in_zalo(town: OaTown) -> None:
    """Citizen and officials, with taps; the form gives name, phone and address at once."""
    dispatcher, handler, head = works(town)
    citizen = town.citizen(phone="84905123218")
    citizen.does(citizen.user.follows)
    assert citizen.keys == ["greeting.greeting"]
    citizen.says(STORY).taps("submit.b_right").taps("submit.b_named")
    citizen.says("Võ Thị Tư")
    assert [b.kind for b in citizen.news] == ["text", "form"]
    citizen.does(citizen.user.submits_info).taps("submit.b_skip")
    assert "Võ Thị Tư, 0905 xxx 218, 12 Lê Lợi, Nghĩa Lộ, Quảng Ngãi" in citizen.text
    citizen.taps("submit.b_send_here")
    code = citizen.code

    assert code in dispatcher.text and STORY in dispatcher.text
    assert len(dispatcher.news[-1].buttons) == 5, "as many as Zalo bears, the others are numbers"
    dispatcher.taps("card.b_accept")
    handler.taps("card.b_take").taps("card.b_answer")
    handler.says("Hồ sơ đã xong, mời ông/bà đến nhận.").taps("staff.b_no_document")
    head.taps("card.b_approve")
    assert town.case(code).status == "answered", head.text
    assert "Hồ sơ đã xong, mời ông/bà đến nhận." in citizen.text
    citizen.taps("notice.b_clear")
    assert citizen.keys == ["actions.clear"]
    citizen.says("danh gia").taps("actions.b_5")
    assert town.case(code).rating == 5
    assert town.rows("SELECT DISTINCT state, maybe_twice FROM outbox") == [("sent", 0)]
    assert all(d.statuses == [200] for d in town.api.events.posts)
    assert not [c for c in town.api.calls if c.code] and town.house.readiness() == {}


def test_a_question_and_its_answer_with_a_photo_and_a_file(town: OaTown) -> None:
    dispatcher, handler, _ = works(town)
    citizen = town.citizen()
    citizen.says(STORY)
    citizen.does(lambda: citizen.user.sends_file("Đơn.pdf", b"%PDF-1.4 don cua toi"))
    town.works()
    assert town.rows("SELECT name, state FROM stored_file") == [("Đơn.pdf", "kept")]
    citizen.says("1").taps("submit.b_named")
    citizen.says("Võ Thị Tư, 0905 123 218, xã Bình Sơn").taps("submit.b_skip")
    code = citizen.taps("submit.b_send_here").code
    dispatcher.taps("card.b_accept")
    handler.taps("card.b_take").says(f"/hoi {code} Ông/bà gửi giúp ảnh phiếu hẹn")
    assert citizen.got("notice.ask")
    citizen.does(lambda: citizen.user.sends_photo(picture()))
    town.works()
    citizen.taps("supplement.b_yes")
    assert town.case(code).status == "in_progress", citizen.keys
    handler.says(f"/tep {code}")
    files = {b.kind: b.file for b in handler.news if b.file}
    assert files["file"] == b"%PDF-1.4 don cua toi" and files["image"].startswith(b"\xff\xd8")


def test_a_card_that_was_replaced_says_so_and_acts_no_more(town: OaTown) -> None:
    dispatcher, handler, _ = works(town)
    citizen = town.citizen()
    code = sends(citizen)
    dispatcher.taps("card.b_accept")
    first = handler.bubble("card.card")
    take = handler.payload("card.b_take", first)
    handler.does(lambda: handler.user.taps_payload(take))
    second = handler.bubble("card.card")
    assert second.id != first.id and second.text.startswith(town.words("channel.replaces"))
    handler.does(lambda: handler.user.taps_payload(take))
    assert handler.keys == ["card.replaced", "card.card"]
    assert town.actions(code) == ["file", "accept", "take"]


def test_what_nobody_of_us_made_is_no_button(town: OaTown) -> None:
    """Typed by hand, or tapped by somebody whose button it is not."""
    dispatcher, handler, _ = works(town)
    code = sends(town.citizen())
    accept = dispatcher.payload("card.b_accept", dispatcher.bubble("card.card"))
    handler.does(lambda: handler.user.taps_payload(accept))
    assert handler.keys == ["common.done_already"]
    dispatcher.does(lambda: dispatcher.user.taps_payload(accept[:-1] + "0"))
    assert dispatcher.keys == ["common.done_already"]
    assert town.case(code).status == "received"


def test_a_reply_to_the_card_is_asked_about_before_anybody_reads_it(town: OaTown) -> None:
    dispatcher, handler, _ = works(town)
    citizen = town.citizen()
    code = sends(citizen)
    dispatcher.taps("card.b_accept")
    handler.taps("card.b_take")
    citizen.forget()
    handler.says("Hồ sơ đã xong.", quote=handler.bubble("card.card"))
    assert handler.keys == ["staff.reply_as"] and "người gửi, qua Zalo" in handler.text
    assert citizen.keys == []
    assert town.case(code).status == "in_progress"


def test_what_was_said_while_the_house_was_down_is_heard_once_later(town: OaTown) -> None:
    citizen = town.citizen()
    town.closes()
    town.does(lambda: town.api.webhook_to("http://127.0.0.1:1"))
    town.does(lambda: citizen.user.says("xin chào"))
    town.run(town.api.events.delivered())
    assert town.api.events.posts[-1].statuses == [0] and citizen.inbox == []
    town.opens()
    town.passed += timedelta(seconds=31)
    town.settles()
    assert len(citizen.inbox) == 1 and citizen.inbox[0].buttons
    again = town.api.events.posts[-1].body
    stamp = json.loads(again)["timestamp"]
    town.does(lambda: town.api.events.post_raw(again, stamp))
    town.settles()
    assert town.api.events.posts[-1].statuses == [200] and len(citizen.inbox) == 1


@pytest.mark.parametrize(
    ("fault", "bubbles", "marked"),
    [
        (500, 1, 1),  # nobody knows whether it was sent: once more, marked
        ("drop", 2, 1),  # it was
        (-200, 1, 0),
    ],
)
def test_whatever_breaks_at_zalo_nothing_is_lost(
    town: OaTown, fault: int | str, bubbles: int, marked: int
) -> None:
    citizen = town.citizen().says("xin chào")
    town.api.break_next("message/cs", fault)
    citizen.says("/thutuc")
    asked = town.words("procedures.what")
    for _ in range(3):
        town.passed += timedelta(minutes=2)
        town.run(town.house.outbox.pick_up())
        town.settles()
    town.until_rows(
        lambda rows: rows == [("sent", marked)],
        "SELECT state, maybe_twice FROM outbox ORDER BY id DESC LIMIT 1",
    )
    assert [b.text.startswith(asked[:20]) for b in citizen.news] == [True] * bubbles


def test_the_token_dies_and_the_next_word_is_answered(town: OaTown) -> None:
    citizen = town.citizen()
    citizen.says("xin chào")
    town.passed += timedelta(hours=26)
    citizen.says(STORY)
    assert citizen.got("submit.subject")
    assert [c.code for c in town.api.called("message/cs")].count(-216) <= 1
    assert len(town.api.called("access_token")) == 1
