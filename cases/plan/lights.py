"""How an item of the plan stands: done lately, silent, or about a programme that is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cases.agency.plan import PlanItem


class Light(StrEnum):
    GREEN = "green"  # something was done within the days of the item
    YELLOW = "yellow"  # longer ago; or nothing yet, and those days are not over
    RED = "red"  # twice as long ago, or nothing in all those days
    GREY = "grey"  # its programme is over, and nobody entered what followed


@dataclass(frozen=True, slots=True)
class Standing:
    """`silent`: days since something was done (`last`), or since the plan is kept here. `rounds`:
    how many times the days of the item went by in silence."""

    item: PlanItem
    light: Light
    silent: int
    last: date | None
    rounds: int

    @property
    def fell_silent(self) -> bool:
        """Its time went by; one that nobody has had the time for is not silent."""
        return self.light is not Light.GREY and self.rounds > 0


def standing(item: PlanItem, last: date | None, kept_since: date, today: date) -> Standing:
    """As it stands today; days are those of Vietnam."""
    silent = max((today - (last or kept_since)).days, 0)
    rounds = max(silent - 1, 0) // item.days
    return Standing(item, _light(item, last, rounds, today), silent, last, rounds)


def _light(item: PlanItem, last: date | None, rounds: int, today: date) -> Light:
    if item.orphaned(today):
        return Light.GREY
    # Before its first evidence an item is a step further: what was never done is not green.
    step = rounds if last else rounds + 1
    return (Light.GREEN, Light.YELLOW, Light.RED)[min(step, 2)]
