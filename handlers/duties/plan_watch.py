"""The plan as the folder says it, looked at every few minutes: new items are kept from then on, and
a list of procedures that was changed is evidence."""

from __future__ import annotations

from handlers.clock_duty import ClockDuty
from handlers.desk import Desk
from handlers.plan import evidence
from messages.dates import local
from storage.plan import watch


def _unkept(desk: Desk) -> list[str]:
    kept = watch.kept_since(desk.tx)
    return [item.id for item in desk.agency.plan.items if item.id not in kept]


def _to_look(desk: Desk, after: int) -> list[int]:
    """One piece of work, with no id of its own."""
    if after or not (_unkept(desk) or evidence.catalogue_changed(desk)):
        return []
    return [1]


def _look(desk: Desk, _: int) -> None:
    watch.keep(desk.tx, _unkept(desk), local(desk.now).date())
    evidence.see_catalogue(desk)


DUTIES = (ClockDuty("plan", _to_look, _look, seconds=300),)
