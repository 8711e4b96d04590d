"""Items of the plan that fell silent, and whom it concerns: the heads of the offices that lead
them, and Văn phòng once the light is red or where an office has no head."""

from __future__ import annotations

from cases.agency.plan import PlanItem
from cases.confidentiality import Viewer
from cases.kinds import Role
from cases.plan.lights import Light, Standing
from handlers.desk import Desk
from handlers.plan.lights import silent, standings
from storage.people import people


def of_viewer(desk: Desk, viewer: Viewer) -> list[Standing]:
    """The longest silent first."""
    if not (viewer.is_(Role.HEAD) or viewer.is_(Role.DISPATCHER)):
        return []
    found = silent(standings(desk))
    headless = offices_without_head(desk) if found else frozenset()
    return [one for one in found if concerns(viewer, one, headless)]


def concerns(viewer: Viewer, found: Standing, headless: frozenset[str]) -> bool:
    if any(viewer.is_(Role.HEAD, office) for office in found.item.lead):
        return True
    watched = found.light is Light.RED or _nobody_else(found.item, headless)
    return watched and viewer.is_(Role.DISPATCHER)


def _nobody_else(item: PlanItem, headless: frozenset[str]) -> bool:
    return any(office in headless for office in item.lead)


def offices_without_head(desk: Desk) -> frozenset[str]:
    led = {o for v in people.viewers(desk.tx, desk.now) for r, o in v.roles if r == Role.HEAD}
    return frozenset(office.id for office in desk.agency.offices) - led
