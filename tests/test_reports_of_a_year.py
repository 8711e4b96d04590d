"""A year on the clock with three outages: every report once, in working time, and each says what
the history says, counted in another way."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.clock import Clock
from cases import periods
from cases.office_hours import open_now
from cases.periods import PeriodKind
from cases.reports import ReportKind, values
from handlers.desk import Desk
from handlers.duties import lateness, silence
from handlers.duties import reports as duties_of_reports
from storage import reports
from storage.tx import Tx
from tests.office import SQLITE_ONLY, Office
from tests.people import Person, World
from tests.year import Told, Year, read_again, recount

pytestmark = [SQLITE_ONLY, pytest.mark.slow]
FIRST, LAST = date(2026, 12, 15), date(2027, 12, 21)
OUTAGES = (
    (date(2027, 3, 12), date(2027, 3, 22)),
    (date(2027, 6, 10), date(2027, 7, 26)),  # two months and a quarter end in it
    (date(2027, 10, 14), date(2027, 10, 19)),
)


def a_day(world: World, year: Year, clerk: Person, day: date) -> None:
    world.now = datetime(day.year, day.month, day.day, 3, 5, tzinfo=UTC)
    world.store(lambda tx: year.day(Desk(tx, world.house.ground(), world.now)))
    if any(first <= day <= last for first, last in OUTAGES):
        return
    clerk.forget()
    for _ in range(2):  # what was asked for once is not asked for again
        world.run(the_clock(world).tick())
    world.work()
    for draft in [p for p in clerk.news if p.message.key == "report.draft"]:
        clerk.taps_data(draft.message.choices[0].data)
        world.work()
    world.store(lambda tx: tx.run("UPDATE job SET state = 'done' WHERE kind = 'report_files'"))


def the_clock(world: World) -> Clock:
    """What it does to cases, and reports; the rest of it takes seconds a day."""
    house, duties = world.house, (*silence.DUTIES, *lateness.DUTIES, *duties_of_reports.DUTIES)
    return Clock(house.store, house.ground, lambda: world.now, duties=duties)


def test_every_report_of_a_year_is_made_once_and_agrees_with_the_history(world: World) -> None:
    world.now = datetime(2026, 12, 14, 3, tzinfo=UTC)
    office = Office(world)
    year = Year(office.person_id(office.handler), seed=6)
    for ahead in range((LAST - FIRST).days + 1):
        a_day(world, year, office.dispatcher, FIRST + timedelta(days=ahead))

    made = world.store(lambda tx: reports.latest(tx, 100))
    assert all(report.version == 1 for report in made)
    assert all(open_now(report.issued_at, world.house.agency.calendar) for report in made)
    assert len(made) == 16
    told = world.store(read_again)
    for number in range(1, 13):
        agrees(world, told, ReportKind.DIRECTOR, PeriodKind.MONTH, number)
    for number in range(1, 5):
        agrees(world, told, ReportKind.STATUTORY, PeriodKind.QUARTER, number)


def agrees(
    world: World, told: list[Told], kind: ReportKind, length: PeriodKind, number: int
) -> None:
    period = periods.of(length, 2027, number, 14)
    assert period is not None

    def kept(tx: Tx) -> dict[str, float | None]:
        report = reports.newest(tx, kind, period.first, period.last)
        assert report is not None, f"{length} {number}"
        return dict(values(reports.figures_of(report)))

    said = world.store(kept)
    law = kind is ReportKind.STATUTORY
    again = recount(told, period.span.begins, period.span.ends, by_law=law)
    if law:
        total = {key.rpartition("|")[2]: v for key, v in said.items() if key.startswith("a|total|")}
        assert total["all"] and total["act"] + total["rule"] == total["all"]
        total["received"] = total["new"] - again["again"]
        total["done"] = total["done_act"] + total["done_rule"]
        total["open"] = total["open_act"] + total["open_rule"]
        names = "all act rule carried received done open forwarded refused withdrawn published"
    else:
        total = {key.rpartition("|")[2]: v for key, v in said.items() if key.startswith("all|")}
        names = "carried received again answered open forwarded refused withdrawn"
    wanted = {name: again[name] for name in names.split()}
    assert {name: total[name] for name in names.split()} == wanted, (length, number)
