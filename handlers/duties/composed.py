"""What the clock composes for citizens and the press: asked for once, in working time, and after an
outage as soon as somebody is at their desk; what was missed for weeks is told along in one."""

from __future__ import annotations

from cases.agency.plan import Made
from cases.days.office_hours import open_now
from cases.plan.occasions import Occasion, newest
from cases.reports.figures import Span
from handlers.clock_duty import ClockDuty
from handlers.composing import composers
from handlers.desk import Desk
from storage.clock import occasions
from storage.plan import campaigns

_NUMBERED = dict(enumerate(composers.COMPOSERS, 1))


def _due(desk: Desk, after: int) -> list[int]:
    """By the place among the composers."""
    return [n for n, made in _NUMBERED.items() if n > after and _waiting(desk, made) is not None]


def _waiting(desk: Desk, made: Made) -> Occasion | None:
    """The occasion that is to be made now."""
    schedule = desk.agency.plan.schedules.get(made)
    if schedule is None or not schedule.active or not open_now(desk.now, desk.agency.calendar):
        return None
    found = newest(schedule, desk.now, desk.agency.calendar)
    told = occasions.told_until(desk.tx, made)
    if told is not None and (told >= found.ends or campaigns.of_occasion(desk.tx, found.key)):
        return None  # a schedule moved within its week: the next one tells of the rest
    return found


def _ask(desk: Desk, number: int) -> None:
    made = _NUMBERED[number]
    occasion, told = _waiting(desk, made), occasions.told_until(desk.tx, made)
    if occasion is None or not occasions.note(desk.tx, made, occasion.ends):
        return
    if told is None:
        return  # the schedule begins here; what lay before it was nobody's news
    composers.ask(desk, made, occasion.key, Span(occasion.since(told), occasion.ends))


DUTIES = (ClockDuty("composed broadcasts", _due, _ask, seconds=300),)
