"""Lights of the plan by the days that went by, the words of an item, and days of its schedules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from bot.agency_files import warnings
from cases.agency.plan import Made, PlanItem, Schedule
from cases.days.deadlines import VIETNAM
from cases.plan.lights import Light, standing
from cases.plan.schedule import newest
from tests.office import RECEPTION, REGISTRY
from tests.people import sample_agency

ITEM = PlanItem("II.1.a", "một", "one", (REGISTRY,), (RECEPTION,), "thường xuyên", days=30)


@pytest.mark.parametrize(
    ("days", "done", "never"),
    [(0, "green", "yellow"), (30, "green", "yellow"), (31, "yellow", "red"), (60, "yellow", "red"),
     (61, "red", "red"), (400, "red", "red")],
)  # fmt: skip
def test_the_light_goes_by_the_days_of_the_item(days: int, done: str, never: str) -> None:
    begun = date(2026, 1, 1)
    today = begun + timedelta(days=days)
    assert standing(ITEM, begun, date(2020, 1, 1), today).light == done
    assert standing(ITEM, None, begun, today).light == never
    over = replace(ITEM, until=today - timedelta(days=1))
    assert standing(over, today, begun, today).light is Light.GREY
    assert standing(replace(over, successor="mới"), begun, begun, today).light == done


def test_the_words_are_the_successors_once_the_programme_is_over() -> None:
    item = replace(ITEM, until=date(2025, 12, 31), successor="hai", successor_en="two")
    assert item.words("vi", date(2025, 12, 31)) == "một"
    assert [item.words(tongue, date(2026, 1, 1)) for tongue in ("vi", "en")] == ["hai", "two"]


def test_check_asks_for_what_followed() -> None:
    found = [c for c in warnings(sample_agency(), date(2026, 11, 23)) if "II.3.b" in c.text]
    assert [c.refused for c in found] == [False] and "successor" in found[0].text
    assert not [c for c in warnings(sample_agency(), date(2025, 12, 31)) if "II.3.b" in c.text]


@pytest.mark.parametrize(
    ("every", "day", "now", "expected"),
    [
        ("week", 1, "2026-11-23 07:59", "2026-11-16"),
        ("week", 1, "2026-11-23 08:00", "2026-11-23"),
        ("week", 5, "2026-11-23 08:00", "2026-11-20"),
        ("month", 3, "2026-12-03 07:00", "2026-11-03"),
        ("quarter", 16, "2026-12-15 12:00", "2026-09-16"),
    ],
)
def test_the_newest_day_of_a_schedule(every: str, day: int, now: str, expected: str) -> None:
    schedule = Schedule(Made.WEEKLY_DIGEST, "III.2", every, day, time(8))
    moment = datetime.fromisoformat(now).replace(tzinfo=VIETNAM)
    assert newest(schedule, moment).isoformat() == expected
