"""Cases that an official may have to be reminded of, and what each was reminded of: once per step
and level."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import col, or_, text, true

from cases.confidentiality import Viewer
from cases.kinds import STATUTORY, IdentityMode, Role
from cases.lifecycle import OPEN, Status
from storage.casework import duties
from storage.columns.plain import stamp
from storage.engine.tx import Tx
from storage.tables.casework import Case

# Waiting for the sender the department owes nothing.
_OURS = OPEN - {Status.WAITING}
_STANDS = (Status.ANSWERED.value, Status.CLOSED.value)


def maybe(tx: Tx, viewer: Viewer) -> list[Case]:
    """What may be their turn, and what they oversee, earliest due first. Rights are narrower than
    this query."""
    found = {c.id: c for c in duties.maybe_theirs(tx, viewer) if c.status in _OURS}
    if above := _overseen(viewer):
        order = (col(Case.due_at).is_(None), col(Case.due_at), col(Case.id))
        ours = col(Case.status).in_([status.value for status in _OURS])
        found |= {case.id: case for case in tx.find(Case, ours, or_(*above), order=order)}
    return sorted(found.values(), key=lambda c: (c.due_at is None, c.due_at or c.received_at))


def _overseen(viewer: Viewer) -> list[Any]:
    if viewer.is_(Role.DISPATCHER) or viewer.is_(Role.DIRECTOR):
        return [true()]
    return [col(Case.office) == office for role, office in viewer.roles if role == Role.HEAD]


_TAKEN_DOWN = "SELECT 1 FROM case_history h WHERE h.case_id = cases.id AND h.action = 'unpublish'"


def unpublished(tx: Tx) -> list[Case]:
    """Answered PAKN of which nothing stands on the results page and nothing keeps it from there,
    oldest answer first. Of those answered as one only the main case is published, and what was
    taken down is not asked for again."""
    return tx.find(
        Case,
        Case.status == Status.ANSWERED.value,
        Case.published == "",
        col(Case.kind).in_([kind.value for kind in STATUTORY]),
        Case.identity_mode != IdentityMode.ANONYMOUS.value,
        col(Case.merged_into).is_(None),
        col(Case.second_look) == 0,
        text(f"NOT EXISTS ({_TAKEN_DOWN})"),
        order=(col(Case.answered_at), col(Case.id)),
        limit=duties.MOST,
    )


def second_looks(tx: Tx) -> list[Case]:
    """Answers that wait for somebody to look at them again, oldest first."""
    where = (col(Case.second_look) == 1, col(Case.status).in_(_STANDS))
    return tx.find(Case, *where, order=(col(Case.answered_at), col(Case.id)), limit=duties.MOST)


def told(tx: Tx, person_id: int) -> set[tuple[int, str, str, str]]:
    """Case, step, stamp of when the step began, and level of what the person was reminded of."""
    rows = tx.all(
        "SELECT r.case_id, r.step, r.since, r.level FROM reminder r JOIN cases c"
        " ON c.id = r.case_id WHERE r.person_id = :person"
        " AND (c.ended_at IS NULL OR c.second_look = 1)",
        person=person_id,
    )
    return {(row[0], row[1], row[2], row[3]) for row in rows}


def note(
    tx: Tx, case_id: int, step: str, since: datetime, level: str, person_id: int, now: datetime
) -> bool:
    """False where the person was reminded of it before."""
    made = tx.insert_once(
        "reminder",
        case_id=case_id,
        step=step,
        since=since,
        level=level,
        person_id=person_id,
        at=now,
    )
    return made is not None


def key(case_id: int, step: str, since: datetime, level: str) -> tuple[int, str, str, str]:
    """As in `told`."""
    return case_id, step, stamp(since), level
