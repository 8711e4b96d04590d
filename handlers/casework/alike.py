"""Cases that may be about the same matter. Two are compared only behind the same wall: by what
resembles it nobody shall find out whose a closed or nameless case is, nor that there is one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from cases.confidentiality import Viewer
from cases.kinds import IdentityMode
from cases.words.likeness import Bag, Rarity, bag, similarity
from handlers.casework import merging
from handlers.desk import Desk
from handlers.rights import rights
from storage.casework import alike as storage
from storage.house import jobs
from storage.tables.casework import Case

JOB = "alike"
_MOST = 3  # pairs kept of a new case
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Pair:
    """Another case that a case resembles; `again`: the same sender told it within a day."""

    case: Case
    percent: int
    again: bool


def compare_later(desk: Desk, case: Case) -> None:
    """With the others, outside the turn that filed it."""
    jobs.add(desk.tx, JOB, {"case": case.id}, None, desk.now)


def compared(desk: Desk, case_id: int) -> list[tuple[int, int]]:
    """(case, percent) of those a new case resembles most, one told twice before all others."""
    case = desk.tx.get(Case, case_id)
    if case is None:
        return []
    since = case.received_at - timedelta(days=desk.agency.alike.days)
    told = storage.stories(desk.tx, [case.id]).get(case.id, "")
    proposed, rarity = desk.ground.recent.like(
        desk.tx, desk.agency, told, since, restricted=bool(case.restricted)
    )
    others = [o for o in storage.others(desk.tx, case, since, proposed) if _same_wall(case, o)]
    stories = storage.stories(desk.tx, [o.id for o in others]) | {case.id: told}
    bags = {ident: _bag(desk, told) for ident, told in stories.items()}
    near = [
        (_again(case, other), percent, other.id)
        for other in others
        if (percent := _likeness(bags, case, other, rarity)) >= _enough(desk, case, other)
    ]
    return [(ident, percent) for _, percent, ident in sorted(near, reverse=True)[:_MOST]]


def _bag(desk: Desk, told: str) -> Bag:
    return bag(told, desk.agency.routing.abbreviations)


def _likeness(bags: dict[int, Bag], case: Case, other: Case, rarity: Rarity) -> int:
    nothing: Bag = frozenset()
    return similarity(bags.get(case.id, nothing), bags.get(other.id, nothing), rarity)


def _enough(desk: Desk, case: Case, other: Case) -> int:
    rules = desk.agency.alike
    return rules.same_sender if _again(case, other) else rules.duplicate


def _same_wall(case: Case, other: Case) -> bool:
    both = bool(case.restricted) == bool(other.restricted)
    return both and merging.wall(case) == merging.wall(other)


def _again(case: Case, other: Case) -> bool:
    """Only of senders who give their name: of others this would tell that two are one."""
    named = case.identity_mode == IdentityMode.NAMED and not case.restricted
    same = case.submitter_id is not None and case.submitter_id == other.submitter_id
    return named and same and abs(case.received_at - other.received_at) <= _A_DAY


# --- as it is shown ------------------------------------------------------------------------------


def pairs(desk: Desk, case: Case, viewer: Viewer | None) -> list[Pair]:
    """What this reader may know of, and can still do something about. In a group (no viewer)
    nobody is to act upon it, so nothing is said."""
    if viewer is None or case.status not in storage.COMPARED:
        return []
    found = []
    for ident, percent in storage.of_case(desk.tx, case.id):
        other = desk.tx.get(Case, ident)
        if other is not None and _shows(desk, case, other, viewer):
            found.append(Pair(other, percent, _again(case, other)))
    return sorted(found, key=lambda pair: not pair.again)


def _shows(desk: Desk, case: Case, other: Case, viewer: Viewer) -> bool:
    if other.status not in storage.COMPARED or not _same_wall(case, other):
        return False
    return rights.may_see(desk, other, viewer)


def line(desk: Desk, case: Case, viewer: Viewer | None, language: str) -> str:
    """Beside the case; empty for nothing."""
    found = pairs(desk, case, viewer)
    if not found:
        return ""
    shown = [{"code": p.case.code, "percent": p.percent, "again": p.again} for p in found]
    return desk.ready(language, "alike.line", code=case.code, pairs=shown)
