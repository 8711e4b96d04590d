"""What a campaign is: whom it is for, which states it goes through, and who may move it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class State(StrEnum):
    DRAFT = "draft"  # being written, or returned
    WAITING = "waiting"  # for somebody else's approval
    APPROVED = "approved"  # goes out at its time
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"  # by itself: too many failed
    DONE = "done"
    CANCELLED = "cancelled"


MOVES: Mapping[str, tuple[frozenset[State], State]] = {
    "submit": (frozenset({State.DRAFT}), State.WAITING),
    "return": (frozenset({State.WAITING, State.APPROVED}), State.DRAFT),
    "approve": (frozenset({State.WAITING}), State.APPROVED),
    "begin": (frozenset({State.APPROVED}), State.RUNNING),
    "pause": (frozenset({State.RUNNING, State.APPROVED}), State.PAUSED),
    "resume": (frozenset({State.PAUSED, State.STOPPED}), State.RUNNING),
    "stop": (frozenset({State.RUNNING}), State.STOPPED),
    "finish": (frozenset({State.RUNNING}), State.DONE),
    "cancel": (
        frozenset(
            {State.DRAFT, State.WAITING, State.APPROVED, State.RUNNING, State.PAUSED, State.STOPPED}
        ),
        State.CANCELLED,
    ),
}
"""From which states a move leads to which. Buttons are drawn from it."""


OUT = frozenset({State.RUNNING, State.PAUSED, State.STOPPED, State.DONE, State.CANCELLED})
"""States in which somebody may have read it."""


class CampaignKind(StrEnum):
    WRITTEN = "written"  # by an official, for citizens
    STAFF = "staff"  # for officials, who say that they have read it
    RESULTS = "weekly_results"
    PRESS = "press_note"
    OFFICE = "monthly_office"
    CHANGED = "changed"  # "Bạn nói, chúng tôi làm": to those who wrote about it
    ARTICLE = "article"
    SUMMARY = "summary"  # what was gathered for one person


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a campaign is for: everybody who fits all that is not empty. `topics`: subscribers of
    any of these; `wrote_about`: who wrote about any of these procedures, and `cases` who sent any
    of these cases or said that it happened to them too, subscribed or not, unless they want
    nothing more. `offices`: of officials (`staff`) those who belong to one, of citizens those with
    a case there."""

    topics: tuple[str, ...] = ()
    party: str = ""  # citizen | business
    languages: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    wrote_about: tuple[str, ...] = ()
    cases: tuple[int, ...] = ()
    staff: bool = False
    roles: tuple[str, ...] = ()  # of officials: who holds one belongs to the offices named as well
    gathered: str = ""  # of a summary: "week" or "month", for whom something was gathered

    def kept(self) -> dict[str, Any]:
        """As plain values, without what is empty."""
        return {name: value for name, value in asdict(self).items() if value}

    @classmethod
    def of(cls, kept: Mapping[str, Any] | None) -> Audience:
        values: dict[str, Any] = {}
        for name, value in (kept or {}).items():
            values[name] = tuple(value) if isinstance(value, list) else value
        return cls(**values)


TO_THE_PRESS = Audience(staff=True, offices=("-press-",))
"""Fits nobody we know: the press is written to by letter, at the addresses of the agency folder."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a campaign has come. `waiting` are written and not sent yet; `gathered` will read it
    in their next summary; `unknown` of the sent may have got it twice."""

    size: int = 0
    sent: int = 0
    waiting: int = 0
    held: int = 0  # behind a closed window
    refused: int = 0
    unreachable: int = 0
    dropped: int = 0  # opted out, or given up
    gathered: int = 0
    unknown: int = 0
    by_channel: Mapping[str, int] = field(default_factory=dict)  # of the sent
    seconds_left: int = 0  # at the pace of the channels; nights are not counted

    def kept(self) -> dict[str, Any]:
        """As plain values."""
        return asdict(self)

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Progress:
        return cls(**kept)

    @property
    def failed(self) -> int:
        return self.refused + self.unreachable

    @property
    def left(self) -> int:
        """Not written yet."""
        done = self.sent + self.waiting + self.held + self.failed + self.dropped + self.gathered
        return max(self.size - done, 0)
