"""The published results in memory, made anew when something was published, taken down, or came to
accuse somebody since."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import date

from cases.agency import Agency
from cases.public_words import parts
from cases.results import Result, Shelf
from cases.text import fold
from messages.dates import local
from storage import publications
from storage.columns import unstamp
from storage.publications import Publication
from storage.tx import Tx


class Results:
    """One for all pages, which may be asked for in several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._agency: Agency | None = None
        self._shelf = Shelf(mark="-")

    def of(self, tx: Tx, agency: Agency) -> Shelf:
        with self._lock:
            mark = publications.mark(tx)
            if mark != self._shelf.mark or agency is not self._agency:
                self._shelf, self._agency = _shelf(tx, agency, mark), agency
            return self._shelf


def _shelf(tx: Tx, agency: Agency, mark: str) -> Shelf:
    published = publications.all_of(tx)
    results = [_result(p, agency) for p in published if not p.restricted]
    results.sort(key=lambda r: (r.published_at, r.code), reverse=True)
    return Shelf(
        results=tuple(results),
        outcomes=Counter(p.outcome for p in published if p.restricted and p.outcome),
        mark=mark,
        changed_at=unstamp(mark.split(" ")[0]) if mark else None,
    )


def _result(published: Publication, agency: Agency) -> Result:
    shown = published.shown
    question, answer = parts(published.words)
    procedure = agency.procedure(shown["procedure"]) if shown["procedure"] else None
    named = (procedure.name, procedure.name_en) if procedure else ()
    offices = [o.name for o in agency.offices if o.id == shown["office"]]
    return Result(
        code=published.code,
        kind=shown["kind"],
        office=shown["office"],
        procedure=shown["procedure"],
        field=shown.get("field") or (procedure.field if procedure else ""),
        question=question,
        answer=answer,
        received=_day(shown["received"]),
        answered=_day(shown["answered"]),
        published_at=published.first_at,
        updated_at=published.last_at,
        month=f"{local(published.first_at):%Y-%m}",
        found_by=fold(" ".join((published.code, published.words, *named, *offices))),
    )


def _day(written: str) -> date | None:
    """A day, or the day in Vietnam of an instant."""
    if not written:
        return None
    return date.fromisoformat(written) if len(written) == 10 else local(unstamp(written)).date()
