"""What the clock composes: each thing once, in working time, caught up after an outage, held for
Văn phòng or sent by itself, and silent where there is nothing to tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cases.agency.agency import Agency
from cases.agency.press import PressAddress
from cases.days.deadlines import VIETNAM
from cases.days.office_hours import open_now
from storage.tables.plan import Campaign
from tests.office import RUDE, SQLITE_FIRST, Office, answer, submitted
from tests.people import FakeChannel, Person, World, sample_agency

pytestmark = SQLITE_FIRST

OFF = date(2026, 12, 4)  # a Friday
ADDRESS = "toasoan@bao.example.vn"


def agency(approval: bool = True, **plan: Any) -> Agency:
    """The sample with a Friday off, and where the press note goes."""
    sample = sample_agency()
    schedules = {m: replace(s, approval=approval) for m, s in sample.plan.schedules.items()}
    press = (PressAddress("Báo tỉnh", ADDRESS), PressAddress("Desk", "desk@news.example", "en"))
    calendar = replace(sample.calendar, off={**sample.calendar.off, OFF: "nghỉ"})
    told = replace(sample.plan, schedules=schedules, press=press, **plan)
    return replace(sample, plan=told, calendar=calendar)


@pytest.fixture
def mail() -> FakeChannel:
    return FakeChannel("email", edits=False, buttons=100)


def opened(
    database: str, folder: Path, mail: FakeChannel, approval: bool = True
) -> Iterator[Office]:
    channels = [mail, FakeChannel("web"), FakeChannel("zalo", edits=False, buttons=5)]
    world = World(database, folder, agency=agency(approval), channels=channels)
    office = Office(world)
    world.tick()
    yield office
    world.close()


@pytest.fixture
def office(database: str, tmp_path: Path, mail: FakeChannel) -> Iterator[Office]:
    yield from opened(database, tmp_path, mail)


@pytest.fixture
def trusting(database: str, tmp_path: Path, mail: FakeChannel) -> Iterator[Office]:
    """An agency that lets it go by itself."""
    yield from opened(database, tmp_path, mail, approval=False)


def here(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=VIETNAM).astimezone(UTC)


def ticks(world: World) -> None:
    """What is due is asked for, composed, and on its way."""
    world.tick()
    world.work()
    world.tick()


def at(office: Office, day: int, hour: int, minute: int = 0, month: int = 11) -> Office:
    office.world.now = here(date(2026, month, day), hour, minute)
    ticks(office.world)
    return office


def made(office: Office) -> list[Campaign]:
    found: list[Campaign] = office.world.store(
        lambda tx: tx.find(Campaign, Campaign.kind != "summary", order=Campaign.id)
    )
    return found


def published(office: Office, citizen: Person) -> str:
    code = office.answered(citizen)
    office.dispatcher.says(f"/congkhai {code} Đã bỏ bản sao hộ khẩu trong hồ sơ thành lập.")
    office.dispatcher.says("1")  # yes
    return code


# --- once, at its time ---------------------------------------------------------------------------


def test_the_week_is_told_on_friday_afternoon_and_waits_for_approval(office: Office) -> None:
    code = published(office, office.world.citizen())
    office.answered(office.world.citizen())
    at(office, 20, 14, 59)
    assert made(office) == []
    office.dispatcher.forget()
    at(office, 20, 15)
    [week] = made(office)
    assert (week.occasion, week.state, week.item) == (
        "weekly_results 2026-W47",
        "waiting",
        "II.2.a",
    )
    assert "đã trả lời 2 phản ánh" in week.words_vi and "không việc nào trễ" in week.words_vi
    assert "bản sao hộ khẩu" in week.words_vi and f"/results/{code}" in week.words_vi
    assert "answered 2 pieces" in week.words_en and "14–20/11/2026" in week.title
    assert week.title_en == "Results of feedback, 14–20 Nov 2026"
    assert week.audience == {"topics": ["ket_qua"]} and week.link.endswith("/results")
    assert office.dispatcher.got("broadcast.to_approve") and "trả lời 2" in office.dispatcher.text
    at(office, 20, 15, 10)
    assert len(made(office)) == 1
    office.dispatcher.taps("Duyệt")
    assert [c.state for c in made(office)] != ["waiting"]


def test_it_goes_by_itself_where_the_agency_says_so(trusting: Office) -> None:
    trusting.answered(trusting.world.citizen())
    at(trusting, 20, 15)
    [week] = made(trusting)
    assert week.state not in ("draft", "waiting") and week.approved_at is not None
    assert not trusting.dispatcher.got("broadcast.to_approve")


def test_who_is_accused_stands_in_no_line(office: Office) -> None:
    citizen = office.world.citizen()
    code = submitted(citizen, RUDE)
    office.dispatcher.says(f"/tiepnhan {code}").says(f"/nhan {code}")
    answer(office.dispatcher, code, "Đã nhắc nhở người tiếp nhận.")
    office.colleague("director").says(f"/duyet {code}").taps("Duyệt và gửi")
    office.dispatcher.says(f"/congkhai {code}").says("1")
    assert office.world.case(code).published
    at(office, 20, 15)
    [week] = made(office)
    assert "đã trả lời 1" in week.words_vi
    assert code not in week.words_vi + week.words_en and "Mới công khai" not in week.words_vi


def test_nothing_to_tell_is_told_to_the_office_alone_and_once(office: Office) -> None:
    at(office, 20, 15)
    assert made(office) == [] and office.dispatcher.keys.count("composed.nothing") == 1
    at(office, 20, 15, 5)
    at(office, 20, 15, 30)
    assert office.dispatcher.keys.count("composed.nothing") == 2  # the note for the press


def test_a_month_with_an_outage_over_a_friday_and_a_day_off(office: Office) -> None:
    for ahead in range(1, 29):
        day = date(2026, 11, 16) + timedelta(days=ahead)
        if day in (date(2026, 11, 27), date(2026, 11, 28), date(2026, 11, 29)):
            continue
        office.world.now = here(day, 9)
        if day.weekday() == 1:
            office.answered(office.world.citizen())
        for hour in (9, 12, 15, 16, 20):
            office.world.now = here(day, hour, 31)
            ticks(office.world)
    when = {c.occasion: c.created_at.astimezone(VIETNAM) for c in made(office)}
    assert {key: at.date() for key, at in when.items() if key} == {
        "weekly_results 2026-W47": date(2026, 11, 20),
        "press_note 2026-W47": date(2026, 11, 20),
        "weekly_results 2026-W48": date(2026, 11, 30),
        "press_note 2026-W48": date(2026, 11, 30),
        "monthly_office 2026-11": date(2026, 12, 3),
        "weekly_results 2026-W49": date(2026, 12, 7),
        "press_note 2026-W49": date(2026, 12, 7),
        "weekly_results 2026-W50": date(2026, 12, 11),
        "press_note 2026-W50": date(2026, 12, 11),
    }
    assert all(open_now(at, agency().calendar) for at in when.values())
    assert all(
        "đã trả lời 1 phản ánh" in c.words_vi for c in made(office) if c.kind == "weekly_results"
    )


def test_weeks_that_were_missed_are_told_along(office: Office) -> None:
    for day in (17, 24):
        office.world.now = here(date(2026, 11, day), 9)
        office.answered(office.world.citizen())
    at(office, 1, 9, month=12)
    [week] = [c for c in made(office) if c.kind == "weekly_results"]
    assert week.occasion == "weekly_results 2026-W48" and "đã trả lời 2" in week.words_vi
    assert "14–27/11/2026" in week.title


def test_subscribers_read_it_in_their_channel_until_they_say_stop(trusting: Office) -> None:
    world = trusting.world
    zalo = world.house.channels["zalo"]
    readers = [world.citizen(), world.citizen(channel=zalo)]  # type: ignore[arg-type]
    for reader in readers:
        reader.says("dang ky").says("ket qua giai quyet")
    weekly = world.citizen().says("dang ky").says("1").taps("Đổi nhịp").says("hang tuan")
    other = world.citizen().says("dang ky").says("2")
    trusting.answered(world.citizen())
    for reader in (*readers, weekly, other):
        reader.forget()
    readers[0].says("cảm ơn")
    at(trusting, 20, 15)
    at(trusting, 20, 15, 1)
    assert ["đã trả lời 1 phản ánh" in r.text for r in (*readers, weekly, other)] == [
        True,
        True,
        False,
        False,
    ]
    readers[0].says("DUNG")
    assert readers[0].keys == ["subscribe.stopped"]
    trusting.answered(world.citizen())
    readers[0].forget()
    readers[1].says("xin chào").forget()
    at(trusting, 27, 15)
    at(trusting, 27, 15, 1)
    assert "đã trả lời" not in readers[0].text and "đã trả lời 1" in readers[1].text


# --- the press -----------------------------------------------------------------------------------


def test_the_press_note_goes_by_letter_and_as_words_to_copy(
    office: Office, mail: FakeChannel
) -> None:
    office.answered(office.world.citizen())
    at(office, 20, 15, 30)
    [note] = [c for c in made(office) if c.kind == "press_note"]
    assert "Tiếp nhận mới: 1" in note.words_vi and mail.seen == {}
    number = note.number
    office.dispatcher.says(f"/thongbao duyet {number}").taps("Duyệt")
    at(office, 20, 15, 40)
    at(office, 20, 15, 50)
    [[vietnamese], [english]] = mail.seen[ADDRESS], mail.seen["desk@news.example"]
    assert "Đã trả lời: 1" in vietnamese.message.text and "Answered: 1" in english.message.text
    assert vietnamese.subject == note.title
    assert office.dispatcher.keys.count("composed.press_copy") == 1
    assert "Đã trả lời: 1" in office.dispatcher.text
    kept = office.world.rows("SELECT item, kind, ref FROM evidence")
    assert kept == [("II.2.a", "broadcast", number)]


def test_no_subscriber_ever_gets_the_press_note(trusting: Office) -> None:
    citizen = trusting.world.citizen()
    citizen.says("dang ky").says("tat ca").forget()
    trusting.answered(trusting.world.citizen())
    at(trusting, 20, 15, 30)
    at(trusting, 20, 15, 40)
    assert "phản ánh, kiến nghị về thủ tục hành chính," not in citizen.text


# --- the month -----------------------------------------------------------------------------------


def test_the_month_by_office_names_no_group_under_five(office: Office) -> None:
    for _ in range(6):
        office.answered(office.world.citizen())
    other = submitted(office.world.citizen(), "Phòng thu phí thẩm định đấu thầu quá cao")
    office.dispatcher.says(f"/tiepnhan {other} dau_thau_tham_dinh")
    at(office, 3, 9, month=12)
    [month] = [c for c in made(office) if c.kind == "monthly_office"]
    assert month.occasion == "monthly_office 2026-11" and "tháng 11/2026" in month.title
    assert "trả lời 6" in month.words_vi and "nhận 7" in month.words_vi
    assert "Đấu thầu" not in month.words_vi
