"""Looks at what accuses somebody are noted: who saw it, and where."""

from __future__ import annotations

from handlers.desk import Desk
from storage.privacy.access import log_read
from storage.tables.casework import Case


def note(desk: Desk, case: Case, person_id: int, where: str) -> None:
    """Of other cases nothing is noted."""
    if case.restricted:
        log_read(desk.tx, desk.now, person_id, case.id, where)
