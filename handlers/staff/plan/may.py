"""Who may enter what shows that an item was done: the offices of the item for themselves, Văn phòng
for all of them."""

from __future__ import annotations

from cases.agency.plan import PlanItem
from cases.kinds import OFFICE_ROLES, Role
from handlers.desk import Turn
from storage.tables.plan import Evidence


def whose(turn: Turn, item: PlanItem) -> tuple[str, ...]:
    """The offices in whose name they may, in the order of the item; empty for nobody."""
    viewer = turn.viewer
    if viewer is None:
        return ()
    reception = turn.agency.reception_office
    own = {office for role, office in viewer.roles if role in OFFICE_ROLES}
    if viewer.is_(Role.DISPATCHER) or reception in own:
        others = () if reception in item.offices() else (reception,)
        return (*item.offices(), *others)
    return tuple(office for office in item.offices() if office in own)


def add_to(turn: Turn, item: PlanItem) -> bool:
    return bool(whose(turn, item))


def take_back(turn: Turn, piece: Evidence) -> bool:
    """Whoever entered it, and Văn phòng."""
    viewer = turn.viewer
    return viewer is not None and (piece.by_id == viewer.person_id or viewer.is_(Role.DISPATCHER))
