"""Which clock of a case is running now, and since when: the status alone does not say, because
taking a case or asking its sender begins no new clock of the office."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from cases.days import clocks
from cases.days.clocks import Step
from cases.days.counting import Counting
from cases.lifecycle import Status
from handlers.case import promises
from handlers.desk import Desk
from storage.casework import history
from storage.tables.casework import Case

_HANDLED = frozenset({Status.ASSIGNED, Status.IN_PROGRESS})
_GIVEN = frozenset({"accept", "transfer", "release", "recuse_owner", "return_draft"})


def running(desk: Desk, case: Case) -> Step | None:
    """None where nobody owes anything, or the question to the sender has not arrived yet."""
    since = _since(desk, case)
    counted = promises.counting_of(desk, case)
    stood = tuple(p for p in counted.stood if since and p[0] >= since) if counted else ()
    step = clocks.step(
        case.status,
        case.kind,
        since,
        case.due_at,
        desk.agency.deadlines,
        desk.agency.calendar,
        stood if case.status in _HANDLED else (),
    )
    if step and counted and case.due_at and _put_off(case, counted, step):
        return replace(step, due_at=case.due_at)
    return step


def _put_off(case: Case, counted: Counting, step: Step) -> bool:
    """Whether the office asked for the time it has: then it has until the day that was promised."""
    at = counted.fixed_at
    return case.status in _HANDLED and at is not None and at >= step.since


def _since(desk: Desk, case: Case) -> datetime | None:
    if case.status == Status.WAITING:
        return case.waiting_since
    if case.status not in _HANDLED:
        return case.status_at or case.received_at
    given = [row.at for row in history.of_case(desk.tx, case.id) if row.action in _GIVEN]
    return given[-1] if given else case.status_at or case.received_at
