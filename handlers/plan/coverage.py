"""What was done for each item of the plan in a period: figures for reports."""

from __future__ import annotations

from datetime import datetime

from cases.agency.plan import Evidence
from cases.plan.coverage import Covered, covered
from handlers.desk import Desk
from handlers.plan.lights import standings
from storage.plan import evidence


def coverage(desk: Desk, begins: datetime, ends: datetime) -> list[Covered]:
    """Every item in the order of the plan, from the first instant up to and without the second. The
    light is that of the end, or of now while the period runs. What accuses somebody is in the
    counts, and its code nowhere."""
    kept: dict[str, list[tuple[Evidence, str]]] = {}
    for piece in evidence.between(desk.tx, begins, ends):
        kept.setdefault(piece.item, []).append((Evidence(piece.kind), piece.office))
    return [
        covered(at_end.item, at_end.light, kept.get(at_end.item.id, ()))
        for at_end in standings(desk, min(ends - datetime.resolution, desk.now))
    ]
