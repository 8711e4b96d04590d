"""How the items of the plan stand, by what is kept of each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from cases.agency.plan import PlanItem
from cases.plan.coverage import whose
from cases.plan.lights import Standing, standing
from handlers.desk import Desk
from messages.dates import local
from storage.plan import evidence, watch


def standings(desk: Desk, until: datetime | None = None) -> list[Standing]:
    """Of every item, in the order of the plan; now, or as it stood at an instant."""
    return _read(desk, until or desk.now, None)


def of_office(desk: Desk, office: str, until: datetime | None = None) -> list[Standing]:
    """Of the items that an office leads, by what that office itself did."""
    return _read(desk, until or desk.now, office)


def _read(desk: Desk, until: datetime, office: str | None) -> list[Standing]:
    done, since = evidence.newest(desk.tx, until), watch.kept_since(desk.tx)
    today = local(until).date()
    read = []
    for item in desk.agency.plan.items:
        if office is None or office in item.lead:
            last = _last(item, done, office)
            day = local(last).date() if last else None
            read.append(standing(item, day, since.get(item.id, today), today))
    return read


def _last(
    item: PlanItem, done: dict[tuple[str, str], datetime], office: str | None
) -> datetime | None:
    times = (
        at
        for (of_item, by), at in done.items()
        if of_item == item.id and (office is None or whose(item, by) == office)
    )
    return max(times, default=None)


def silent(found: Sequence[Standing]) -> list[Standing]:
    """Those whose time went by, the longest first."""
    return sorted((s for s in found if s.fell_silent), key=lambda s: -s.silent)
