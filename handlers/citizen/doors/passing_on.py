"""Whoever asks for a person at a door question need not tell it again: what they told can be
handed to that person with one tap. Only words: what proves something is handed over in person."""

from __future__ import annotations

from typing import Any

from handlers.citizen import additions
from handlers.citizen.doors.hand_over import GUIDED
from handlers.citizen.doors.way import KEYS
from handlers.conversation.dialogue import Option
from handlers.conversation.replay import kept
from handlers.conversation.story import story_of
from handlers.desk import Turn

_TOLD = "told"


def offered(turn: Turn) -> tuple[Option, ...]:
    return (Option(_TOLD, "doors.b_pass_on"),) if _told(turn) else ()


def read(turn: Turn, text: str) -> dict[str, Any]:
    if text != f"={_TOLD}":
        return additions.read_part(turn, text)
    return {"text": _told(turn)}


def _told(turn: Turn) -> str:
    """What was told before they came to a door, or went on to one; empty for none."""
    draft, dropped = kept(turn, "submit"), turn.state.get("dropped") or {}
    if draft is None or draft["k"] not in KEYS:
        draft = dropped["d"] if GUIDED in dropped else None
    return "\n".join(story_of(draft["a"].get("story")).texts) if draft else ""
