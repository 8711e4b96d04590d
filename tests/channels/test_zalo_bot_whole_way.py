"""The main job on a Zalo Bot, through the whole house: what people type in Zalo, over real HTTP, to
what they and the officials see. There are no buttons: everything goes by numbers and words."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from messages.envelope import Choice, Outgoing, Priority
from storage.engine.tx import Tx
from storage.mailbox import chats, outbox
from tests.bot_town import BotPhone, BotTown
from tests.channels.test_files import picture
from tests.fakes.zalo_bot_api import ApiError
from tests.fakes.zalo_bot_people import VOICE
from tests.office import SQLITE_FIRST
from tests.place import PUBLIC
from tests.stories import OFFICE, STORY

pytestmark = [SQLITE_FIRST, pytest.mark.slow]  # sockets of their own


@pytest.fixture
def town(database: str, tmp_path: Path) -> Iterator[BotTown]:
    made = BotTown(database, tmp_path).opens()
    yield made
    made.ends()


def submitted(citizen: BotPhone) -> str:
    """By numbers, and the few words that only the sender knows."""
    citizen.says(STORY).picks("submit.b_right").picks("submit.b_named")
    citizen.says("Võ Thị Tư, 0905 123 218, xã Bình Sơn").picks("submit.b_skip")
    assert citizen.got("submit.check") and "1. Gửi, nhắn kết quả vào đây" in citizen.text
    citizen.picks("submit.b_send_here")
    assert citizen.keys == ["receipt.receipt"]
    return citizen.code


@pytest.mark.parametrize("documented", [False, True], ids=["flat", "wrapped"])
@pytest.mark.parametrize("mode", ["polling", "webhook"])
def test_from_the_first_word_to_the_result_by_numbers_only(
    database: str, tmp_path: Path, mode: str, documented: bool
) -> None:
    town = BotTown(database, tmp_path, mode=mode, documented=documented).opens()
    try:
        dispatcher = town.official("dispatcher", name="Trần Văn Điều")
        handler = town.official("handler", OFFICE, "Lê Thị Hạnh")
        head = town.official("head", OFFICE, "Phạm Quốc Trưởng")
        citizen = town.citizen()
        code = submitted(citizen)
        assert code in dispatcher.text and STORY in dispatcher.text
        dispatcher.picks("card.b_accept")
        assert dispatcher.keys == ["staff.done_accept"], "no card anew for whom it is no duty"
        handler.picks("card.b_take").picks("card.b_answer")
        handler.says("Hồ sơ đã xong, mời ông/bà đến nhận.").picks("staff.b_no_document")
        head.picks("card.b_approve")
        assert town.case(code).status == "answered"
        assert "Hồ sơ đã xong, mời ông/bà đến nhận." in citizen.text
        assert citizen.keys[-1].startswith("notice.answer"), citizen.keys
        citizen.picks("Tôi đã rõ")
        assert town.rows("SELECT state, COUNT(*) FROM outbox GROUP BY state ORDER BY state") == [
            ("sent", len(town.api.calls("sendMessage")))
        ]
        assert bool(town.api.calls("getUpdates")) == (mode == "polling")
    finally:
        town.ends()


def test_a_card_says_that_it_takes_the_place_of_another(town: BotTown) -> None:
    dispatcher, handler = town.official("dispatcher"), town.official("handler", OFFICE)
    submitted(town.citizen())
    dispatcher.picks("card.b_accept")
    handler.picks("card.b_take")
    newer = handler.news[0].text
    assert newer.startswith(town.words("channel.replaces")) and "Đang xử lý" in newer


def test_a_number_never_means_two_things(town: BotTown) -> None:
    """What comes between a question and its answer says its commands; a 1 answers the question."""
    citizen = town.citizen().says(STORY)

    def notice(tx: Tx) -> None:
        chat = chats.by_id(tx, tx.all("SELECT max(id) FROM chat")[0][0])
        assert chat is not None
        message = Outgoing("test", "Có tin mới.", (Choice("Xem", "/tracuu"),))
        outbox.post_elsewhere(tx, chat, message, town.now(), priority=Priority.NOTICE)

    citizen.forget()
    town.store(notice)
    town.run(town.house.outbox.settled())
    assert citizen.text == "Có tin mới.\nXem: /tracuu"
    citizen.says("1")
    assert citizen.keys[-1] == "submit.identity"


def test_of_two_questions_in_a_turn_the_newer_has_the_numbers(town: BotTown) -> None:
    citizen = town.citizen().says(STORY)
    citizen.says("de luc khac").says("xin chao")
    assert len(citizen.news) == 2
    greeting, offer = (bubble.text for bubble in citizen.news)
    assert "1. " not in greeting and "Gặp cán bộ: /gapcanbo" in greeting
    assert "1. " in offer


def test_what_waited_over_a_restart_has_no_stale_numbers(town: BotTown) -> None:
    citizen = town.citizen()
    town.api.break_next("sendMessage", ApiError(429, "Quota exceeded"))
    citizen.says("xin chao").says(STORY)
    assert citizen.inbox == [] and "quota" in town.house.readiness()["zalo_bot"]
    town.closes()
    town.opens()
    town.until(lambda: len(citizen.inbox) == 2)
    greeting, question = (bubble.text for bubble in citizen.inbox)
    assert "Gặp cán bộ: /gapcanbo" in greeting and "1. " not in greeting
    assert "1. Đúng" in question
    citizen.picks("submit.b_right")
    assert citizen.got("submit.identity")


def test_a_draft_is_still_there_after_a_night(town: BotTown) -> None:
    citizen = town.citizen().says(STORY)
    citizen.forget()
    town.closes()
    town.run(said_in_the_night(citizen))
    town.opens()
    town.settles()
    assert citizen.keys[-1] == "submit.identity"


async def said_in_the_night(citizen: BotPhone) -> None:
    citizen.user.says("1")


def test_pictures_and_voices_reach_the_officials(town: BotTown) -> None:
    dispatcher, citizen = town.official("dispatcher"), town.citizen()
    citizen.says(STORY).does(lambda: citizen.user.sends_photo(picture(), "phiếu hẹn"))
    citizen.does(lambda: citizen.user.sends_voice(VOICE))
    town.works()
    rows = town.rows("SELECT kind, type, state FROM stored_file ORDER BY id")
    assert rows == [("photo", "image/jpeg", "kept"), ("voice", "audio/aac", "kept")]
    citizen.picks("submit.b_right").picks("submit.b_named")
    citizen.says("Võ Thị Tư, 0905 123 218, xã Bình Sơn").picks("submit.b_skip")
    citizen.picks("submit.b_send_here")
    dispatcher.says(f"/tep {citizen.code}")
    town.works("outbox", "pending")
    [shown] = [bubble for bubble in dispatcher.news if bubble.picture]
    assert Image.open(io.BytesIO(shown.picture)).size == (60, 40)
    [link] = re.findall(rf"{PUBLIC}/files/once/\S+", dispatcher.text)
    assert town.opens_link(link) == (200, VOICE)


def test_a_receipt_to_print_is_a_link(town: BotTown) -> None:
    citizen = town.citizen()
    submitted(citizen)
    citizen.picks("Bản in (PDF)")
    town.works("job", "waiting")
    [link] = re.findall(rf"{PUBLIC}/files/once/\S+", citizen.text)
    status, content = town.opens_link(link)
    assert status == 200 and content.startswith(b"%PDF")
    town.passed += timedelta(days=8)
    assert town.opens_link(link)[0] == 404


def test_who_cannot_be_heard_here_is_told_how_else(town: BotTown) -> None:
    citizen = town.citizen().says(STORY)
    citizen.does(citizen.user.sends_unsupported)
    assert citizen.keys == ["carry.how_else", "submit.subject"]
    assert town.house.agency.contact.phone in citizen.text
    [link] = re.findall(rf"{PUBLIC}/chat\?start=\d{{16}}", citizen.text)
    assert link, "and what was told goes along: test_carry_over"
    citizen.does(citizen.user.sends_unsupported)
    assert citizen.keys == ["carry.again"], "no wall of text, and no second link"


def test_a_stranger_event_reaches_the_admins(town: BotTown) -> None:
    admin = town.official("admin")
    admin.does(lambda: town.api.push({"event_name": "bot.sold", "to": "x"}))
    assert admin.got("common.alarm_turn") and "zalo_bot" in admin.text
    assert town.rows("SELECT state FROM inbox WHERE state <> 'done' AND text = ''")


def test_who_left_is_told_by_telephone(town: BotTown) -> None:
    """A notice that cannot be delivered becomes somebody's duty."""
    dispatcher, citizen = town.official("dispatcher"), town.citizen()
    code = submitted(citizen)
    citizen.user.leaves()
    dispatcher.picks("card.b_accept")
    town.until_rows(
        lambda rows: rows == [(code,)],
        "SELECT c.code FROM duty d JOIN cases c ON c.id = d.case_id WHERE d.kind = 'call'",
    )
