"""Who leads an item of the plan hears once that it turned yellow, once that it turned red, and then
each time its days went by again; in working time, everything in one message."""

from __future__ import annotations

from datetime import date, timedelta

from cases.plan.lights import Light, Standing
from handlers.clock_duty import ClockDuty, at_work, spoken
from handlers.desk import Desk
from handlers.plan import wording
from handlers.plan.lights import silent, standings
from handlers.plan.silence import concerns, offices_without_head
from messages.dates import local
from storage.people import people
from storage.plan import watch

_BUTTONS = 4


def _untold(desk: Desk) -> list[Standing]:
    found = silent(standings(desk))
    return [
        one
        for one in found
        if not watch.was_told(desk.tx, one.item.id, _since(desk, one), one.rounds)
    ]


def _since(desk: Desk, found: Standing) -> date:
    return local(desk.now).date() - timedelta(days=found.silent)


def _to_remind(desk: Desk, after: int) -> list[int]:
    """One piece of work, with no id of its own."""
    if after or not at_work(desk, desk.agency.reminders.morning):
        return []
    return [1] if _untold(desk) else []


def _remind(desk: Desk, _: int) -> None:
    untold, headless = _untold(desk), offices_without_head(desk)
    for one in untold:
        watch.note_told(desk.tx, one.item.id, _since(desk, one), one.rounds)
    away = people.away(desk.tx, desk.now)
    for viewer in people.viewers(desk.tx, desk.now):
        theirs = [one for one in untold if concerns(viewer, one, headless)]
        if theirs and viewer.person_id not in away:
            _tell(desk, viewer.person_id, theirs)


def _tell(desk: Desk, person_id: int, theirs: list[Standing]) -> None:
    language = spoken(desk, person_id)
    buttons = [wording.button(one) for one in theirs[:_BUTTONS]]
    desk.tell_person(
        person_id,
        "plan.silent",
        [*buttons, desk.label(language, "plan.b_plan", "/kehoach")],
        lines=[
            wording.line(desk, one, language) | {"lead": wording.leads(desk, one.item, language)}
            for one in theirs
        ],
        red=any(one.light is Light.RED for one in theirs),
    )


DUTIES = (ClockDuty("plan silence", _to_remind, _remind, seconds=600),)
