"""`/thongbao` and `/thongke` by people who have nothing but Zalo: five choices to a message,
nothing that is sent can change, and windows that close."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.channels.test_telegram_whole_way import jpeg
from tests.oa_town import OaPhone, OaTown
from tests.office import REGISTRY

TITLE, WORDS = "Bỏ bản giấy", "Từ 1/12 hồ sơ giải thể nộp qua mạng."


@pytest.fixture
def town(sqlite_database: str, tmp_path: Path) -> Iterator[OaTown]:
    made = OaTown(sqlite_database, tmp_path).opens()
    made.passed = timedelta(days=1)  # a working day
    yield made
    made.ends()


@pytest.fixture
def head(town: OaTown) -> OaPhone:
    return town.official("head", REGISTRY, "Phạm Quốc Trưởng")


@pytest.fixture
def director(town: OaTown) -> OaPhone:
    return town.official("director", name="Nguyễn Giám Đốc")


def subscribers(town: OaTown, count: int) -> list[OaPhone]:
    made = [town.citizen(f"Người {n}") for n in range(count)]
    for each in made:
        each.says("dang ky").says("tat ca").forget()
    return made


def written(official: OaPhone, *answers: str) -> OaPhone:
    """As far as the last look, by nothing but typing."""
    for said in ("/thongbao moi", *answers):
        official.says(said)
    assert official.keys[-1] == "broadcast.check", official.keys
    return official


def to_citizens(official: OaPhone) -> OaPhone:
    return written(official, "1", "ii1c", TITLE, WORDS, "bo qua", "bo qua", "vay la du", "1")


def goes_out(town: OaTown) -> None:
    for _ in range(2):
        town.run(town.house.campaigns.go_on())
        town.settles()


def slow(town: OaTown, *before: str) -> None:
    """It goes out, and Zalo puts off all but the first messages for half a minute."""
    town.api.faults["message/cs"] = deque([*before, *[-200] * 8])
    goes_out(town)
    town.api.faults.clear()


def a_minute_later(town: OaTown) -> None:
    town.passed += timedelta(minutes=1)
    town.run(town.house.outbox.pick_up())
    town.settles()


def watched(town: OaTown) -> None:
    town.run(town.house.clock.tick())
    town.settles()


# --- written, approved, read ---------------------------------------------------------------------


def test_written_with_a_picture_corrected_and_approved(
    town: OaTown, head: OaPhone, director: OaPhone
) -> None:
    head.says("/thongbao moi").says("1").says("5")
    assert head.keys == ["broadcast.item_form", "broadcast.item"]  # four items, and no fifth
    head.says("II.1.c").says(TITLE).says(WORDS).says("bo qua")
    head.does(head.user.sends_sticker)
    assert head.keys == ["common.sticker", "broadcast.extras"]
    head.does(lambda: head.user.sends_photo(jpeg()))
    town.works()
    head.says("bo qua")
    assert head.keys == ["broadcast.audience_so_far"]
    shown = head.inbox[-1].buttons
    assert shown[0] == "Vậy là đủ" and len(shown) == 5 and "1. " not in head.text
    head.taps("Khác").says("theo ngon ngu").says("3")  # words of the page before; to leave it
    assert head.keys == ["broadcast.audience_so_far"]
    head.taps("Thêm chủ đề")
    assert "Nộp hồ sơ qua mạng" not in " ".join(head.inbox[-1].buttons)  # is followed already
    head.taps("Thủ tục mới").says("vay la du").says("giu vay").says("8h sang mai")
    assert head.keys[-1] == "broadcast.check" and "ảnh gửi thành tin riêng" in head.text
    assert "8 giờ 00 ngày" in head.text

    head.taps("Gửi thử cho tôi")
    assert head.keys == ["broadcast.test", "broadcast.message", "broadcast.check"]
    assert [b.kind for b in head.news].count("image") == 1
    head.says("sửa").says("B. Tên").says("quay lai")
    assert head.keys[-1] == "broadcast.check" and f"B. Tên: {TITLE}" in head.text
    head.says("g").says("1")
    assert "ngay khi được duyệt" in head.text
    head.says("gui duyet")
    assert head.keys == ["broadcast.submitted"]

    reader = subscribers(town, 1)[0]
    assert [b.kind for b in director.news if WORDS in b.text or b.kind == "image"][:1] == ["image"]
    director.says("duyet")
    assert director.keys == ["broadcast.approved"]
    goes_out(town)
    assert reader.keys == ["broadcast.message"] and reader.news[0].kind == "image"
    assert WORDS in reader.text and "gõ DUNG" in reader.text


def test_behind_a_closed_window_it_waits_and_while_paused_waits_on(
    town: OaTown, head: OaPhone, director: OaPhone
) -> None:
    far, silent = subscribers(town, 2)
    town.passed += timedelta(days=8)
    near = subscribers(town, 2)
    for official in (head, director):
        official.says("/homnay")
    to_citizens(head)
    assert "2 người lâu không nhắn Zalo" in head.text
    head.says("1")
    director.says("duyet")
    slow(town, "pass")  # so that it goes on
    assert sum(WORDS in each.text for each in near) == 1 and far.keys == []
    far.says("chao")
    assert WORDS in far.text and far.got("window.waited")

    head.says("/thongbao tam dung tb26-00001")
    assert head.keys == ["broadcast.paused"]
    silent.says("chao")
    assert WORDS not in silent.text and silent.keys[-1] == "greeting.greeting"
    head.says("/thongbao gui tiep tb26-00001")
    silent.says("chao")
    assert WORDS in silent.text and silent.got("window.waited")


def test_each_quarter_is_a_message_and_words_steer_it(
    town: OaTown, head: OaPhone, director: OaPhone
) -> None:
    readers = subscribers(town, 4)
    to_citizens(head).says("1")
    director.says("duyet")
    head.forget()
    slow(town, "pass", "pass")
    watched(town)
    assert "(50%)" in head.text and "Đã gửi 2 trong 4 người, đang chờ 2" in head.text
    head.says("tam dung")
    assert head.keys == ["broadcast.paused"]
    a_minute_later(town)
    assert sum(WORDS in each.text for each in readers) == 2
    director.says("/thongbao gui tiep TB26-00001")
    assert director.keys == ["broadcast.resumed"] and head.got("broadcast.steered")
    goes_out(town)
    assert all(WORDS in each.text for each in readers) and head.got("campaign.finished")
    assert "4 người nhận" in head.text
    director.says("/thongbao huy TB26-00001")
    assert director.keys == ["broadcast.stands"]  # nothing is left to be cancelled


def test_cancelled_by_words_it_reaches_nobody_more(
    town: OaTown, head: OaPhone, director: OaPhone
) -> None:
    readers = subscribers(town, 2)
    to_citizens(head).says("1")
    director.says("duyet")
    slow(town, "pass")
    head.says("/thongbao").says("1").says("huy thong bao")
    assert head.keys == ["broadcast.sure_cancel"]
    head.says("thoi")
    assert head.keys == ["broadcast.progress"]
    head.says("/thongbao huy TB26-00001").says("dung, huy")
    assert head.keys == ["broadcast.cancelled"]
    a_minute_later(town)
    assert sum(WORDS in each.text for each in readers) == 1


def test_officials_say_that_they_have_read_it(
    town: OaTown, head: OaPhone, director: OaPhone
) -> None:
    clerk = town.official("dispatcher", name="Trần Văn Điều")
    handler = town.official("handler", REGISTRY, "Lê Thị Hạnh")
    answers = ("2", "iii1", "Quán triệt", "Đọc kế hoạch năm nay.", "bo qua", "khong", "1", "1")
    written(clerk, *answers).says("1")
    director.says("duyet")
    handler.forget()
    goes_out(town)
    assert handler.keys == ["broadcast.staff_message"]
    assert handler.news[-1].buttons == ["Đã đọc"]
    handler.does(handler.user.sends_sticker).says("da doc")
    assert handler.keys == ["broadcast.read_noted"]
    head.says("1")
    assert head.keys == ["broadcast.read_noted"]
    clerk.says("/thongbao chua doc TB26-00001")
    assert "Nguyễn Giám Đốc" in clerk.text and "Lê Thị Hạnh" not in clerk.text
    head.says("/thongbao chuadoc TB26-00001")
    assert "Phòng Đăng ký" not in head.text


# --- figures -------------------------------------------------------------------------------------


@pytest.mark.slow  # charts are drawn in a process of their own
def test_figures_come_first_and_stand_where_the_chart_cannot_be_sent(town: OaTown) -> None:
    clerk = town.official("dispatcher", name="Trần Văn Điều")
    admin = town.official("admin", name="Quản Trị")
    tu = town.citizen()
    tu.says("Thủ tục đăng ký thành lập công ty quá nhiều giấy tờ")
    for said in ("dung", "1", "Võ Thị Tư, 0905 123 218, xã Bình Sơn", "bo qua", "1"):
        tu.says(said)
    clerk.says("/thongke tuan nay")
    town.until(lambda: "Biểu đồ" in clerk.text)
    assert [b.kind for b in clerk.news] == ["text", "image", "text"]
    assert "Nhận mới 1" in clerk.news[0].text

    town.api.faults["upload/image"] = deque([-201] * 4)
    admin.forget()
    clerk.says("/thongke thang nay")
    town.until(lambda: "chưa gửi được" in clerk.text)
    assert clerk.keys == ["stats.figures", "common.file_not_sent"]
    assert admin.keys == ["common.alarm_refused"]
