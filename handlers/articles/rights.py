"""What somebody may do with an article. Who approves is as for broadcasts: a second person, unless
the agency has but one official."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from cases.confidentiality import Viewer
from cases.kinds import OFFICE_ROLES, Role
from cases.plan.articles import State
from cases.plan.broadcast_rights import approvers as able
from cases.plan.broadcast_rights import approves
from handlers.desk import Desk
from storage.people import people
from storage.tables.plan import Article


class Standing(StrEnum):
    AUTHOR = "author"
    APPROVER = "approver"
    OFFICE = "office"  # Văn phòng and the Director, who answer for what is published
    FINDER = "finder"  # may take up what is nobody's: drafted by the machine, or its author left


_AUTHOR, _PUBLISHERS = frozenset({Standing.AUTHOR}), frozenset({Standing.AUTHOR, Standing.OFFICE})

VERBS: Mapping[str, tuple[State, frozenset[Standing]]] = {
    "nhan": (State.DRAFT, frozenset({Standing.FINDER})),
    "gui": (State.DRAFT, _AUTHOR),
    "sua": (State.DRAFT, _AUTHOR),
    "bo": (State.DRAFT, frozenset({Standing.AUTHOR, Standing.FINDER})),
    "duyet": (State.WAITING, frozenset({Standing.APPROVER})),
    "tralai": (State.WAITING, frozenset({Standing.APPROVER})),
    "layve": (State.WAITING, _AUTHOR),
    "phattin": (State.PUBLISHED, _PUBLISHERS),
    "lienket": (State.PUBLISHED, _PUBLISHERS),
    "go": (State.PUBLISHED, _PUBLISHERS),
    "vietlai": (State.WITHDRAWN, _AUTHOR),
}
"""What is done by which word after `/baiviet NUMBER`: in which state, and by whom. Buttons are
drawn from it."""


def standings(desk: Desk, article: Article, viewer: Viewer) -> frozenset[Standing]:
    found = {
        Standing.AUTHOR: article.author_id in {viewer.person_id, *viewer.stands_for},
        Standing.OFFICE: approves(viewer),
        Standing.APPROVER: viewer.person_id in approvers(desk, article),
        Standing.FINDER: viewer.is_(Role.DISPATCHER) and _nobodys(desk, article),
    }
    return frozenset(standing for standing, held in found.items() if held)


def allowed(desk: Desk, article: Article, viewer: Viewer) -> list[str]:
    """What they may do with it now, in the order of `VERBS`."""
    held = standings(desk, article, viewer)
    return [verb for verb, (state, who) in VERBS.items() if article.state == state and who & held]


def may_see(desk: Desk, article: Article, viewer: Viewer) -> bool:
    held = standings(desk, article, viewer)
    if article.state == State.DRAFT:
        return bool(held & {Standing.AUTHOR, Standing.FINDER})
    if article.state == State.PUBLISHED:
        return True
    return article.state != State.DROPPED and bool(held & _PUBLISHERS)


def _nobodys(desk: Desk, article: Article) -> bool:
    author = article.author_id
    return author is None or people.viewer(desk.tx, author, desk.now) is None


def approvers(desk: Desk, article: Article) -> list[int]:
    """Who may approve it; nobody where its author is the only one who approves anything."""
    officials = people.viewers(desk.tx, desk.now)
    return [viewer.person_id for viewer in able(officials, article.author_id)]


def office_of(desk: Desk, person_id: int) -> str:
    """For which office somebody writes."""
    viewer = people.viewer(desk.tx, person_id, desk.now)
    own = sorted(o for r, o in viewer.roles if r in OFFICE_ROLES and o) if viewer else []
    return own[0] if own else desk.agency.reception_office
