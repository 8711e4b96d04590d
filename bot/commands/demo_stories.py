"""What the people of the demo tell, and how far the office has come with it. All of it is made up
and says so."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from cases.kinds import IdentityMode, Kind, Source

MARK = "[MẪU]"

_DRAFT = ("accept", "take", "answer")
_ANSWERED = (*_DRAFT, "approve")
PATHS: dict[str, tuple[str, ...]] = {
    "new": (),
    "assigned": ("accept",),
    "handed back": ("accept", "hand_back"),
    "transferred": ("accept", "transfer"),
    "in hand": ("accept", "take"),
    "noted": ("accept", "take", "note"),
    "extended": ("accept", "take", "extend"),
    "asked": ("accept", "take", "ask"),
    "supplied": ("accept", "take", "ask", "supply"),
    "draft": _DRAFT,
    "returned": (*_DRAFT, "return"),
    "answered": _ANSWERED,
    "rated": (*_ANSWERED, "rate"),
    "published": (*_ANSWERED, "rate", "publish"),
    "closed": (*_ANSWERED, "rate", "close"),
    "again": (*_ANSWERED, "again"),
    "thanked": ("accept",),
    "merged": ("accept", "merge"),
    "refused": ("refuse",),
    "appealed": ("refuse", "again"),
    "forwarded": ("forward",),
    "withdrawn": ("withdraw",),
}
"""What happens to a case after it was sent, by the name of where it ends."""


@dataclass(frozen=True, slots=True)
class Story:
    """`days_ago` it was sent. `detail` is the dossier number, whom it is about, or the body it is
    forwarded to. `source` is set where an official entered it."""

    days_ago: int
    path: str
    kind: Kind
    office: str
    text: str
    mode: IdentityMode
    detail: str
    procedure: str
    english: bool
    source: Source | None


def _read(row: dict[str, str]) -> Story:
    return Story(
        days_ago=int(row["days_ago"]),
        path=row["path"],
        kind=Kind(row["kind"]),
        office=row["office"],
        text=row["text"],
        mode=IdentityMode(row["mode"]),
        detail=row["detail"],
        procedure=row["procedure"],
        english=bool(row["english"]),
        source=Source(row["source"]) if row["source"] else None,
    )


def stories() -> list[Story]:
    """The oldest first."""
    file = Path(__file__).with_suffix(".csv")
    with file.open(encoding="utf-8", newline="") as lines:
        return [_read(row) for row in csv.DictReader(lines, delimiter=";")]
