"""What taking in a portal's table changes in our catalogue."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, fields
from typing import NamedTuple

from cases.agency.procedures import Procedure

COLUMNS = tuple(each.name for each in fields(Procedure))

Ours = dict[str, str]
"""A row of our catalogue, with every column."""


class Change(NamedTuple):
    """A cell of ours, before and after; a new procedure has only its code, from ""."""

    code: str
    column: str
    before: str
    after: str


class Told(NamedTuple):
    """Something about a line of the file, in both languages."""

    line: int
    vi: str
    en: str


@dataclass(slots=True)
class Plan:
    """`rows` is the whole catalogue as it is to be."""

    rows: list[Ours] = field(default_factory=list)
    new: list[Ours] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    unreadable: list[Told] = field(default_factory=list)
    cautions: list[Told] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)  # by the field or body they belong to
    untouched: int = 0  # of ours, of which the file says nothing

    @property
    def ended(self) -> list[Change]:
        return [c for c in self.changes if c.column == "ended" and c.after]

    @property
    def revived(self) -> list[Change]:
        return [c for c in self.changes if c.column == "ended" and not c.after]

    @property
    def changed(self) -> dict[str, list[Change]]:
        """By code, what the file says otherwise of procedures that stay."""
        found: dict[str, list[Change]] = {}
        for change in self.changes:
            if change.column not in ("code", "ended"):
                found.setdefault(change.code, []).append(change)
        return found

    @property
    def is_empty(self) -> bool:
        return not self.changes
