"""Officials hear of what comes close to its limit: in office hours, at most twice a day, each once;
then those above them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.agency.hours import Calendar, Reminders
from cases.days.clocks import Clock, Step
from cases.days.deadlines import VIETNAM
from cases.days.office_hours import open_now, worked
from cases.days.reminding import Level, level
from cases.reports.forecast import likely_missed, usual
from messages.dates import local
from tests.office import FOREIGN, RUDE, Office, answer, put, submitted
from tests.people import FakeChannel, Person, World

_LIKELY = "Dễ trễ hẹn"
OPENS, AFTER_LUNCH = (8, 5), (13, 35)
ALL_DAY = ((7, 30), OPENS, (10, 0), AFTER_LUNCH, (17, 30))
ON_BOTH = pytest.mark.parametrize("world", ["telegram", "zalo"], indirect=True)


@pytest.fixture
def world(request: pytest.FixtureRequest, sqlite_database: str, tmp_path) -> Iterator[World]:
    name = getattr(request, "param", "telegram")
    edits = name == "telegram"
    channel = FakeChannel(name, edits=edits, buttons=20 if edits else 5)
    made = World(sqlite_database, tmp_path, channel=channel)
    yield made
    made.close()


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


def at(world: World, day: int, hour: int, minute: int, month: int = 11) -> None:
    world.now = datetime(2026, month, day, hour, minute, tzinfo=VIETNAM).astimezone(UTC)
    world.tick()


def days_pass(world: World, until: date, times: Iterable[tuple[int, int]] = (OPENS,)) -> None:
    """Each day the clock looks at these times, beginning with the next."""
    day = local(world.now).date()
    while (day := day + timedelta(days=1)) <= until:
        for hour, minute in times:
            at(world, day.day, hour, minute, day.month)


def lines(world: World, person: Person, code: str) -> list[tuple[str, str]]:
    """When the person was reminded of a case, and the words before its code; forecasts aside."""
    rows = world.rows(
        "SELECT o.at, o.key, o.id FROM outbox o JOIN chat c ON c.id = o.chat_id"
        " WHERE c.external = :chat AND o.key IN ('clock.morning', 'reminder.afternoon')"
        " ORDER BY o.id",
        chat=person.id,
    )
    when = {ident: local(datetime.fromisoformat(said)) for said, _, ident in rows}
    return [
        (f"{when[p.id]:%d/%m %H:%M}", line.partition(":")[0].removeprefix("• "))
        for p in person.seen
        if p.id in when
        for line in p.message.text.splitlines()
        if line.startswith("•") and code in line and _LIKELY not in line
    ]


@ON_BOTH
def test_a_step_is_reminded_of_as_it_goes_and_then_those_above_hear_of_it(world, office):
    """Taken on Monday 16/11 at nine, eight working days: 35 hours are half of them (Friday 14:00,
    after the second message of the day), 56 are 80 % (Thursday 26/11, nine o'clock)."""
    director, elsewhere = office.colleague("director"), office.colleague("head", FOREIGN)
    code = office.taken(world.citizen())
    days_pass(world, date(2026, 12, 2), ALL_DAY)
    assert lines(world, office.handler, code) == [
        ("23/11 08:05", "Đã qua 50 % thời gian"),
        ("26/11 13:35", "Đã qua 80 % thời gian"),
        ("27/11 08:05", "Hết hạn hôm nay"),
        ("30/11 08:05", "Quá hạn"),
    ]
    urged = "Quá hạn chưa ai xong, nhờ anh/chị đôn đốc"
    assert lines(world, office.head, code) == [("30/11 08:05", urged)]
    assert lines(world, office.dispatcher, code) == [("01/12 08:05", urged)]
    assert lines(world, director, code) == [("02/12 08:05", urged)]
    director.taps(code)
    assert director.got("staff.file"), "who oversees an office can look at once"
    assert lines(world, elsewhere, code) == []
    told = world.rows(
        "SELECT c.id, substr(o.at, 1, 10), COUNT(*) FROM outbox o JOIN chat c ON c.id = o.chat_id"
        " WHERE o.key IN ('clock.morning', 'reminder.afternoon') GROUP BY 1, 2"
    )
    assert max(count for _, _, count in told) <= 2
    assert not [d for _, d, _ in told if datetime.fromisoformat(d).weekday() > 4]


def test_after_a_stop_only_what_is_true_now_is_told_and_once(world, office):
    code = office.taken(world.citizen())
    at(world, 30, 8, 5)
    world.restart()
    at(world, 30, 9, 0)
    at(world, 30, 13, 35)
    assert lines(world, office.handler, code) == [("30/11 08:05", "Quá hạn")]
    assert any(f"{code} (giải quyết)" in p.message.text for p in office.handler.seen)


def test_each_step_has_its_own_clock_and_waiting_is_nobodys(world, office):
    citizen = world.citizen()
    code = office.drafted(citizen)  # two days to approve
    at(world, 18, 8, 5)
    assert lines(world, office.handler, code) == []
    assert lines(world, office.head, code) == [("18/11 08:05", "Hết hạn hôm nay")]
    assert f"{code} (duyệt)" in office.head.seen[-1].message.text
    office.head.says(f"/tralai {code} Xin nói rõ ngày nhận.")
    office.handler.says(f"/hoi {code} Xin gửi ảnh phiếu hẹn.")
    days_pass(world, date(2026, 11, 20), (OPENS, AFTER_LUNCH))
    assert lines(world, office.handler, code) == []
    assert len(lines(world, office.head, code)) == 1


def test_whoever_stands_in_is_reminded_instead_of_who_is_away(world, office):
    substitute = office.colleague("handler", FOREIGN, name="Người Thay")
    code = office.taken(world.citizen())
    office.handler.says("/vang 17/11 30/11 Người Thay")
    days_pass(world, date(2026, 11, 23))
    assert lines(world, office.handler, code) == []
    assert lines(world, substitute, code) == [("23/11 08:05", "Đã qua 50 % thời gian")]


def test_of_a_restricted_case_only_those_hear_who_may_see_it_and_only_the_code(world, office):
    director = office.colleague("director")
    second = office.colleague("dispatcher", name="Văn Phòng Hai")
    code = submitted(world.citizen(), RUDE)
    office.dispatcher.says(f"/tiepnhan {code}")
    office.dispatcher.says(f"/nhan {code}")
    days_pass(world, date(2026, 12, 8), (OPENS, AFTER_LUNCH))
    for person, times in ((office.dispatcher, 4), (second, 1), (director, 1)):
        assert len(lines(world, person, code)) == times, person.name
    for person in (office.handler, office.head):
        assert not [p for p in person.seen if code in p.message.text]
    reminded = [p.message for p in director.seen if p.message.key == "clock.morning"]
    assert not [m for m in reminded if "hách dịch" in m.text or "Phòng" in m.text]


@ON_BOTH
def test_on_the_last_day_the_owner_and_the_head_are_asked_once_and_can_act(world, office):
    citizen = world.citizen()
    office.taken(citizen)
    days_pass(world, date(2026, 12, 7))
    at(world, 8, 7, 30, 12)
    for person in (office.handler, office.head, office.dispatcher):
        person.forget()
    for hour, minute in ((8, 5), (8, 10), (13, 35), (16, 0)):
        at(world, 8, hour, minute, 12)
    assert office.handler.keys.count("late.due_today") == 1
    assert office.head.keys.count("late.due_today") == 1
    assert not office.dispatcher.got("late.due_today")
    assert "hôm nay (thứ Ba 8/12) hết hạn" in office.handler.text
    assert "phòng anh/chị đang giữ" in office.head.text
    office.handler.taps("Viết lý do chậm").says("11/12").says("Chờ Sở Xây dựng")
    assert citizen.keys[-1] == "notice.late" and "11/12" in citizen.text


def test_nobody_is_asked_about_what_was_answered_in_time(world, office):
    office.answered(world.citizen())
    days_pass(world, date(2026, 12, 9), (OPENS, AFTER_LUNCH))
    for person in (office.handler, office.head, office.dispatcher):
        assert "late.due_today" not in [p.message.key for p in person.seen]
        assert not [p for p in person.seen if p.message.text.startswith("•")]


# --- the forecast --------------------------------------------------------------------------------


@pytest.mark.parametrize(("answered", "likely"), [(4, True), (5, False)])
def test_the_forecast_goes_by_the_pace_of_the_office_once_it_has_one(
    world, office, answered, likely
):
    """With eight days to handle, five left are too few; an office that answers the same day needs
    none of them. Of a restricted case nothing is foretold."""
    other_head = office.colleague("head", FOREIGN)
    for _ in range(answered):
        code = office.taken(world.citizen())
        answer(office.handler, code, "Hồ sơ đã xong, mời đến nhận.")
        office.head.says(f"/duyet {code}").taps("Duyệt và gửi")
    code = office.taken(world.citizen())
    rude = submitted(world.citizen(), RUDE)
    office.dispatcher.says(f"/tiepnhan {rude}")
    due = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
    for each in (code, rude):
        put(world, each, world.case(each).status, due_at=due)
    at(world, 17, 8, 5)
    for person in (office.head, office.dispatcher):
        foretold = [line for line in person.text.splitlines() if _LIKELY in line]
        assert len(foretold) == likely, person.name
        for line in foretold:
            assert "ở Phòng Đăng ký kinh doanh" in line and code in line and rude not in line
    assert _LIKELY not in other_head.text


@pytest.mark.parametrize(
    ("left", "spent", "needs", "missed"),
    [
        (5, 1, 8, True),
        (7, 1, 8, False),
        (1, 6, 8, True),
        (3, 9, 8, True),  # longer than usual already: as long again
        (0, 9, 8, False),  # its last day, told by itself
        (1, 0, 0, False),
    ],
)
def test_what_is_likely_missed(left, spent, needs, missed):
    assert likely_missed(left, spent, needs) is missed


def test_too_few_answers_are_no_pace():
    assert usual([1, 1, 1, 1], 8) == 8 and usual([1, 2, 9, 9, 9], 8) == 9


# --- working time --------------------------------------------------------------------------------


def here(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=VIETNAM).astimezone(UTC)


@pytest.mark.parametrize(
    ("since", "until", "hours"),
    [
        (here(16, 9), here(16, 11), 2),
        (here(16, 9), here(16, 14), 3),  # the lunch break is no working time
        (here(16, 18), here(17, 6), 0),
        (here(20, 16), here(23, 8), 2),  # nor is the weekend
        (here(23, 16), here(25, 8), 2),  # nor 24 November, a day off
        (here(17, 9), here(16, 9), 0),
    ],
)
def test_working_time(since, until, hours):
    assert worked(since, until, Calendar()) == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("at", "is_open"),
    [(here(16, 7), True), (here(16, 12), False), (here(16, 17), False), (here(21, 9), False)],
)
def test_office_hours(at, is_open):
    assert open_now(at, Calendar()) is is_open


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 60 * 24 * 20), st.integers(1, 15), st.lists(st.integers(0, 60 * 24 * 40)))
def test_time_only_brings_a_step_further(begins, length, moments):
    since = here(2, 7) + timedelta(minutes=begins)
    end = local(since).date() + timedelta(days=length)
    step = Step(Clock.HANDLE, since, datetime.combine(end, time(17), VIETNAM).astimezone(UTC))
    order = [None, *Level]
    reached = [
        order.index(level(step, since + timedelta(minutes=m), Reminders(), Calendar()))
        for m in sorted(moments)
    ]
    assert reached == sorted(reached)
