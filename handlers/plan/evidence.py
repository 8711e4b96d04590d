"""What is kept for the plan without anybody entering it: results that are published, as long as
they are, and a list of procedures that was brought up to date."""

from __future__ import annotations

import hashlib
from dataclasses import astuple
from functools import lru_cache

from cases.agency.agency import Agency
from cases.agency.plan import Evidence
from cases.by_identity import ByIdentity
from handlers.desk import Desk
from storage.plan import evidence, watch
from storage.tables.casework import Case

_LIST = ""  # the mark of the list's own date, beside those of the offices


def follow(desk: Desk, case: Case, move: str) -> None:
    """After a move of a case: what was published counts once for each case, and no longer once it
    was taken down."""
    if move == "publish":
        _published(desk, case)
    elif move == "unpublish":
        for ref in (case.code, _mark(desk, case)):  # it may have come to accuse somebody since
            evidence.drop_ref(desk.tx, Evidence.RESULT, ref)


def _published(desk: Desk, case: Case) -> None:
    """What accuses somebody counts, and leads nowhere: no code, no page, no office but the one that
    receives."""
    office, ref, words = case.office, case.code, case.code
    link = f"{desk.ground.public_url}/results/{case.code}" if desk.ground.public_url else ""
    if case.restricted:
        office, ref, words, link = desk.agency.reception_office, _mark(desk, case), "", ""
    for item in desk.agency.plan.shown_by.get(Evidence.RESULT, ()):
        evidence.keep(
            desk.tx, item, Evidence.RESULT, ref, desk.now, office=office, words=words, link=link
        )


def _mark(desk: Desk, case: Case) -> str:
    return desk.tx.mark("evidence", case.code)


# --- the list of procedures ----------------------------------------------------------------------


def catalogue_changed(desk: Desk) -> bool:
    """Whether it is another than was seen last, or was never seen."""
    return watch.catalogue(desk.tx) != catalogue_marks(ByIdentity(desk.agency))


def see_catalogue(desk: Desk) -> None:
    """Keep what changed since it was seen last: for the office that receives, and for each whose
    procedures changed where these offices lead the item. At first sight nothing did."""
    before, now = watch.catalogue(desk.tx), catalogue_marks(ByIdentity(desk.agency))
    watch.see_catalogue(desk.tx, dict(now))
    if not before or before == now:
        return
    changed = {o for o in before.keys() | now.keys() if before.get(o) != now.get(o)} - {_LIST}
    for item_id in desk.agency.plan.shown_by.get(Evidence.CATALOGUE, ()):
        item = desk.agency.plan.item(item_id)
        reception = desk.agency.reception_office
        lead = item.lead if item else ()
        for office in {*(changed & set(lead)), *({reception} & set(lead))}:
            _keep_list(desk, item_id, office, now)


def _keep_list(desk: Desk, item: str, office: str, marks: dict[str, str]) -> None:
    """One piece for each state of the list: going back to an older one is a change too, on another
    day."""
    state = hashlib.sha256(repr(sorted(marks.items())).encode()).hexdigest()[:16]
    ref, words = f"{desk.now.date()} {state}", desk.agency.catalog_date
    evidence.keep(desk.tx, item, Evidence.CATALOGUE, ref, desk.now, office=office, words=words)


@lru_cache(maxsize=4)
def catalogue_marks(of: ByIdentity[Agency]) -> dict[str, str]:
    """A mark for the date of the list and for each office's procedures: it differs where they
    do. An office without procedures has none."""
    agency = of.kept
    marks = {_LIST: agency.catalog_date}
    for office in agency.offices:
        own = [astuple(p) for p in agency.procedures if p.office == office.id]
        if own:
            marks[office.id] = hashlib.sha256(repr(sorted(own)).encode()).hexdigest()
    return marks
