"""Who decided a case before, and so does not decide it again."""

from __future__ import annotations

from cases.confidentiality import Viewer, receiving_role
from cases.kinds import Role
from handlers.desk import Desk
from handlers.rights import rights
from handlers.rights.decisions import AUTHORS, decided
from storage.people import people
from storage.tables.casework import Case


def barred(desk: Desk, case: Case) -> tuple[list[int], bool]:
    """Whom the case does not go to again, and whether others will really decide. Where nobody else
    could receive or handle it, those who did are let in again, whoever only approved before the
    author: a second look by the same person is better than none, and nothing else is promised."""
    done = decided(desk, case) | frozenset(case.not_again or ())
    authors = decided(desk, case, AUTHORS)
    known = rights.facts(desk, case)
    everybody = people.viewers(desk.tx, desk.now)
    officials = [v for v in everybody if v.person_id not in known.shut_out]
    receiver = receiving_role(known, desk.agency.reception_office)
    receivers = {v.person_id for v in officials if v.is_(receiver)}
    handlers = {v.person_id for v in officials if _handles(v, case.office)}
    again: set[int] = set()
    for able in (receivers, handlers):
        if able and able <= done:
            again |= able - authors or able
    return sorted(done - again), not again & done


def _handles(viewer: Viewer, office: str) -> bool:
    return bool(office) and (viewer.is_(Role.HANDLER, office) or viewer.is_(Role.HEAD, office))
