"""The minute in which an answer that none approves can be taken back: in a chat and on the web."""

from __future__ import annotations

import pytest

from tests.a_case import OFFICE, QUESTION, staff, taken
from tests.office import actions
from tests.officials.test_staff_web import Browser, site
from tests.people import Person, World

__all__ = ["site"]

WORDS = "Giấy tờ gồm đơn và điều lệ, mời ông/bà xem trang thủ tục."


@pytest.fixture
def database(sqlite_database: str) -> str:
    return sqlite_database


def answers(handler: Person, code: str, words: str = WORDS) -> None:
    handler.says(f"/traloi {code} {words}").taps("Không kèm, gửi luôn")


def test_within_the_minute_it_is_taken_back_and_nobody_heard(world: World) -> None:
    dispatcher, handler = staff(world)
    citizen = world.citizen()
    code = taken(citizen, dispatcher, handler)
    citizen.forget()
    answers(handler, code)
    assert handler.got("recall.waits") and handler.buttons[0] == "Thu hồi"
    assert citizen.keys == []
    citizen.says(f"/tracuu {code}")
    assert "Đang xử lý" in citizen.text and WORDS not in citizen.text
    assert "trả lời ngày" not in citizen.text.lower() and "Xin xem lại" not in citizen.buttons
    handler.taps("Thu hồi")
    assert handler.got("staff.done_recall") and WORDS in handler.text
    world.minute_passes()
    assert world.case(code).status == "in_progress"
    assert actions(world, code)[-2:] == ["answer", "recall"]
    citizen.says(f"/tracuu {code}")
    assert WORDS not in citizen.text
    answers(handler, code, "Giấy tờ gồm đơn, điều lệ và danh sách thành viên.")
    world.minute_passes()
    assert citizen.got("notice.answer")
    assert "danh sách thành viên" in citizen.text and WORDS not in citizen.text


def test_after_the_minute_it_has_gone_also_through_a_restart(world: World) -> None:
    dispatcher, handler = staff(world)
    citizen = world.citizen()
    code = taken(citizen, dispatcher, handler)
    citizen.forget()
    answers(handler, code)
    world.restart()
    world.work()
    assert citizen.keys == []
    world.minute_passes()
    assert citizen.keys == ["notice.answer"]
    world.work()
    assert citizen.keys == ["notice.answer"]
    handler.says(f"/thuhoi {code}")
    assert handler.keys == ["recall.too_late"] and world.case(code).status == "answered"


def test_a_web_mailbox_shows_nothing_before(world: World, site: str) -> None:
    dispatcher, handler = staff(world)
    citizen = Browser(world, site)
    citizen.says(QUESTION).taps("Gửi phản ánh").taps("Viết tiếp")
    citizen.taps("Đúng").taps("Gửi, nhắn kết quả")
    code = world.cases()[0].code
    dispatcher.says(f"/tiepnhan {code} {OFFICE}")
    handler.says(f"/nhan {code}")
    answers(handler, code)
    assert WORDS not in citizen.text
    citizen.says(f"/tracuu {code}")
    assert WORDS not in citizen.text and "Đã trả lời" not in citizen.text
    handler.says(f"/thuhoi {code}")
    answers(handler, code, "Mời ông/bà xem danh mục mới.")
    world.minute_passes()
    assert "danh mục mới" in citizen.text and WORDS not in citizen.text


def test_who_adds_words_meanwhile_learns_nothing(world: World) -> None:
    dispatcher, handler = staff(world)
    citizen = world.citizen()
    code = taken(citizen, dispatcher, handler)
    answers(handler, code)
    citizen.says(f"/bosung {code} Tôi nộp qua mạng.")
    assert citizen.got("supplement.added") and WORDS not in citizen.text
    handler.says(f"/thuhoi {code}")
    assert handler.got("staff.done_recall")


def test_another_move_tells_it_first(world: World) -> None:
    dispatcher, handler = staff(world)
    citizen = world.citizen()
    code = taken(citizen, dispatcher, handler)
    citizen.forget()
    answers(handler, code)
    dispatcher.says(f"/dong {code}")
    assert [k for k in citizen.keys if k.startswith("notice")] == ["notice.answer", "notice.close"]
    world.minute_passes()
    assert citizen.keys.count("notice.answer") == 1
