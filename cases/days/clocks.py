"""Which clock of a case is running: whose step it is, since when, until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cases.agency.deadlines import Deadlines
from cases.agency.hours import Calendar
from cases.days.counting import Counting, Pause
from cases.days.counting import due as due_of
from cases.kinds import Kind
from cases.lifecycle import Status


class Clock(StrEnum):
    ACCEPT = "accept"  # accept and assign
    HANDLE = "handle"  # to a draft answer
    QUESTION = "question"  # answer somebody's question
    APPROVE = "approve"
    SUPPLEMENT = "supplement"  # the sender's
    PUBLISH = "publish"
    # Beside the status of a case.
    CONSULT = "consult"  # another office's opinion
    EXPLAIN = "explain"  # the accused side
    SECOND_LOOK = "second_look"


@dataclass(frozen=True, slots=True)
class Step:
    """`since` and `due_at` are aware UTC."""

    clock: Clock
    since: datetime
    due_at: datetime


_OF = {
    Status.RECEIVED: Clock.ACCEPT,
    Status.ASSIGNED: Clock.HANDLE,
    Status.IN_PROGRESS: Clock.HANDLE,
    Status.WAITING: Clock.SUPPLEMENT,
    Status.AWAITING_APPROVAL: Clock.APPROVE,
    Status.ANSWERED: Clock.PUBLISH,
}


def step(
    status: str,
    kind: str,
    since: datetime | None,
    due_at: datetime | None,
    deadlines: Deadlines,
    calendar: Calendar,
    stood: tuple[Pause, ...] = (),
) -> Step | None:
    """The step of a case that is in it `since` then (`handlers/case/steps.py` knows since when):
    for one that waits for its sender, since the question was delivered. None where nobody owes
    anything.
    `stood`: when its clock stood still meanwhile. No step of the department's outlasts `due_at`,
    the day the sender was promised."""
    clock = _OF.get(Status(status))
    if clock is None or since is None:
        return None
    if clock is Clock.HANDLE and kind == Kind.QUESTION:
        clock = Clock.QUESTION
    until = due_of(Counting(since, getattr(deadlines, clock.value).days, stood=stood), calendar)
    if due_at is not None and clock not in (Clock.SUPPLEMENT, Clock.PUBLISH):
        until = min(until, due_at)
    return Step(clock, since, until)
