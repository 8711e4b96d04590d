"""What is published, in memory, so that somebody who tells of the same can be shown it. Looked at
afresh when something was published since."""

from __future__ import annotations

import threading

from cases.agency.agency import Agency
from cases.words.nearest import Nearest
from storage.casework import cases
from storage.engine.tx import Tx
from storage.published import publications
from storage.tables.casework import Case


class Published:
    """One for all turns, which may run in several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._mark: str | None = None
        self._nearest = Nearest({})

    def like(self, tx: Tx, agency: Agency, text: str) -> int | None:
        """The case whose published words are really near; None where none are. Whoever shows it
        asks `still_published`."""
        with self._lock:
            mark = publications.mark(tx)
            if mark != self._mark:
                if self._mark is None:
                    self._nearest = Nearest(agency.routing.abbreviations)
                self._nearest.hold(publications.words(tx))
                self._mark = mark
            found = self._nearest.like(text)
        return found[0] if found and found[1] >= agency.alike.published else None


def published(tx: Tx, code: str) -> Case | None:
    """The case of that code, where everybody may read of it."""
    case = cases.by_code(tx, code)
    return case if case is not None and _is_public(case) else None


def still_published(tx: Tx, case_id: int) -> Case | None:
    case = tx.get(Case, case_id)
    return case if case is not None and _is_public(case) else None


def _is_public(case: Case) -> bool:
    return bool(case.published) and not case.restricted
