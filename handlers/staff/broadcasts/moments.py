"""When a broadcast goes out: at once, at a time typed in words, every week or month from then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from handlers.conversation.dialogue import Ask, Option, Unclear
from handlers.conversation.spoken_moments import spoken_moment
from handlers.desk import Turn
from handlers.staff.broadcasts.written import ONCE
from storage.columns.plain import stamp, unstamp

NOW = "now"
KEYS = ("when", "first")
_EVERY = ("week", "month")


@dataclass(frozen=True, slots=True)
class When:
    """`at` None: as soon as it is approved."""

    at: datetime | None
    every: str


def when(ask: Ask) -> When:
    turn = ask.turn
    said = ask.question(
        "when",
        text="broadcast.when_to_send",
        options=(Option(NOW, "broadcast.b_now"), *(Option(e, f"broadcast.b_{e}") for e in _EVERY)),
        read=_read,
        enough=lambda said: _to_come(turn, said),
    )
    if said not in _EVERY:
        return When(_moment(said), "")
    first = ask.question(
        "first",
        text="broadcast.first_time",
        options=(Option(NOW, "broadcast.b_now"),),
        read=_read,
        enough=lambda said: _to_come(turn, said),
    )
    return When(_moment(first), said)


def _moment(said: str) -> datetime | None:
    return unstamp(said.removeprefix(ONCE)) if said.startswith(ONCE) else None


def _to_come(turn: Turn, said: str) -> bool:
    """A draft may have lain for days: a time that has passed meanwhile is asked anew."""
    at = _moment(said)
    return at is None or at > turn.now


def _read(turn: Turn, text: str) -> str:
    at = spoken_moment(text, turn.now)
    if at is None:
        raise Unclear("broadcast.moment_form")
    if at <= turn.now:
        raise Unclear("broadcast.moment_past")
    return ONCE + stamp(at)
