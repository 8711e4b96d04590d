"""Which cases stand in the provincial or national PAKN system already."""

from __future__ import annotations

from sqlmodel import col

from cases.kinds import STATUTORY, IdentityMode
from cases.lifecycle import Status
from storage.casework.duties import MOST
from storage.engine.tx import Tx
from storage.tables.casework import Case

# Whether a case is a PAKN is known once it was accepted; what was refused or taken back is none.
_NOT_ONE = (Status.RECEIVED, Status.REFUSED, Status.WITHDRAWN)


def not_entered(tx: Tx) -> list[Case]:
    """Every accepted PAKN without a code of that system, oldest first. Rights are narrower: the
    caller asks about each."""
    return tx.find(
        Case,
        Case.system_code == "",
        col(Case.kind).in_([kind.value for kind in STATUTORY]),
        Case.identity_mode != IdentityMode.ANONYMOUS.value,
        col(Case.status).not_in([status.value for status in _NOT_ONE]),
        order=Case.id,
        limit=MOST,
    )


def with_code(tx: Tx, code: str) -> Case | None:
    """The case that bears this code of that system."""
    found = tx.find(Case, Case.system_code == code, limit=1)
    return found[0] if found else None
