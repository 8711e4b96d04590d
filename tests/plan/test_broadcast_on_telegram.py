"""A broadcast on Telegram, over real HTTP: written with a picture, approved, read by a citizen, and
its author hears once that it is over."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.engine.tx import Tx
from tests.broadcasting import TOPIC
from tests.channels.test_telegram_whole_way import jpeg
from tests.town import Phone, Town

pytestmark = pytest.mark.slow  # processes and sockets of their own

WORDS = "Từ 1/12 hồ sơ giải thể nộp qua mạng."


@pytest.fixture
def database(sqlite_database: str) -> str:
    return sqlite_database


def subscribed(town: Town, citizen: Phone) -> Phone:
    citizen.says("/start")

    sql = "SELECT person_id FROM chat WHERE external = :chat"
    [(who,)] = town.rows(sql, chat=citizen.external)
    now = town.now()

    def work(tx: Tx) -> None:
        tx.insert_row("subscriber", person_id=who, frequency="each", party="", at=now)
        tx.insert("subscription", person_id=who, topic=TOPIC, at=now)

    town.store(work)
    return citizen


def heard_of_its_end(author: Phone) -> bool:
    """By the one message that tells of it and changes; or, where all was over before that was
    there, by a message of its own."""
    told = [b.text for b in author.inbox if "TB26-00001" in b.text and "đã gửi xong" in b.text]
    return len(told) == 1


def test_from_the_picture_to_the_reader(database: str, tmp_path: Path) -> None:
    town = Town(database, tmp_path).opens()
    try:
        author = town.official("dispatcher", name="Trần Văn Điều")
        director = town.official("director", name="Nguyễn Giám Đốc")
        reader = subscribed(town, town.citizen())
        author.says("/thongbao moi").taps("Người dân, doanh nghiệp").says("II.1.a")
        author.says("Bỏ bản giấy").says(WORDS).taps("Bỏ qua tiếng Anh")
        author.does(lambda: author.user.sends_photo(jpeg()))
        town.works()
        author.taps("broadcast.b_extras_done").taps("Vậy là đủ").taps("broadcast.b_now")
        assert author.keys.count("broadcast.preview") == 1  # the web chat shows the same
        author.taps("broadcast.b_submit")
        director.taps("broadcast.b_approve")
        assert director.got("broadcast.approved")

        town.until(lambda: any(WORDS in bubble.text for bubble in reader.inbox))
        town.until(lambda: heard_of_its_end(author))
        shown = next(bubble for bubble in reader.inbox if WORDS in bubble.text)
        assert shown.kind == "photo" and "gõ DUNG" in shown.text
    finally:
        town.ends()
