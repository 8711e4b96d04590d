"""Working days and deadlines: the golden dates of facts/law 7, and the edges of a day."""

from datetime import UTC, date, datetime, timedelta

import holidays
import pytest

from bot.agency_files import load
from cases.agency.deadlines import Limit
from cases.agency.hours import Calendar
from cases.days.deadlines import VIETNAM, counts_from, days_left, due, local_day
from cases.days.working_days import add_working_days, is_working, why_not, working_days_between
from tests.agency_folder import SAMPLE, Folder

CALENDAR = load(SAMPLE).calendar
PLAIN = Calendar()

GOLDEN = """
2025-12-30  5 2026-01-08
2025-12-30 15 2026-01-21
2026-02-10  5 2026-02-24
2026-02-10 15 2026-03-10
2026-04-24  5 2026-05-06
2026-08-19  5 2026-08-25
2026-08-20 15 2026-09-14
2026-11-20  5 2026-11-30
2026-11-20 15 2026-12-14
2024-04-26  5 2024-05-07
2025-04-25  5 2025-05-06
2027-01-29 15 2027-02-26
""".strip().split("\n")


def day(text):
    return date.fromisoformat(text)


def at(text):
    """An instant given as it reads on a clock in Vietnam."""
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM).astimezone(UTC)


@pytest.mark.parametrize("line", GOLDEN)
def test_golden_dates(line):
    received, n, expected = line.split()
    assert add_working_days(day(received), int(n), CALENDAR) == day(expected)
    on_time = due(at(f"{received} 10:00"), Limit(int(n), "luật"), CALENDAR)
    assert on_time == at(f"{expected} 17:00")


def test_without_the_calendar_the_package_alone_is_a_day_off():
    assert add_working_days(day("2025-12-30"), 5, PLAIN) == day("2026-01-07")


def test_the_cultural_day_can_be_switched_in_the_file(tmp_path):
    culture = day("2026-11-24")
    assert not is_working(culture, CALENDAR)
    assert why_not(culture, CALENDAR) == "Ngày Văn hóa Việt Nam"
    folder = Folder(tmp_path)
    for line in ("[[working]]\n", "date = 2026-11-24", 'reason = "Ngày Văn hóa', 'decision = ""'):
        folder.change("calendar.toml", f"#{line}", line)
    switched = load(folder.path).calendar
    assert is_working(culture, switched)
    assert add_working_days(day("2026-11-20"), 5, switched) == day("2026-11-27")


def test_every_day_of_twenty_years_agrees_with_the_package():
    package = holidays.country_holidays("VN", years=range(2018, 2040))
    days = [date(2019, 1, 1) + timedelta(n) for n in range(365 * 20)]
    assert [d for d in days if is_working(d, PLAIN) != package.is_working_day(d)] == []


@pytest.mark.parametrize(
    ("on", "vi", "en"),
    [
        ("2026-02-17", "Tết Nguyên Đán", "Lunar New Year"),
        ("2026-11-21", "thứ Bảy", "Saturday"),
        ("2026-11-22", "Chủ nhật", "Sunday"),
        ("2026-08-22", "", ""),  # a made-up Saturday
        ("2026-01-10", "", ""),  # another, known to the agency's calendar only
        ("2026-11-23", "", ""),
    ],
)
def test_why_a_day_is_not_worked(on, vi, en):
    assert why_not(day(on), CALENDAR) == vi
    assert why_not(day(on), CALENDAR, "en") == en


def test_the_agencys_reason_wins_and_carries_its_decision(tmp_path):
    assert why_not(day("2026-01-02"), CALENDAR).startswith("Nghỉ hoán đổi")
    folder = Folder(tmp_path)
    folder.change("calendar.toml", 'decision = ""', 'decision = "Thông báo 01/TB"')
    assert why_not(day("2026-01-02"), load(folder.path).calendar).endswith("(Thông báo 01/TB)")


def test_a_day_named_both_ways_is_worked():
    both = Calendar(off={day("2026-03-03"): "lũ"}, working={day("2026-03-03"): "bù"})
    assert is_working(day("2026-03-03"), both)


def test_no_days_and_less_than_none():
    assert add_working_days(day("2026-11-21"), 0, CALENDAR) == day("2026-11-21")
    with pytest.raises(ValueError, match="backwards"):
        add_working_days(day("2026-11-20"), -1, CALENDAR)


def test_counting_forth_and_back_agrees():
    start = day("2026-08-20")
    for n in range(1, 40):
        end = add_working_days(start, n, CALENDAR)
        assert working_days_between(start, end, CALENDAR) == n
        assert working_days_between(end, start, CALENDAR) == -n


@pytest.mark.parametrize(
    ("received", "counts"),
    [
        ("2026-11-20 06:10", "2026-11-20"),
        ("2026-11-20 12:30", "2026-11-20"),  # the lunch break
        ("2026-11-20 16:59", "2026-11-20"),
        ("2026-11-20 17:00", "2026-11-20"),
        ("2026-11-20 17:01", "2026-11-23"),  # a Friday evening counts as Monday
        ("2026-11-21 09:00", "2026-11-23"),
        ("2026-08-22 09:00", "2026-08-22"),  # a made-up Saturday is a working day
        ("2026-02-16 09:00", "2026-02-23"),
        ("2026-11-20 00:30", "2026-11-20"),  # the day before in UTC
    ],
)
def test_what_comes_after_hours_counts_from_the_next_working_day(received, counts):
    assert counts_from(at(received), CALENDAR) == day(counts)


def test_a_deadline_is_given_in_utc():
    expected = datetime(2026, 12, 14, 10, 0, tzinfo=UTC)
    found = due(at("2026-11-20 08:00"), Limit(15, "luật"), CALENDAR)
    assert found == expected and found.tzinfo is UTC


@pytest.mark.parametrize(
    ("now", "left"),
    [
        ("2026-11-20 09:00", 15),
        ("2026-12-11 23:00", 1),
        ("2026-12-13 12:00", 1),  # the Sunday before
        ("2026-12-14 07:00", 0),
        ("2026-12-14 17:00", 0),
        ("2026-12-14 17:01", -1),
        ("2026-12-15 08:00", -1),
        ("2026-12-16 08:00", -2),
        ("2026-12-20 08:00", -4),
    ],
)
def test_days_left(now, left):
    assert days_left(at("2026-12-14 17:00"), at(now), CALENDAR) == left


def test_overdue_into_a_weekend_is_still_overdue():
    assert days_left(at("2026-11-20 17:00"), at("2026-11-21 08:00"), CALENDAR) == -1


def test_instants_without_a_zone_are_refused():
    with pytest.raises(ValueError, match="time zone"):
        local_day(datetime(2026, 11, 20, 8, 0))
    with pytest.raises(ValueError, match="time zone"):
        due(datetime(2026, 11, 20, 8, 0), Limit(5, "luật"), CALENDAR)
