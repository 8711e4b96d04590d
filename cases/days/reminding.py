"""How far a step of a case has come, and who must hear of it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from cases.agency.hours import Calendar, Reminders
from cases.days.clocks import Step
from cases.days.deadlines import days_left, local_day
from cases.days.office_hours import worked
from cases.days.working_days import working_days_between
from cases.kinds import Role


class Level(StrEnum):
    """In the order in which they are reached."""

    HALF = "half"
    MOST = "most"
    LAST_DAY = "last_day"
    OVERDUE = "overdue"


def level(step: Step, now: datetime, rules: Reminders, calendar: Calendar) -> Level | None:
    """The highest that is reached; None while there is time enough. Shares are of working time."""
    if now > step.due_at:
        return Level.OVERDUE
    if days_left(step.due_at, now, calendar) == 0:
        return Level.LAST_DAY
    spent = worked(step.since, now, calendar) * 100
    whole = worked(step.since, step.due_at, calendar)
    if spent >= whole * rules.most:
        return Level.MOST
    return Level.HALF if spent >= whole * rules.half else None


def above(step: Step, now: datetime, rules: Reminders, calendar: Calendar) -> frozenset[Role]:
    """The roles that hear of an overdue step besides whoever's turn it is. The first working day
    after the limit counts as no day late."""
    if now <= step.due_at:
        return frozenset()
    late = working_days_between(local_day(step.due_at), local_day(now), calendar) - 1
    days = {
        Role.HEAD: rules.head_days,
        Role.DISPATCHER: rules.reception_days,
        Role.DIRECTOR: rules.director_days,
    }
    return frozenset(role for role, after in days.items() if late >= after)
