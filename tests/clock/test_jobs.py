"""Slow work outside the turns, as people see it: files that come and do not come, the receipt on
paper, a topic for a case."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Iterator

import pytest
from PIL import Image

from bot.channels.base import FileTooLarge, Unreachable
from storage.mailbox import chat_history
from tests.a_case import OFFICE, QUESTION, accepted, asked, staff
from tests.people import FakeChannel, World

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def photo() -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (20, 10), "red").save(data, "JPEG")
    return data.getvalue()


def files(world):
    return world.rows("SELECT name, type, state, reason FROM stored_file ORDER BY id")


# --- files ---------------------------------------------------------------------------------------


def test_a_photo_is_fetched_behind_the_turn_and_kept(world):
    citizen = world.citizen()
    citizen.sends("photo", photo(), type="image/jpeg")
    assert files(world) == [("", "image/jpeg", "wanted", "")]
    citizen.forget()
    world.work()
    assert files(world) == [("tep.jpg", "image/jpeg", "kept", "")]
    (path,) = world.rows("SELECT path FROM stored_file")[0]
    assert world.house.files.open_path(path).read_bytes().startswith(b"\xff\xd8")
    assert not citizen.news


@pytest.mark.parametrize(
    ("data", "name", "key"),
    [
        (b"MZ\x90\x00 a program", "anh.jpg", "files.type"),
        (b"%PDF-" + b"x" * (21 << 20), "to.pdf", "files.too_large"),
        (photo()[:60], "anh.jpg", "files.broken"),
        (b"", "rong.pdf", "files.empty"),
    ],
)
def test_what_we_do_not_take_is_said_kindly(world, data, name, key):
    citizen = world.citizen()
    citizen.sends("document", PDF, name)
    world.channel.files = dict.fromkeys(world.channel.files, data)
    world.work()
    assert citizen.got(key) and name in citizen.text
    world.work()
    assert citizen.keys.count(key) == 1
    citizen.says(QUESTION)
    assert citizen.got("submit.subject")


def test_a_file_that_belongs_to_a_case_already_is_told_of_alike(world):
    citizen = world.citizen()
    citizen.says("/gui").sends("document", PDF, "a.pdf")
    citizen.says(QUESTION)
    citizen.taps("Đúng").taps("Gửi, nhắn kết quả vào đây")
    world.channel.files.clear()
    world.work()
    assert citizen.got("files.gone")
    assert world.rows("SELECT state FROM stored_file WHERE case_id IS NOT NULL") == [("gone",)]


def test_a_channel_that_is_away_is_asked_again_later(world):
    citizen = world.citizen()
    citizen.sends("document", PDF, "a.pdf")
    fetch, asked_for = world.channel.fetch, []

    async def away(ref, limit):
        asked_for.append(ref)
        raise ConnectionError

    world.channel.fetch = away
    world.work()
    world.work()
    assert len(asked_for) == 1 and files(world)[0][2] == "wanted"
    world.channel.fetch = fetch
    world.later(seconds=11)
    world.work()
    assert files(world)[0][2] == "kept"


def test_in_the_end_it_is_given_up(world):
    citizen = world.citizen()
    citizen.sends("document", PDF, "a.pdf")

    async def away(ref, limit):
        raise ConnectionError

    world.channel.fetch = away
    for _ in range(25):
        world.work()
        world.later(hours=1)
    world.tick()
    assert citizen.keys.count("files.gone") == 1


def test_a_file_said_to_be_small_and_found_large_while_it_comes(world):
    citizen = world.citizen()
    citizen.sends("document", PDF, "a.pdf")

    async def large(ref, limit):
        raise FileTooLarge

    world.channel.fetch = large
    world.work()
    assert citizen.got("files.too_large")


def test_eight_files_at_once_and_no_more(world):
    citizen = world.citizen()
    for number in range(10):
        citizen.sends("document", PDF, f"{number}.pdf")
    under_way, most = 0, 0

    async def slow(ref, limit):
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0.02)
        under_way -= 1
        return PDF

    world.channel.fetch = slow
    world.work()
    assert most == 8
    assert [f[2] for f in files(world)] == ["kept"] * 10


def test_a_commit_wakes_those_who_work(world):
    async def start():
        world.house.jobs.start()

    world.run(start())
    citizen = world.citizen()
    citizen.sends("photo", photo())

    async def until_kept():
        for _ in range(100):
            rows = await world.house.store.read(lambda tx: tx.all("SELECT state FROM stored_file"))
            if rows == [("kept",)]:
                return
            await asyncio.sleep(0.02)
        raise AssertionError("nobody fetched it")

    world.run(until_kept())


def test_what_a_stop_interrupted_is_begun_again(world):
    citizen = world.citizen()
    citizen.sends("document", PDF, "a.pdf")
    fetch = world.channel.fetch

    async def never(ref, limit):
        await asyncio.sleep(60)

    async def begin_and_stop():
        world.house.jobs.start()
        await asyncio.sleep(0.1)
        await world.house.jobs.stop()

    world.channel.fetch = never
    world.run(begin_and_stop())
    assert files(world)[0][2] == "wanted"
    world.channel.fetch = fetch
    world.work()
    assert files(world)[0][2] == "kept"


# --- the receipt on paper ------------------------------------------------------------------------


def test_the_receipt_comes_as_a_pdf(world):
    citizen = world.citizen()
    code = asked(citizen)
    citizen.taps("Bản in (PDF)")
    citizen.taps("Bản in (PDF)")
    citizen.forget()
    world.work()
    (parcel,) = citizen.news
    file = parcel.message.file
    assert parcel.message.key == "receipt.print" and file.name == f"phieu-tiep-nhan-{code}.pdf"
    assert world.house.files.open_path(file.path).read_bytes().startswith(b"%PDF")
    world.work()
    assert len(citizen.news) == 1


def test_in_the_web_chat_it_stands_in_the_history(database, tmp_path):
    world = World(database, tmp_path)
    web = FakeChannel("web")  # stands for the page, which posts as this channel
    try:
        citizen = world.citizen(channel=web)
        citizen.says("I want to ask about my business license application please").says("/english")
        chat = world.rows("SELECT id FROM chat")[0][0]
        world.store(
            lambda tx: tx.insert(
                "cases", code="PA26-00001-H", kind="question", status="received", version=1,
                received_at=world.now, due_at=world.now, chat_id=chat,
            )
        )  # fmt: skip
        world.store(
            lambda tx: tx.insert(
                "job", kind="receipt_pdf", params={"case": 1, "language": "en"}, chat_id=chat,
                due_at=world.now,
            )
        )  # fmt: skip
        world.work()
        line = world.store(lambda tx: chat_history.lines(tx, chat, 0))[-1]
        assert line.key == "receipt.print" and line.file[1:3] == (
            "receipt-PA26-00001-H.pdf",
            "application/pdf",
        )
    finally:
        world.close()


def test_a_receipt_that_cannot_be_made_is_told_of_in_the_end(world):
    admin, citizen = world.official("admin"), world.citizen()
    asked(citizen)
    citizen.taps("Bản in (PDF)")

    def full(name, type, data):
        raise OSError("no space left")

    world.house.files.keep_ours = full
    for _ in range(4):
        world.work()
        world.later(hours=1)
    assert not admin.got("clock.job_failed")
    world.work()
    world.later(days=1)
    world.work()
    assert admin.keys.count("clock.job_failed") == 1
    assert citizen.keys.count("receipt.not_printed") == 1
    assert world.rows("SELECT state, attempts, reason FROM job WHERE kind <> 'alike'") == [
        ("failed", 5, "OSError")
    ]


def test_work_of_an_unknown_kind_is_told_of_at_once(world):
    admin = world.official("admin")
    world.store(lambda tx: tx.insert("job", kind="no_such_work", params={}, due_at=world.now))
    world.work()
    assert admin.got("clock.job_failed")


# --- a topic for a case --------------------------------------------------------------------------

GROUP = "-1001"


class Topics(FakeChannel):
    """A group channel with topics. `refusing` is raised by the next openings."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[tuple[str, str]] = []
        self.refusing: list[Exception] = []

    async def create_topic(self, chat: str, name: str) -> str:
        if self.refusing:
            raise self.refusing.pop(0)
        self.opened.append((chat, name))
        return f"t{len(self.opened)}"


@pytest.fixture
def forum(database, tmp_path) -> Iterator[World]:
    """An office whose group has topics."""
    channel = Topics()
    world = World(database, tmp_path, channel=channel)
    head = world.official("head", OFFICE)
    head.in_group(GROUP).says(f"/nhom {OFFICE} chude")
    yield world
    world.close()


def in_topic(world, topic):
    return [p for p in world.channel.seen.get(GROUP, []) if p.topic == topic]


def test_each_case_gets_a_topic_with_its_card(forum):
    citizen = forum.citizen()
    dispatcher, handler = staff(forum)
    code = accepted(citizen, dispatcher)
    forum.work()
    ((chat, name),) = forum.channel.opened
    assert chat == GROUP and name.startswith(code)
    (card,) = in_topic(forum, "t1")
    assert card.message.key == "card.card" and code in card.message.text
    assert not [p for p in in_topic(forum, "") if p.message.key == "card.card"]
    handler.in_group(GROUP, "t1").says(f"/nhan {code}")
    forum.work()
    assert len(forum.channel.opened) == 1
    assert forum.case(code).status == "in_progress"


def test_where_a_group_can_have_no_topic_the_card_goes_to_the_group(forum):
    forum.channel.refusing = [PermissionError("the chat is not a forum")]
    code = accepted(forum.citizen(), staff(forum)[0])
    forum.work()
    cards = [p for p in in_topic(forum, "") if p.message.key == "card.card"]
    assert len(cards) == 1 and code in cards[0].message.text
    assert forum.rows("SELECT state FROM job WHERE kind = 'topic'") == [("done",)]


def test_a_service_that_is_away_is_tried_five_times(forum):
    admin = forum.official("admin")
    forum.channel.refusing = [ConnectionError()] * 5
    accepted(forum.citizen(), staff(forum)[0])
    for _ in range(6):
        forum.work()
        forum.later(hours=1)
    assert admin.got("clock.job_failed")
    assert [p for p in in_topic(forum, "") if p.message.key == "card.card"]


def test_a_restricted_case_gets_no_topic(forum):
    code = accepted(forum.citizen(), staff(forum)[0])
    forum.store(lambda tx: tx.run("UPDATE cases SET restricted = 1"))
    forum.work()
    assert not forum.channel.opened
    assert not [p for p in in_topic(forum, "") if code in p.message.text]


def test_a_group_that_got_a_new_id_gets_what_bounced_once(forum):
    """The move is heard of from the bounce itself, before any update tells of it."""
    forum.channel.refusing = [PermissionError("no topics")]
    forum.channel.fails[GROUP] = [Unreachable("moved", new_chat="-2002")]
    accepted(forum.citizen(), staff(forum)[0])
    forum.work()
    cards = [p for p in forum.channel.seen.get("-2002", []) if p.message.key == "card.card"]
    assert len(cards) == 1
    forum.tick()
    assert len(forum.channel.seen["-2002"]) == 1
    assert forum.rows("SELECT DISTINCT external FROM chat WHERE kind = 'group'") == [("-2002",)]


# --- stopping ------------------------------------------------------------------------------------


def test_jobs_stop_also_in_the_instant_they_are_woken(world):
    """A wake and a stop that meet: wait_for of Python 3.11 loses the stop then (gh-86296)."""

    async def meet() -> None:
        jobs = world.house.jobs
        jobs.start()
        await asyncio.sleep(0.5)
        jobs.wake()
        await asyncio.sleep(0)
        async with asyncio.timeout(3):
            await jobs.stop()

    world.run(meet())
