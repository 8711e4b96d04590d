"""Cases about the same procedure that one official has in hand: one answer may do for them all.
Those that accuse somebody are never among them."""

from __future__ import annotations

from cases.lifecycle import Standing, Status, may
from handlers.case import verdicts
from handlers.desk import Turn
from handlers.rights import rights
from storage.casework import duties
from storage.tables.casework import Case


def answerable(turn: Turn, case: Case) -> bool:
    """Whether who speaks has taken it, may answer it now, and it is nothing restricted."""
    viewer = turn.viewer
    if viewer is None or case.restricted or case.owner_id != viewer.person_id:
        return False
    if verdicts.needed(case):  # what becomes of each initiative is said of it alone
        return False
    held = rights.standings_of(turn, case, viewer)
    return Standing.OWNER in held and may("answer", Status(case.status), held)


def others(turn: Turn, case: Case) -> list[Case]:
    """The other ones, oldest first."""
    viewer = turn.viewer
    if viewer is None or not case.procedure_code or not answerable(turn, case):
        return []
    return [
        other
        for other in duties.owned(turn.tx, viewer.person_id, case.office)
        if other.id != case.id
        and other.procedure_code == case.procedure_code
        and answerable(turn, other)
    ]
