"""At night no citizen's phone rings because of us, and nothing is lost by that."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest
from aiohttp import web

from bot.site.app import build
from cases.agency.hours import Quiet
from cases.days.quiet_hours import quiet_until
from tests.channels.test_windows import ANSWER, WindowedChannel, make, zalo
from tests.office import STORY, Office, answer, submitted
from tests.officials.test_staff_web import Browser
from tests.people import FakeChannel, World

__all__ = ["make", "zalo"]  # fixtures

NIGHT = datetime(2026, 11, 16, 15, 30, tzinfo=UTC)  # 22:30 of Monday


@pytest.fixture
def database(sqlite_database: str) -> str:
    return sqlite_database


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


@pytest.fixture
def site(world: World) -> Iterator[str]:
    runner = web.AppRunner(build(world.house), access_log=None)
    world.run(runner.setup())
    place = web.TCPSite(runner, "127.0.0.1", 0)
    world.run(place.start())
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    world.run(runner.cleanup())


def asks_and_answers(office: Office, code: str) -> None:
    """An industrious night: accepted, taken, answered and approved."""
    office.dispatcher.says(f"/tiepnhan {code} dkkd")
    office.handler.says(f"/nhan {code}")
    answer(office.handler, code, "Hồ sơ đã xong, mời ông/bà đến nhận.")
    office.head.says(f"/duyet {code}").taps("Duyệt và gửi")


def test_what_officials_do_at_night_reaches_the_sender_in_the_morning_in_order(world, office):
    citizen = world.citizen()
    code = submitted(citizen)
    citizen.forget()
    world.now = NIGHT
    asks_and_answers(office, code)
    assert world.case(code).status == "answered", "officials were told, and worked"
    assert citizen.keys == []
    world.restart()
    world.tick()
    assert citizen.keys == [], "a restart wakes nobody"
    world.now = NIGHT.replace(hour=23, minute=59)  # 6:59
    world.tick()
    assert citizen.keys == []
    world.later(minutes=1)
    world.tick()
    world.tick()
    assert citizen.keys == ["notice.accept", "notice.answer"]
    assert world.rows("SELECT state FROM outbox WHERE state <> 'sent'") == []


def test_whoever_writes_at_night_reads_it_first_and_their_number_is_about_none_of_it(world, office):
    citizen = world.citizen()
    code = submitted(citizen)
    citizen.says("/cuatoi")
    world.now = NIGHT
    asks_and_answers(office, code)
    citizen.says("1")
    assert citizen.keys == ["notice.accept", "notice.answer", "window.waited"]
    assert world.case(code).rating is None and world.case(code).status == "answered"


@pytest.mark.parametrize("app", ["telegram", "zalo"])
def test_who_answers_at_night_knows_from_when_it_is_read(database, tmp_path, app):
    edits = app == "telegram"
    world = World(
        database, tmp_path, channel=FakeChannel(app, edits=edits, buttons=20 if edits else 5)
    )
    office, later = Office(world), "người gửi đọc từ 7:00"
    citizen = world.citizen()
    code = submitted(citizen)
    office.dispatcher.says(f"/tiepnhan {code} dkkd")
    office.handler.says(f"/nhan {code}")
    world.now = NIGHT
    office.handler.says(f"/traloi {code} Hồ sơ đã xong, mời ông/bà đến nhận.")
    assert later in office.handler.text, "before it goes"
    office.handler.taps("Không kèm")
    office.head.says(f"/duyet {code}").taps("Duyệt và gửi")
    assert office.head.got("staff.done_approve") and later in office.head.text
    assert not citizen.got("notice.answer")
    fresh = submitted(world.citizen())  # awake: they have just written
    office.dispatcher.says(f"/tuchoi {fresh} Việc này đã có trên trang của Sở.")
    assert office.dispatcher.got("staff.done_refuse") and later not in office.dispatcher.text
    world.now = NIGHT + timedelta(hours=11)
    world.tick()
    assert citizen.got("notice.answer")
    third = submitted(world.citizen())
    office.dispatcher.says(f"/tuchoi {third} Việc này đã có trên trang của Sở.")
    assert later not in office.dispatcher.text, "by day nothing rests"
    world.close()


def test_whoever_has_just_written_is_answered_at_once(world, office):
    citizen = world.citizen()
    world.now = NIGHT
    code = submitted(citizen)
    world.later(minutes=8)
    office.dispatcher.says(f"/tiepnhan {code} dkkd")
    assert citizen.got("notice.accept")
    world.later(minutes=5)
    office.handler.says(f"/nhan {code}").says(f"/hoi {code} Xin gửi ảnh phiếu hẹn.")
    assert not citizen.got("notice.ask")
    assert world.case(code).waiting_since is None, "the clock stands still once it was delivered"
    world.later(hours=9)
    world.tick()
    assert citizen.got("notice.ask") and world.case(code).waiting_since == world.now


def test_the_page_of_the_department_does_not_ring_and_does_not_wait(world, office, site):
    citizen = Browser(world, site)
    citizen.says(STORY).taps("Đúng").taps("Người giải quyết")
    citizen.says("Võ Thị Tư, 0905 123 218, xã Bình Sơn").taps("Bỏ qua").taps("Gửi, nhắn")
    code = world.cases()[0].code
    world.now = NIGHT
    office.dispatcher.says(f"/tiepnhan {code} dkkd")
    assert "đã có nơi nhận" in citizen.messages()[-1]["text"]


def test_a_letter_waits_too_unless_it_answers(database, tmp_path):
    mail = FakeChannel("email")
    world = World(database, tmp_path, channels=[mail])
    try:
        office, citizen = Office(world), world.citizen()
        world.now = NIGHT
        citizen.says(STORY).taps("Đúng").taps("Người giải quyết")
        citizen.says("Võ Thị Tư, 0905 123 218, xã Bình Sơn").says("tu@example.vn")
        code = citizen.taps("Gửi, nhắn").code
        keys = [p.message.key for p in mail.seen["tu@example.vn"]]
        assert keys == ["receipt.receipt"]
        world.later(hours=1)
        office.dispatcher.says(f"/tuchoi {code} Không rõ việc gì, mời gửi lại.")
        assert len(mail.seen["tu@example.vn"]) == 1
        world.later(hours=8)
        world.tick()
        assert [p.message.key for p in mail.seen["tu@example.vn"]][1:] == ["notice.refuse"]
    finally:
        world.close()


def test_no_template_rings_instead(make, zalo: WindowedChannel):
    """Their window is closed: what goes out in its place waits for the morning as well."""
    world = make(ANSWER)
    citizen, office = world.citizen("Võ Thị Tư", zalo), Office(world)
    code = submitted(citizen)
    world.now = NIGHT + timedelta(days=2)
    asks_and_answers(office, code)
    assert zalo.templates == []
    assert world.rows("SELECT 1 FROM duty WHERE kind = 'call'") == [], "nobody calls at night"
    world.later(hours=9)
    world.tick()
    assert [t.template for t in zalo.templates] == ["345678"]


@pytest.mark.parametrize(
    ("begins", "ends", "here", "until"),
    [
        (21, 7, "2026-11-16T20:59", None),
        (21, 7, "2026-11-16T21:00", "2026-11-17T07:00"),
        (21, 7, "2026-11-17T06:59", "2026-11-17T07:00"),
        (21, 7, "2026-11-17T07:00", None),
        (0, 6, "2026-11-17T05:00", "2026-11-17T06:00"),
        (0, 6, "2026-11-17T23:00", None),
        (12, 12, "2026-11-17T12:00", None),  # switched off
    ],
)
def test_the_quiet_hours(begins, ends, here, until):
    def at(text):
        return datetime.fromisoformat(f"{text}:00+07:00")

    found = quiet_until(at(here), Quiet(time(begins), time(ends)))
    assert found == (at(until) if until else None)
