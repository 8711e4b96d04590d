"""Duties beside the lifecycle that show themselves: what they are called, whose they are, what they
look like. `/viec NUMBER` opens them; what ends them is done there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cases.confidentiality import Viewer
from handlers.desk import Desk, Turn
from storage.tables.casework import Case, Duty


@dataclass(frozen=True, slots=True)
class Matter:
    """`theirs`: whether it is for this official; `show` puts it before who speaks. What it is
    called in lists is the text `matter.<kind>`."""

    theirs: Callable[[Desk, Duty, Viewer], bool]
    show: Callable[[Turn, Duty], None]


MATTERS: dict[str, Matter] = {}
"""By the kind of duty."""


def label(desk: Desk, duty: Duty, language: str) -> str:
    """A line of a list; empty for duties of the plain kinds."""
    if duty.kind not in MATTERS:
        return ""
    case = desk.tx.get(Case, duty.case_id) if duty.case_id else None
    data = duty.data or {}
    return desk.words(
        language,
        f"matter.{duty.kind}",
        code=case.code if case else "",
        number=str(data.get("number", "")),
        due=str(data.get("due", "")),
    )
