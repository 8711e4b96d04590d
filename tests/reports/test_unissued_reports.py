"""A report that the clock drafted and nobody issued: who is asked again, when, and when no more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any

import pytest

from cases.agency.plan import Made
from cases.days.deadlines import VIETNAM
from tests.office import SQLITE_ONLY, Office, filed
from tests.people import Person, World, sample_agency
from tests.reports.test_reports import asks, issues

pytestmark = SQLITE_ONLY
ASKED = "Đến kỳ báo cáo"
SOON, TODAY = "sắp đến hạn", "ngày làm việc cuối cùng"


@pytest.fixture
def office(world: World) -> Iterator[Office]:
    """One case of the fourth quarter, which ends on Monday 14 December."""
    world.now = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
    made = Office(world)
    made.answered(world.citizen())
    only(world, Made.QUARTERLY_REPORT)
    yield made


def only(world: World, made: Made, **changes: Any) -> None:
    """That report alone is made by the clock."""
    schedule = replace(sample_agency().plan.schedules[made], **changes)
    plan = replace(world.house.agency.plan, schedules={made: schedule})
    world.house.use_agency(replace(world.house.agency, plan=plan))


def at(world: World, day: int, hour: int = 10, month: int = 12, year: int = 2026) -> None:
    world.now = datetime.combine(
        datetime(year, month, day).date(), time(hour, 5), VIETNAM
    ).astimezone(UTC)
    for _ in range(2):
        world.tick()
        world.work()


def heard(person: Person, key: str = "report.draft") -> list[str]:
    """The first lines of what came since they were looked at last."""
    found = [p.message.text.splitlines()[0] for p in person.news if p.message.key == key]
    person.forget()
    return found


def test_it_is_asked_for_again_and_then_the_director_hears(world: World, office: Office) -> None:
    boss, clerk = office.colleague("director"), office.dispatcher
    at(world, 16)
    assert [ASKED in line for line in heard(clerk)] == [True]
    at(world, 16, hour=15)
    assert heard(clerk) == []
    at(world, 17, hour=8)  # before the time of day of the schedule
    assert heard(clerk) == []
    at(world, 17)
    assert [SOON in line for line in heard(clerk)] == [True]
    at(world, 18)
    assert [TODAY in line for line in heard(clerk)] == [True]
    for day in (19, 20):  # a weekend
        at(world, day)
    assert heard(clerk) == [] and heard(boss, "report.unissued") == []
    at(world, 21)
    at(world, 22)
    assert heard(clerk) == []
    assert [p.message.key for p in boss.seen].count("report.unissued") == 1
    assert "18/12/2026" in boss.text and "chưa ai phát hành" in boss.text
    boss.taps("Xem bản nháp")
    world.work()
    assert "Phát hành" in boss.buttons


def test_an_outage_is_caught_up_with_in_one_word(world: World, office: Office) -> None:
    clerk = office.dispatcher
    at(world, 16)
    clerk.forget()
    at(world, 24)
    assert [("quá hạn" in line) for line in heard(clerk)] == [True]  # there is no Director
    world.now = datetime(2027, 2, 22, 4, tzinfo=UTC)
    world.tick()
    world.work()
    assert heard(clerk) == []


def test_drafted_late_it_is_not_asked_for_twice_that_day(world: World, office: Office) -> None:
    clerk, boss = office.dispatcher, office.colleague("director")
    at(world, 18)
    assert [ASKED in line for line in heard(clerk)] == [True]
    at(world, 18, hour=15)
    assert heard(clerk) == []
    at(world, 21)
    assert len(heard(boss, "report.unissued")) == 1


def test_once_issued_nobody_is_reminded_though_a_figure_changes(
    world: World, office: Office
) -> None:
    """The letter to the province holds the same forms."""
    clerk = office.dispatcher
    at(world, 16)
    issues(asks(clerk, "/baocao ubnd quy 4 2026"))
    assert clerk.got("report.issued")
    clerk.forget()
    world.store(lambda tx: tx.run("UPDATE cases SET kind = 'late_dossier' WHERE id = 1"))
    for day in (17, 18, 21):
        at(world, day)
    assert heard(clerk) == []


def received(world: World, day: str) -> None:
    """As if the newest case had come then."""
    at = f"{day}T02:00:00.000000+00:00"
    newest = "(SELECT MAX(id) FROM cases)"
    world.store(lambda tx: tx.run(f"UPDATE cases SET received_at = :at WHERE id = {newest}", at=at))


def test_what_waited_for_its_figures_to_agree_goes_out_by_itself(
    world: World, office: Office
) -> None:
    """The month is issued without approval, as soon as nothing is off."""
    only(world, Made.MONTHLY_REPORT)
    at(world, 15)
    assert world.rows("SELECT COUNT(*) FROM report") == [(1,)]
    filed(world)
    received(world, "2026-12-10")  # of which the issued month knows nothing
    office.dispatcher.forget()
    at(world, 15, month=1, year=2027)
    assert [ASKED in line for line in heard(office.dispatcher)] == [True]
    received(world, "2026-12-20")
    at(world, 18, month=1, year=2027)
    assert world.rows("SELECT COUNT(*) FROM report") == [(2,)]
    assert heard(office.dispatcher) == []


def test_another_interval_in_the_folder_begins_where_the_old_one_ended(
    world: World, office: Office
) -> None:
    """What was told by the month is not told again by the quarter, nor is a quarter left out
    because a month of its number was made."""
    only(world, Made.MONTHLY_REPORT)
    at(world, 16)
    only(world, Made.MONTHLY_REPORT, every="quarter", day=15)
    at(world, 17)
    made = world.rows("SELECT begins, ends FROM report ORDER BY id")
    assert made == [("2026-11-15", "2026-12-14")]
    at(world, 15, month=3, year=2027)
    assert world.rows("SELECT begins, ends FROM report")[1:] == [("2026-12-15", "2027-03-14")]


def test_what_could_not_be_counted_is_told_to_reception(
    world: World, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("handlers.reports.drafts.figures.facts", broken)
    at(world, 16)
    for _ in range(5):
        world.later(hours=1)
        world.work()
    assert office.dispatcher.got("report.not_made_by_clock")
    assert "quý IV năm 2026" in office.dispatcher.text
