"""Whether the agency's limits leave room for one more look at a case: asked by what is offered and
by what is done."""

from __future__ import annotations

from datetime import timedelta

from cases.kinds import IdentityMode, Kind
from cases.lifecycle import Standing, Status, may
from handlers.desk import Desk
from storage import history
from storage.tables import Case


def may_look_again(desk: Desk, case: Case) -> bool:
    """An answer always does, a refusal once, a closed case within some days and so many times."""
    rows = history.of_case(desk.tx, case.id)
    if case.status == Status.ANSWERED:
        return True
    if case.status == Status.REFUSED:
        return not any(r.action == "appeal" for r in rows)
    if case.status != Status.CLOSED:
        return False
    limits = desk.agency.limits
    times = sum(r.action == "reopen" for r in rows)
    closed = [r.at for r in rows if r.action in ("close", "acknowledge")]
    ended = closed[-1] if closed else case.received_at
    return times < limits.reopen_times and desk.now <= ended + timedelta(days=limits.reopen_days)


def may_tell_of_trouble(desk: Desk, case: Case) -> bool:
    """Whether somebody could make trouble for the sender of it: it accuses somebody, or they would
    not have their name known. For that there are no limits."""
    protected = case.restricted or case.identity_mode != IdentityMode.NAMED
    return bool(protected or case.kind == Kind.CONDUCT) and may(
        "trouble", Status(case.status), frozenset({Standing.SUBMITTER})
    )
