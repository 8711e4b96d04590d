"""A broadcast from the first word an official writes to the citizen who reads it, and to the
official who has not."""

from __future__ import annotations

import re

import pytest

from bot.channels.base import Later
from cases.plan.campaigns import State
from storage.plan import campaigns
from storage.tables.plan import Campaign
from tests.broadcasting import runs, stops, subscribe, subscribed
from tests.office import FOREIGN, REGISTRY, SQLITE_FIRST, Office
from tests.officials.test_staff_web import Browser, official_at, site  # noqa: F401
from tests.people import FakeChannel, Person, World

pytestmark = SQLITE_FIRST

TITLE, WORDS = "Bỏ bản giấy", "Từ 1/12 hồ sơ giải thể nộp qua mạng, không cần bản giấy."


@pytest.fixture
def zalo_bot() -> FakeChannel:
    return FakeChannel("zalo_bot", edits=False, buttons=0)


@pytest.fixture
def beside(zalo_bot: FakeChannel) -> tuple[FakeChannel, ...]:
    return (zalo_bot,)


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


@pytest.fixture
def director(office: Office) -> Person:
    return office.colleague("director", name="Nguyễn Giám Đốc")


def newest(world: World) -> Campaign:
    found: list[Campaign] = world.store(lambda tx: campaigns.in_states(tx, list(State), 1))
    return found[0]


def written(official: Person, when: str = "Ngay khi được duyệt") -> Person:
    """To the last look, for citizens who follow procedures."""
    official.says("/thongbao moi").taps("Người dân, doanh nghiệp").says("II.1.a")
    official.says(TITLE).says(WORDS).says("bo qua").taps("Không kèm gì").taps("Vậy là đủ")
    if official.got("broadcast.nobody_yet"):
        official.taps("Giữ vậy")
    return official.taps(when) if when[0].isupper() else official.says(when)


def to_officials(official: Person, approver: Person, office: str = "Toàn Sở") -> Campaign:
    """Written, approved, and come to every one of them."""
    official.says("/thongbao moi").taps("Cán bộ của Sở")
    official.says("III.1").says("Quán triệt kế hoạch").says("Đọc kế hoạch năm nay.").says("bo qua")
    official.taps("Không kèm gì").taps(office).taps("Ngay khi được duyệt").taps("Gửi duyệt")
    approver.taps("Duyệt")
    runs(official.world)
    return newest(official.world)


def ticks(world: World, times: int = 1) -> None:
    for _ in range(times):
        world.later(seconds=11)
        world.tick()


# --- the whole way -------------------------------------------------------------------------------


def test_from_the_first_word_to_the_citizen_who_reads_it_and_stops(
    world: World, office: Office, director: Person, zalo_bot: FakeChannel
) -> None:
    here, there = world.citizen(), world.citizen("Tư", zalo_bot)
    for reader in (here, there):
        reader.says("dang ky nhan tin").says("2")
        assert reader.keys == ["subscribe.on"]
    gone = subscribed(world.citizen())
    written(office.dispatcher)
    assert office.dispatcher.keys[-1] == "broadcast.check" and "3 người" in office.dispatcher.text
    office.dispatcher.taps("Gửi duyệt")
    director.taps("Duyệt")
    assert office.dispatcher.got("broadcast.was_approved")
    stops(gone)
    for reader in (here, there):
        reader.forget()
    runs(world)
    for reader in (here, there):
        assert reader.keys == ["broadcast.message"] and WORDS in reader.text
    assert gone.keys == [] and newest(world).state == State.DONE
    assert office.dispatcher.got("campaign.finished")

    there.says("dung")
    written(office.dispatcher).taps("Gửi duyệt")
    assert "1 người" in director.text
    director.taps("Duyệt")
    here.forget()
    there.forget()
    runs(world)
    assert here.keys == ["broadcast.message"] and there.keys == []


def test_the_author_sees_it_go_out_in_one_message_and_steers_it(
    world: World, office: Office, director: Person
) -> None:
    for _ in range(3):
        subscribed(world.citizen())
    written(office.dispatcher).taps("Gửi duyệt")
    director.taps("Duyệt")
    ticks(world, 5)
    told = [p for p in office.dispatcher.seen if p.message.key == "broadcast.progress"]
    assert len([p for p in told if not p.replaces]) == 1 and told[-1].replaces
    assert "đã gửi xong" in told[-1].message.text and "3 trong 3" in told[-1].message.text
    office.dispatcher.says("/thongbao tb26 00001")
    assert office.dispatcher.keys == ["broadcast.progress"]
    office.dispatcher.says("/thongbao tạm dừng TB26-00001")
    assert office.dispatcher.keys == ["broadcast.stands"]


def test_where_no_message_can_change_each_quarter_is_told(
    world: World, office: Office, director: Person, zalo_bot: FakeChannel
) -> None:
    author = world.citizen("Lê Số", zalo_bot)
    author.says("/start")
    world.grant(author, "head", REGISTRY, name="Lê Số")
    slow = [subscribed(world.citizen()) for _ in range(4)]
    for person, seconds in zip(slow, (0, 0, 25, 25), strict=True):
        world.channel.fails[person.id] = [Later(seconds)] if seconds else []
    written(author).taps("Gửi duyệt")
    director.taps("Duyệt")
    ticks(world, 7)
    told = [p.message.text for p in author.seen if p.message.key == "broadcast.progress"]
    quarters = [int(re.findall(r"\((\d+)%\)", each)[0]) // 25 for each in told]
    assert 2 in quarters and 4 not in quarters and len(set(quarters)) == len(quarters)
    assert "Tạm dừng" in author.buttons
    assert author.keys[-1] == "campaign.finished" and "4 người nhận" in author.text


def test_paused_taken_up_again_and_cancelled_while_it_runs(
    world: World, office: Office, director: Person
) -> None:
    citizen = subscribed(world.citizen())
    written(office.head, "8h sáng mai").taps("Gửi duyệt")
    director.taps("Duyệt")
    world.later(days=1)
    world.store(lambda tx: campaigns.move(tx, 1, "begin"))
    office.head.says("/thongbao tam dung TB26-00001")
    assert office.head.keys == ["broadcast.paused"]
    runs(world)
    assert citizen.keys == []
    director.says("/thongbao gửi tiếp TB26-00001")
    assert director.keys == ["broadcast.resumed"]
    office.handler.says("/thongbao huy TB26-00001 chac")
    assert office.handler.keys == ["broadcast.not_yours"]
    director.says("/thongbao huy TB26-00001").taps("Đúng, hủy")
    assert director.keys == ["broadcast.cancelled"]
    assert office.head.got("broadcast.steered") and "Nguyễn Giám Đốc" in office.head.text
    runs(world)
    assert citizen.keys == [] and newest(world).state == State.CANCELLED


def test_a_returned_one_is_corrected_and_approved(
    world: World, office: Office, director: Person
) -> None:
    written(office.head).taps("Gửi duyệt")
    director.taps("Trả lại").says("Ghi rõ ngày")
    office.head.taps("Sửa")
    assert office.head.keys[-1] == "broadcast.check"
    office.head.says("B").says("Bỏ bản giấy từ 1/12").taps("Gửi duyệt")
    assert newest(world).number == "TB26-00001"
    assert "Bỏ bản giấy từ 1/12" in director.text
    director.taps("Duyệt")
    approved = newest(world)
    assert (approved.state, approved.title) == (State.APPROVED, "Bỏ bản giấy từ 1/12")
    office.head.says("/thongbao sua TB26-00001")
    assert office.head.got("broadcast.taken_back") and newest(world).state == State.DRAFT


# --- writing -------------------------------------------------------------------------------------


def test_each_channel_is_shown_as_it_will_be(world: World, office: Office) -> None:
    head = office.head
    head.says("/thongbao moi").taps("Người dân, doanh nghiệp").says("II.1.a").says(TITLE)
    assert "Zalo Bot" in head.text
    head.says(WORDS).says("bo qua").says("giải thể công ty").taps("Giải thể doanh nghiệp")
    head.says("https://skhdt.example.vn/giai-the").taps("Xong").taps("Vậy là đủ").taps("Giữ vậy")
    head.taps("Ngay khi")
    shown = [p.message.text for p in head.news if p.message.key == "broadcast.preview"]
    numbered = next(text for text in shown if "Zalo Bot" in text)
    assert "1. Xem thủ tục" in numbered and "Mở trang: https://skhdt.example.vn" in numbered
    with_buttons = next(text for text in shown if "Telegram" in text)
    assert "[ Xem thủ tục ]" in with_buttons and "1. Xem" not in with_buttons
    assert all("DUNG" in text for text in shown)
    head.taps("Gửi thử")
    assert head.keys == ["broadcast.test", "broadcast.message", "broadcast.check"]
    assert newest_or_none(world) is None


def newest_or_none(world: World) -> Campaign | None:
    return world.store(lambda tx: next(iter(campaigns.in_states(tx, list(State), 1)), None))


def test_a_photo_at_another_step_is_kept_for_its_own(office: Office, world: World) -> None:
    dispatcher = office.dispatcher
    dispatcher.says("/thongbao moi").sends("photo", name="a.jpg")
    assert dispatcher.keys == ["common.kept_as_story", "broadcast.to"]
    dispatcher.taps("Người dân").sends("document", name="a.pdf", type="application/pdf")
    assert dispatcher.keys == ["broadcast.picture_only", "broadcast.item"]
    dispatcher.says("II.1.a").says(TITLE).says(WORDS).says("bo qua")
    assert dispatcher.keys == ["broadcast.extras_more"] and "một ảnh" in dispatcher.text


@pytest.mark.parametrize(
    ("said", "key"),
    [("1/11", "moment_past"), ("hôm nay 8h", "moment_past"), ("lúc nào tiện", "moment_form")],
)
def test_a_time_that_has_passed_or_is_none(office: Office, said: str, key: str) -> None:
    written(office.dispatcher, said)
    assert office.dispatcher.keys == [f"broadcast.{key}", "broadcast.when_to_send"]


def test_a_time_that_passed_while_the_draft_lay_is_asked_anew(office: Office, world: World) -> None:
    written(office.dispatcher, "8h sáng mai").taps("Lưu nháp")
    world.later(days=2)
    office.dispatcher.says("/thongbao TB26-00001").taps("Gửi duyệt")
    assert office.dispatcher.keys == ["broadcast.when_to_send"]


def test_the_audience_is_narrowed_and_nobody_is_said_to_be_nobody(
    world: World, office: Office
) -> None:
    subscribed(world.citizen(), party="business")
    subscribed(world.citizen(), party="citizen")
    head = office.head
    head.says("/thongbao moi").taps("Người dân").says("II.1.a").says(TITLE).says(WORDS)
    head.says("bo qua").taps("Không kèm")
    assert "2 người" in head.text
    head.taps("Người dân hay doanh nghiệp").taps("Doanh nghiệp")
    assert "1 người" in head.text
    head.taps("Theo ngôn ngữ").taps("Tiếng Anh")
    assert "chưa có ai" in head.text
    head.taps("Vậy là đủ")
    assert head.keys == ["broadcast.nobody_yet"]
    head.taps("Chọn người nhận khác")
    assert "người dân, doanh nghiệp" in head.text and "2 người" in head.text
    head.says("quay lại").says("quay lại")
    assert head.keys == ["broadcast.audience_so_far"] and "chưa có ai" in head.text


def test_a_draft_lies_for_days_and_nothing_is_lost(world: World, office: Office) -> None:
    head = office.head
    head.says("/thongbao moi").taps("Người dân").says("II.1.a").says(TITLE).says(WORDS)
    head.says("để lúc khác")
    world.later(days=2)
    world.tick()
    assert head.got("broadcast.draft_reminder")
    head.says("/thongbao")
    assert head.got("broadcast.list") and "viết dở" in head.text
    head.taps("Viết tiếp phần dở")
    assert head.keys == ["broadcast.words_en"]


def test_who_may_write_what(office: Office) -> None:
    office.handler.says("/thongbao moi")
    assert office.handler.keys == ["broadcast.not_writer"]
    office.head.says("/thongbao moi").taps("Người dân").says("II.1.b")
    assert office.head.keys[0] == "broadcast.item_form"  # Văn phòng leads it
    office.head.says("II.1.c")
    assert office.head.keys == ["broadcast.title"]


def test_what_was_cancelled_meanwhile_is_kept_beside_it(
    world: World, office: Office, director: Person
) -> None:
    written(office.head).taps("Lưu nháp")
    office.head.says("/thongbao sua TB26-00001").says("B").says("Tên mới")
    director.says("/thongbao huy TB26-00001 chac")
    office.head.taps("Lưu nháp")
    kept = newest(world)
    assert (kept.number, kept.title, kept.state) == ("TB26-00002", "Tên mới", State.DRAFT)


def test_numbers_do_where_there_are_no_buttons(
    world: World, office: Office, zalo_bot: FakeChannel
) -> None:
    approver = world.citizen("Lê Số", zalo_bot)
    approver.says("/start")
    world.grant(approver, "director", name="Lê Số")
    written(office.head).taps("Gửi duyệt")
    assert approver.keys[-1] == "broadcast.to_approve"
    approver.says("1")
    assert approver.keys == ["broadcast.approved"]
    assert newest(world).state == State.APPROVED


def test_in_the_web_chat(world: World, office: Office, site: str) -> None:  # noqa: F811
    admin = office.colleague("admin", name="Quản Trị")
    head = official_at(world, site, admin, f"head {FOREIGN}", "Võ Trưởng Web")
    citizen = Browser(world, site).says("/start")
    head.says("/thongbao moi").taps("Người dân").says("II.1.a").says(TITLE).says(WORDS)
    head.says("bo qua").taps("Không kèm").taps("Vậy là đủ").taps("Giữ vậy").taps("Ngay khi")
    assert "Chat trên trang web" in head.text
    [(who,)] = world.rows("SELECT MAX(person_id) FROM chat WHERE channel = 'web'")
    subscribe(world, who)
    head.taps("Gửi duyệt")
    office.dispatcher.taps("Duyệt")
    runs(world)
    ticks(world, 3)
    assert WORDS in citizen.text and "gõ DUNG" in citizen.text
    assert "đã gửi xong" in head.text


# --- to officials --------------------------------------------------------------------------------


def test_officials_say_that_they_have_read_it(
    world: World, office: Office, director: Person
) -> None:
    made = to_officials(office.dispatcher, director)
    assert office.handler.keys == ["broadcast.staff_message"]
    assert office.handler.buttons == ["Đã đọc"] and "DUNG" not in office.handler.text
    office.handler.taps("Đã đọc")
    assert office.handler.keys == ["broadcast.read_noted"]
    office.head.says(f"/thongbao chuadoc {made.number}")
    assert "Phạm Quốc Trưởng" in office.head.text and "Trần Văn Điều" not in office.head.text
    office.dispatcher.says(f"/thongbao chưa đọc {made.number}")
    assert "Trần Văn Điều" in office.dispatcher.text and "Lê Thị Hạnh" not in office.dispatcher.text
    office.handler.says(f"/thongbao chuadoc {made.number}")
    assert office.handler.keys == ["broadcast.not_yours"]
    assert evidence(world) == []
    office.head.says(f"/thongbao da doc {made.number}")
    assert evidence(world) == [("III.1", REGISTRY, made.number)]


def evidence(world: World) -> list[tuple[str, str, str]]:
    return world.rows("SELECT item, office, ref FROM evidence WHERE kind = 'read'")


def test_after_two_working_days_they_are_reminded_once(
    world: World, office: Office, director: Person
) -> None:
    made = to_officials(office.dispatcher, director)
    office.head.says(f"/thongbao dadoc {made.number}")
    office.head.forget()
    world.later(days=1)
    world.tick()
    assert not office.handler.got("broadcast.read_reminder")
    world.later(days=2)
    world.tick()
    world.tick()
    assert office.handler.keys.count("broadcast.read_reminder") == 1
    assert not office.head.got("broadcast.read_reminder")
    assert office.head.got("broadcast.unread_in_office") and "Lê Thị Hạnh" in office.head.text


def test_to_the_office_that_receives_go_its_dispatchers(
    world: World, office: Office, director: Person
) -> None:
    to_officials(office.dispatcher, director, "Văn phòng Sở")
    assert office.dispatcher.got("broadcast.staff_message")
    assert office.handler.keys == [] and not director.got("broadcast.staff_message")


def test_a_preview_is_not_read_before_it_is_out(office: Office, director: Person) -> None:
    official = office.dispatcher
    official.says("/thongbao moi").taps("Cán bộ").says("III.1").says("Quán triệt").says("Đọc.")
    official.says("bo qua").taps("Không kèm").taps("Toàn Sở").taps("Ngay khi").taps("Gửi duyệt")
    director.taps("Đã đọc")
    assert director.keys == ["broadcast.not_out_yet"]
