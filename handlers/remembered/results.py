"""The published results in memory, made anew when something was published, taken down, or came to
accuse somebody since."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping
from datetime import date

from cases.agency.agency import Agency
from cases.agency.procedures import Procedure
from cases.privacy.public_words import parts
from cases.results import Result, Shelf
from cases.words.text import fold
from messages.dates import local
from storage.columns.plain import unstamp
from storage.engine.tx import Tx
from storage.published import publications
from storage.published.publications import Publication


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
    known = {p.code: p for p in (*agency.procedures, *agency.ended_procedures)}
    offices = {office.id: office.name for office in agency.offices}
    results = [_result(p, known, offices) for p in published if not p.restricted]
    results.sort(key=lambda r: (r.published_at, r.code), reverse=True)
    return Shelf(
        results=tuple(results),
        kinds=tuple(sorted({r.kind for r in results})),
        offices=frozenset(r.office for r in results),
        months=tuple(sorted({r.month for r in results}, reverse=True)),
        outcomes=Counter(p.outcome for p in published if p.restricted and p.outcome),
        mark=mark,
        changed_at=unstamp(mark.split(" ")[0]) if mark else None,
    )


def _result(
    published: Publication, known: Mapping[str, Procedure], offices: Mapping[str, str]
) -> Result:
    shown = published.shown
    question, answer = parts(published.words)
    procedure = known.get(shown["procedure"])
    named = (procedure.name, procedure.name_en) if procedure else ()
    office = offices.get(shown["office"], "")
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
        found_by=fold(" ".join((published.code, published.words, *named, office))),
    )


def _day(written: str) -> date | None:
    """A day, or the day in Vietnam of an instant."""
    if not written:
        return None
    return date.fromisoformat(written) if len(written) == 10 else local(unstamp(written)).date()
