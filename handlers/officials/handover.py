"""Open cases of somebody who leaves, is locked or moves: to one colleague, or back to their office.
One row of history each; none is left without an owner of its next duty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cases.confidentiality import standings
from cases.lifecycle import Standing, Status
from handlers import door
from handlers.cards import cards
from handlers.desk import Desk
from handlers.rights import rights
from storage.casework import duties
from storage.casework.cases import NotAllowed, Overtaken
from storage.people import officials, people
from storage.people.officials import Official
from storage.tables.casework import Case

BACK = "phong"
"""Said in place of a colleague: back to the office."""

_TAKEN = frozenset({Status.IN_PROGRESS, Status.WAITING, Status.AWAITING_APPROVAL})


@dataclass(slots=True)
class HandedOver:
    """How many went where; `stuck` moved of themselves meanwhile."""

    to_colleague: int = 0
    to_office: int = 0
    to_reception: int = 0
    stuck: int = 0


def open_cases(desk: Desk, person_id: int, office: str | None = None) -> list[Case]:
    """What would be left behind."""
    return [c for c in duties.owned(desk.tx, person_id, office) if Status(c.status) in _TAKEN]


def colleagues(desk: Desk, cases: Sequence[Case], but: int) -> list[Official]:
    """Who could take at least one of them over."""
    able = {
        v.person_id
        for v in people.viewers(desk.tx, desk.now)
        if v.person_id != but and any(_may_take(desk, c, v.person_id) for c in cases)
    }
    return [o for o in officials.everyone(desk.tx) if o.id in able]


def _may_take(desk: Desk, case: Case, person_id: int) -> bool:
    viewer = people.viewer(desk.tx, person_id, desk.now)
    if viewer is None:
        return False
    held = standings(rights.facts(desk, case), viewer, desk.agency.reception_office)
    return bool(held & {Standing.HANDLER, Standing.HEAD})


def hand_over(desk: Desk, cases: Sequence[Case], to: str, actor: str) -> HandedOver:
    """`to` is a person's number or BACK. What that person may not have goes back to its office."""
    result = HandedOver()
    for case in cases:
        try:
            _one(desk, case, to, actor, result)
        except (NotAllowed, Overtaken):
            result.stuck += 1
    return result


def _one(desk: Desk, case: Case, to: str, actor: str, result: HandedOver) -> None:
    takes = to != BACK and _may_take(desk, case, int(to))
    if case.status != Status.IN_PROGRESS or not takes:
        case = door.act(
            desk, case, "release", door.SYSTEM, actor, owner_id=None, waiting_since=None
        ).case
    if takes:
        door.act(
            desk, case, "assign", door.SYSTEM, actor, owner_id=int(to), data={"owner": int(to)}
        )
        result.to_colleague += 1
    elif back_to_reception(desk, case, actor):
        result.to_reception += 1
    else:
        result.to_office += 1


def back_to_reception(desk: Desk, case: Case, actor: str) -> bool:
    """A case of an office where nobody is left to take it goes on to Văn phòng."""
    if case.status != Status.ASSIGNED or cards.on_duty(desk, case):
        return False
    door.act(
        desk,
        case,
        "unassign",
        door.SYSTEM,
        actor,
        office="",
        owner_id=None,
        data={"from_office": case.office},
    )
    return True


def leave_none_stranded(desk: Desk, offices: Sequence[str], actor: str) -> int:
    """Cases nobody took yet in offices that lost their last handler go back to Văn phòng."""
    waiting = [c for office in offices for c in duties.assigned_to(desk.tx, office)]
    return sum(back_to_reception(desk, case, actor) for case in waiting)
