"""Reports by the clock: the month for the Director, the quarter by law. Each once, in working time,
and after an outage those that were missed. What nobody issues is asked for again before it must
leave the house, and once that day is over the Director hears of it."""

from __future__ import annotations

from cases.agency.plan import Made
from handlers.clock_duty import ClockDuty
from handlers.desk import Desk
from handlers.reports import making
from handlers.reports.by_clock import KINDS, to_make, to_remind
from storage.reports import scheduled


def _duty(made: Made) -> ClockDuty:
    def due(desk: Desk, after: int) -> list[int]:
        return sorted(one.ident for one in to_make(desk, made) if one.ident > after)

    def ask(desk: Desk, ident: int) -> None:
        for one in to_make(desk, made):
            every, name = one.schedule.every, one.name
            if one.ident == ident and scheduled.note(desk.tx, made, every, name, desk.now):
                issues = not one.schedule.approval
                making.ask(desk, KINDS[made], one.period, None, issues=issues)

    return ClockDuty(made.value, due, ask, seconds=300)


def _reminding(made: Made) -> ClockDuty:
    def due(desk: Desk, after: int) -> list[int]:
        return sorted(one.ident for one, _ in to_remind(desk, made) if one.ident > after)

    def remind(desk: Desk, ident: int) -> None:
        for one, which in to_remind(desk, made):
            every, name = one.schedule.every, one.name
            if one.ident == ident and scheduled.note_reminder(
                desk.tx, made, every, name, which, desk.now
            ):
                issues = not one.schedule.approval
                making.ask(desk, KINDS[made], one.period, None, issues=issues, reminds=which)

    return ClockDuty(f"{made} not issued", due, remind, seconds=600)


DUTIES = (*map(_duty, KINDS), *map(_reminding, KINDS))
