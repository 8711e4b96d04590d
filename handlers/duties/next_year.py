"""Each November the admins are reminded, once, to enter the days off of the next year: they are
announced in the autumn."""

from __future__ import annotations

from handlers.clock_duty import ClockDuty, working_morning
from handlers.desk import Desk
from handlers.notices.admins import tell_admins
from messages.dates import local
from storage.clock import calendars
from storage.people import people

_FROM_MONTH = 11


def _unconfirmed(desk: Desk, after: int) -> list[int]:
    """The year, while it is not entered and nobody was told so."""
    today = local(desk.now).date()
    year = today.year + 1
    wanted = today.month >= _FROM_MONTH and year not in desk.agency.calendar.confirmed_years
    if not wanted or year <= after or not working_morning(desk):
        return []
    return [] if calendars.reminded(desk.tx, year) else [year]


def _remind(desk: Desk, year: int) -> None:
    if people.admins(desk.tx, desk.now) and calendars.note_reminded(desk.tx, year):
        tell_admins(desk, "deadline.enter_year", year=year)


DUTIES = (ClockDuty("next year's calendar", _unconfirmed, _remind, seconds=3600),)
