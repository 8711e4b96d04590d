"""What an article is: which states it goes through, how long it may be, and its address."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from cases.words.text import fold

LONGEST_TITLE = 160
LONGEST_BODY = 8000
LONGEST_CAPTION = 300
MOST_PICTURES = 10
_LONGEST_SLUG = 60


class State(StrEnum):
    DRAFT = "draft"  # being written, or returned
    WAITING = "waiting"  # for somebody else's approval
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"  # was published, and is not shown any more
    DROPPED = "dropped"


MOVES: Mapping[str, tuple[State, State]] = {
    "submit": (State.DRAFT, State.WAITING),
    "take_back": (State.WAITING, State.DRAFT),
    "return": (State.WAITING, State.DRAFT),
    "publish": (State.WAITING, State.PUBLISHED),
    "withdraw": (State.PUBLISHED, State.WITHDRAWN),
    "write_again": (State.WITHDRAWN, State.DRAFT),
    "drop": (State.DRAFT, State.DROPPED),
}
"""From which state a move leads to which. Only a draft can be written in: what was approved is what
is shown."""


def slug(title: str) -> str:
    """The title as a part of an address."""
    words = "-".join(fold(title).encode("ascii", "ignore").decode().split())
    return words[:_LONGEST_SLUG].rpartition("-")[0] if len(words) > _LONGEST_SLUG else words


def path(number: str, title: str) -> str:
    """Where an article stands on our pages; the number alone leads there too."""
    return "-".join(filter(None, (f"/articles/{number}", slug(title))))
