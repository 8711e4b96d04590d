"""Which reports the clock asks for, and of which that nobody issued it reminds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from cases.agency.plan import Made, Schedule
from cases.days.deadlines import local_day
from cases.reports.periods import Period
from cases.reports.report import ReportKind
from cases.reports.report_days import Reminder, due_at, over_since, reminder, send_by
from handlers.clock_duty import at_work
from handlers.desk import Desk
from handlers.reports.drafts import FORMS
from storage.reports import case_facts, reports, scheduled

KINDS = {
    Made.MONTHLY_REPORT: ReportKind.DIRECTOR,
    Made.QUARTERLY_REPORT: ReportKind.STATUTORY,
}
_BACK = timedelta(days=62)
"""A period that ended longer ago needs no reminder when the house comes back."""


@dataclass(frozen=True, slots=True)
class Scheduled:
    """The report of one period, as the schedule of today makes it."""

    made: Made
    schedule: Schedule
    period: Period

    @property
    def ident(self) -> int:
        return self.period.year * 100 + self.period.number

    @property
    def name(self) -> str:
        return f"{self.period.year}-{self.period.number:02d}"


def to_make(desk: Desk, made: Made) -> list[Scheduled]:
    """Due and not asked for; nothing where nobody is at work. What lies before the first case is
    nobody's, and what was told at other intervals is not told again when the schedule changes."""
    schedule, first = _at_work(desk, made), case_facts.first_received(desk.tx)
    if schedule is None or first is None:
        return []
    otherwise = scheduled.asked_otherwise(desk.tx, made, schedule.every)
    since = max(map(local_day, filter(None, (first, otherwise))))
    return [
        each
        for each in _over(desk, made, schedule, since)
        if due_at(each.period, schedule, desk.agency.calendar) <= desk.now
        and scheduled.asked_at(desk.tx, made, schedule.every, each.name) is None
    ]


def to_remind(desk: Desk, made: Made) -> list[tuple[Scheduled, Reminder]]:
    """Those the clock asked for and nobody issued, with what is to be said now."""
    schedule = _at_work(desk, made)
    if schedule is None:
        return []
    recent = _over(desk, made, schedule, local_day(desk.now) - _BACK)
    found = [(each, _reminder(desk, each)) for each in recent]
    return [
        (each, which)
        for each, which in found
        if which is not None
        and not scheduled.reminded(desk.tx, made, schedule.every, each.name, which)
        and not issued(desk, KINDS[made], each.period)
    ]


def issued(desk: Desk, kind: ReportKind, period: Period) -> bool:
    """The letter to the province holds the same forms."""
    kinds = FORMS if kind in FORMS else (kind,)
    return any(reports.newest(desk.tx, each, period.first, period.last) for each in kinds)


def _at_work(desk: Desk, made: Made) -> Schedule | None:
    """Its schedule, where it has one, and officials are at their desks."""
    schedule = desk.agency.plan.schedules.get(made)
    works = schedule is not None and schedule.active and at_work(desk, schedule.at)
    return schedule if works else None


def _over(desk: Desk, made: Made, schedule: Schedule, since: date) -> Iterator[Scheduled]:
    ends = desk.agency.reports.month_ends
    for period in over_since(since, local_day(desk.now), schedule, ends):
        yield Scheduled(made, schedule, period)


def _reminder(desk: Desk, one: Scheduled) -> Reminder | None:
    asked = scheduled.asked_at(desk.tx, one.made, one.schedule.every, one.name)
    if asked is None:
        return None
    return reminder(
        send_by(one.period, desk.agency.reports.due_day),
        local_day(asked),
        local_day(desk.now),
        desk.agency.calendar,
    )
