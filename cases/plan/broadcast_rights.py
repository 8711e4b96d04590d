"""Who may write a broadcast, who approves it, who may stop it. A second person approves always,
unless the agency has but one official."""

from __future__ import annotations

from collections.abc import Collection

from cases.agency.plan import PlanItem
from cases.confidentiality import Viewer
from cases.kinds import Role

APPROVERS = frozenset({Role.DISPATCHER, Role.DIRECTOR})
WRITERS = frozenset({Role.DISPATCHER, Role.HEAD})


def approves(viewer: Viewer) -> bool:
    """Whether they are of those who approve broadcasts, whoever wrote them."""
    return any(viewer.is_(role) for role in APPROVERS)


def may_write(viewer: Viewer, item: PlanItem | None) -> bool:
    """Văn phòng for every item of the plan, a head for those that their office leads."""
    if viewer.is_(Role.DISPATCHER):
        return True
    return item is not None and any(viewer.is_(Role.HEAD, office) for office in item.lead)


def may_change(viewer: Viewer, author_id: int | None) -> bool:
    """Its author; what the clock composed (nobody's) Văn phòng."""
    if author_id is None:
        return viewer.is_(Role.DISPATCHER)
    return author_id in {viewer.person_id, *viewer.stands_for}


def may_steer(viewer: Viewer, author_id: int | None) -> bool:
    """Pause, resume, cancel it: its author, and whoever could have approved it."""
    return approves(viewer) or may_change(viewer, author_id)


def approvers(officials: Collection[Viewer], author_id: int | None) -> list[Viewer]:
    """Who may approve it now: never its author while there is anybody else in the agency."""
    if len(officials) == 1:
        return list(officials)
    return [v for v in officials if v.person_id != author_id and approves(v)]
