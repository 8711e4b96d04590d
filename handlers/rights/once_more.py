"""Whether the agency's limits leave room for one more look at a case: asked by what is offered and
by what is done. Also whether an answer can be looked into while it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from cases.kinds import IdentityMode, Kind
from cases.lifecycle import Standing, Status, may
from handlers.desk import Desk
from handlers.rights import rights
from messages.dates import local
from storage.casework import history
from storage.tables.casework import Case, CaseHistory

_ANSWERS = frozenset({"answer", "approve", "follow_answer"})
_CLOSES = frozenset({"close", "acknowledge", "follow_acknowledge"})


@dataclass(frozen=True, slots=True)
class Left:
    """How often a closed case may still be reopened, and the last day of it, which counts whole."""

    times: int
    until: date


def may_look_again(desk: Desk, case: Case) -> bool:
    """An answer always does, a refusal once, a closed case within some days and so many times."""
    rows = history.of_case(desk.tx, case.id)
    if case.status == Status.ANSWERED:
        return True
    if case.status == Status.REFUSED:
        return not any(r.action == "appeal" for r in rows)
    if case.status != Status.CLOSED:
        return False
    left = _left(desk, case, rows)
    return left.times > 0 and local(desk.now).date() <= left.until


def may_be_looked_into(desk: Desk, case: Case) -> bool:
    """Whether somebody else can look at the answer while it stands: once per answer, and only
    where there is somebody who had no part in it."""
    rows = history.of_case(desk.tx, case.id)
    answered = max((r.seq for r in rows if r.action in _ANSWERS), default=0)
    kept = any(r.action == "confirm_answer" and r.seq > answered for r in rows)
    return not kept and may_look_again(desk, case) and bool(rights.reviewers_of(desk, case))


def left_for(desk: Desk, case: Case) -> Left | None:
    """What is left for a closed case; None for any other, and once nothing is."""
    if case.status != Status.CLOSED or not may_look_again(desk, case):
        return None
    return _left(desk, case, history.of_case(desk.tx, case.id))


def _left(desk: Desk, case: Case, rows: list[CaseHistory]) -> Left:
    limits = desk.agency.limits
    times = sum(r.action == "reopen" for r in rows)
    closed = [r.at for r in rows if r.action in _CLOSES]
    ended = local(closed[-1] if closed else case.received_at).date()
    return Left(limits.reopen_times - times, ended + timedelta(days=limits.reopen_days))


def may_tell_of_trouble(desk: Desk, case: Case) -> bool:
    """Whether somebody could make trouble for the sender of it: it accuses somebody, or they would
    not have their name known. For that there are no limits."""
    protected = case.restricted or case.identity_mode != IdentityMode.NAMED
    return bool(protected or case.kind == Kind.CONDUCT) and may(
        "trouble", Status(case.status), frozenset({Standing.SUBMITTER})
    )
