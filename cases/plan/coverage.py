"""What was done for an item of the plan in a period, as reports tell it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cases.agency.plan import Evidence, PlanItem
from cases.plan.lights import Light


@dataclass(frozen=True, slots=True)
class Covered:
    """`light` at the end of the period; `counts` by kind, kinds with nothing left out. `did`: the
    offices of the item that did something; `idle`: those that lead it and did nothing."""

    item: PlanItem
    light: Light
    counts: Mapping[Evidence, int]
    did: tuple[str, ...]
    idle: tuple[str, ...]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def whose(item: PlanItem, office: str) -> str:
    """The office a piece of evidence counts for: what is of no office, for the one that leads
    alone; empty where several lead."""
    return office or (item.lead[0] if len(item.lead) == 1 else "")


def covered(item: PlanItem, light: Light, kept: Iterable[tuple[Evidence, str]]) -> Covered:
    """Out of the kind and office of each piece kept in the period."""
    pieces = list(kept)
    counts = Counter(kind for kind, _ in pieces)
    active = {whose(item, office) for _, office in pieces}
    return Covered(
        item,
        light,
        {kind: counts[kind] for kind in Evidence if counts[kind]},
        tuple(office for office in item.offices() if office in active),
        tuple(office for office in item.lead if office not in active),
    )
