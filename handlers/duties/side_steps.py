"""Steps that run beside the clock of a case and are in nobody's way: publication, a second look,
another office's opinion, the explanation of the accused side. On their last day and past it whoever
owes them hears of it, later those above."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from cases.agency.deadlines import Limit
from cases.confidentiality import Viewer
from cases.days import deadlines, reminding
from cases.days.clocks import Clock, Step
from cases.days.reminding import Level
from cases.kinds import Role
from cases.lifecycle import OPEN, Standing
from cases.second_look import NOT_CONTENT
from handlers.desk import Desk
from handlers.duties.reminders import Reminder
from handlers.notices import consulting
from handlers.rights import rights
from handlers.staff.guarded import explaining
from storage.casework import consultations, explanations, history, reminders
from storage.tables.casework import Case

_TOLD = frozenset({Level.LAST_DAY, Level.OVERDUE})


def for_person(desk: Desk, viewer: Viewer) -> list[Reminder]:
    """What they were not told yet."""
    told = reminders.told(desk.tx, viewer.person_id)
    return [
        found
        for kind in _KINDS
        for found in kind(desk, viewer)
        if reminders.key(found.case.id, found.step.clock, found.step.since, found.level) not in told
    ]


def _step(desk: Desk, clock: Clock, since: datetime, limit: Limit) -> Step:
    return Step(clock, since, deadlines.due(since, limit, desk.agency.calendar))


def _to_who_owes(desk: Desk, case: Case, step: Step, **known_as: str) -> Iterator[Reminder]:
    level = reminding.level(step, desk.now, desk.agency.reminders, desk.agency.calendar)
    if level in _TOLD:
        yield Reminder(case, step, level, own=True, **known_as)


def _to_who_waits(desk: Desk, case: Case, step: Step, role: Role) -> Iterator[Reminder]:
    """From the day on which this role hears of what is overdue."""
    rules, calendar = desk.agency.reminders, desk.agency.calendar
    if role in reminding.above(step, desk.now, rules, calendar):
        yield Reminder(case, step, Level.OVERDUE, own=False)


# --- whoever receives ----------------------------------------------------------------------------


def _to_publish(desk: Desk, viewer: Viewer) -> Iterator[Reminder]:
    if not _receives(viewer):
        return
    for case in reminders.unpublished(desk.tx):
        step = _step(desk, Clock.PUBLISH, _answered(case), desk.agency.deadlines.publish)
        if Standing.DISPATCHER in rights.standings_of(desk, case, viewer):
            yield from _to_who_owes(desk, case, step)


def _answered(case: Case) -> datetime:
    return case.answered_at or case.received_at


def _to_look_at_again(desk: Desk, viewer: Viewer) -> Iterator[Reminder]:
    if not _receives(viewer):
        return
    for case in reminders.second_looks(desk.tx):
        if not rights.may_see(desk, case, viewer):
            continue
        since, limit = _not_content_since(desk, case), desk.agency.rating.second_look
        step = _step(desk, Clock.SECOND_LOOK, since, limit)
        if viewer.person_id in rights.reviewers_of(desk, case):
            yield from _to_who_owes(desk, case, step)
        elif viewer.is_(Role.DIRECTOR):
            yield from _to_who_waits(desk, case, step, Role.DIRECTOR)


def _receives(viewer: Viewer) -> bool:
    return viewer.is_(Role.DISPATCHER) or viewer.is_(Role.DIRECTOR)


def _not_content_since(desk: Desk, case: Case) -> datetime:
    answered = _answered(case)
    low = (
        row.at
        for row in history.of_case(desk.tx, case.id)
        if row.action == "rate" and row.at >= answered and row.data["stars"] <= NOT_CONTENT
    )
    return next(low, answered)


# --- whoever is asked ----------------------------------------------------------------------------


def _to_give_an_opinion(desk: Desk, viewer: Viewer) -> Iterator[Reminder]:
    limit = desk.agency.deadlines.consult
    for asked, case in consulting.waiting_for(desk, viewer):
        step = _step(desk, Clock.CONSULT, asked.asked_at, limit)
        yield from _to_who_owes(desk, case, step, word="phoihop")
    for asked, case in consultations.asked_by(desk.tx, viewer.person_id):
        if rights.may_see(desk, case, viewer):
            step = _step(desk, Clock.CONSULT, asked.asked_at, limit)
            yield from _to_who_waits(desk, case, step, Role.DISPATCHER)


def _to_explain(desk: Desk, viewer: Viewer) -> Iterator[Reminder]:
    """Who is asked knows the number only."""
    for found in explanations.asked(desk.tx):
        case = desk.tx.get(Case, found.case_id)
        if case is None or case.status not in OPEN or not (found.approved_at and found.due_at):
            continue
        step = Step(Clock.EXPLAIN, found.approved_at, found.due_at)
        if explaining.waits_for(desk, found, viewer):
            yield from _to_who_owes(desk, case, step, number=found.number, word="giaitrinh")
        elif found.asked_by == viewer.person_id and rights.may_see(desk, case, viewer):
            yield from _to_who_waits(desk, case, step, Role.DISPATCHER)


_KINDS: tuple[Callable[[Desk, Viewer], Iterator[Reminder]], ...] = (
    _to_publish,
    _to_look_at_again,
    _to_give_an_opinion,
    _to_explain,
)
