"""How handlers change a case: rights, the move, and everybody who must hear of it, in one call."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from cases.confidentiality import Viewer
from cases.kinds import Kind, Role
from cases.lifecycle import MOVES, Standing, Status, To
from handlers import follow_ups
from handlers.articles import out_of_cases
from handlers.cards import cards
from handlers.case import promises
from handlers.casework import lessons, recall
from handlers.desk import Desk
from handlers.notices import by_hand, notices
from handlers.plan import evidence
from handlers.rights import walls
from handlers.rights.rights import standings_of
from storage.casework import cases
from storage.casework.cases import Change
from storage.columns.plain import stamp
from storage.people import people
from storage.tables.casework import Case

SUBMITTER = frozenset({Standing.SUBMITTER})
CLOCK = frozenset({Standing.CLOCK})
SYSTEM = frozenset({Standing.SYSTEM})
_NO_NEW_DUTY = frozenset({"recount", "late", "progress"})
MERGES = MOVES["merge"].who


def act(
    desk: Desk, case: Case, name: str, held: frozenset[Standing], actor: str, **details: Any
) -> Change:
    """Make the move and tell everybody; what follows from it in other cases happens with it. Of an
    answer that goes straight out its sender hears a minute later (`recall`). Raises NotAllowed or
    Overtaken as `storage.casework.cases.move`."""
    if case.status == Status.WAITING and MOVES[name].to != (To.SAME,):
        details = _with_the_clock(desk, case, details)
    if "due_at" in details:  # a day given without a counting is a day promised
        details.setdefault("counting", None)
        details["data"] = _days_kept(case, details)
    if (due := details.get("due_at")) and due > desk.now:
        details.setdefault("new_date_at", None)  # there is a day to keep again
    if name not in recall.QUIET:
        tell_answer(desk, case)
    was = case.office, case.suggested_office  # the session may bring `case` itself up to date
    change = cases.move(desk.tx, case, name, held, actor, desk.now, **details)
    lessons.follow(desk, change.case, *was, actor)
    evidence.follow(desk, change.case, name)
    change = _past_reception(desk, change)
    if recall.straight_out(change):
        recall.hold(desk, change.case)
    else:
        notices.tell_submitter(desk, change)
    if name in _NO_NEW_DUTY:
        cards.bring_up_to_date(desk, change.case)
    elif not MOVES[name].quiet:
        cards.refresh(desk, change.case, actor=actor)
    if not recall.straight_out(change):
        carry_on(desk, change, actor)
    return change


def _past_reception(desk: Desk, change: Change) -> Change:
    """To the Director, once nobody else is left who may receive it."""
    if not walls.nobody_receives(desk, change.case):
        return change
    raised = cases.move(
        desk.tx, change.case, "to_director", SYSTEM, "system", desk.now, to_director=1
    )
    return replace(change, case=raised.case)


def carry_on(desk: Desk, change: Change, actor: str) -> None:
    """What follows from a change in other cases, in the name of whoever made it, and what there is
    to write about it."""
    out_of_cases.follow(desk, change)
    for step in follow_ups.after(desk, change):
        followed = act(desk, step.case, step.move, SYSTEM, actor, **step.details)
        by_hand.told_by_hand(desk, followed)


def tell_answer(desk: Desk, case: Case) -> None:
    """Its sender hears of an answer that waits for its minute to be over, if one does."""
    if change := recall.told(desk, case):
        carry_on(desk, change, "system")


def _with_the_clock(desk: Desk, case: Case, details: dict[str, Any]) -> dict[str, Any]:
    """Leaving the wait: the deadline moves by the time the clock stood still, which began when the
    question was delivered. The history says so."""
    counted = promises.counting_of(desk, case)
    if case.waiting_since is None or counted is None:
        return {"waiting_since": None, **details}
    counted = counted.stood_still(case.waiting_since, desk.now)
    moved = promises.columns(counted, desk.agency.calendar)
    stood = {"stood_since": stamp(case.waiting_since), "due_at": stamp(moved["due_at"])}
    data = {**stood, **(details.get("data") or {})}
    return {"waiting_since": None, **moved, **details, "data": data}


def _days_kept(case: Case, details: dict[str, Any]) -> dict[str, Any]:
    """The history says every change of the day promised: reports count as of any day."""
    said = details.get("data") or {}
    if "due" in said:
        return dict(said)
    days = {"due_at": details["due_at"], "due_before": case.due_at}
    return {**{name: stamp(day) if day else "" for name, day in days.items()}, **said}


def as_official(desk: Desk, case: Case, name: str, viewer: Viewer, **details: Any) -> Change:
    return act(
        desk,
        case,
        name,
        standings_of(desk, case, viewer),
        f"person:{viewer.person_id}",
        author_id=viewer.person_id,
        **details,
    )


def as_submitter(desk: Desk, case: Case, name: str, **details: Any) -> Change:
    kept_from = walls.grown(desk, case, str(details.get("words", "")))
    return act(desk, case, name, SUBMITTER, "submitter", **{**kept_from, **details})


def needs_approval(desk: Desk, case: Case, author_id: int) -> bool:
    """Approval is off for kinds the agency says, and while nobody else is there who could: a
    system just installed with one person must still finish a case."""
    return Kind(case.kind) not in desk.agency.approval_off and somebody_else(desk, author_id)


def somebody_else(desk: Desk, author_id: int) -> bool:
    """Whether anybody else there is could be the second pair of eyes."""
    others = [v for v in people.viewers(desk.tx, desk.now) if v.person_id != author_id]
    return any(r in (Role.HEAD, Role.DIRECTOR, Role.DISPATCHER) for v in others for r, _ in v.roles)
