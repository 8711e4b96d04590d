"""A story as it is told: in several messages, with files and places."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from handlers.desk import Turn


def said_part(turn: Turn) -> dict[str, Any]:
    """One message as a part of a story: its text, file ids and place."""
    part: dict[str, Any] = {}
    if turn.text and not turn.choice:
        part["text"] = turn.text
    if turn.file_ids:
        part["files"] = list(turn.file_ids)
    if turn.incoming.location:
        part["place"] = [turn.incoming.location.latitude, turn.incoming.location.longitude]
    if part and turn.incoming.message_id:
        part["m"] = turn.incoming.message_id
    return part


_EXCERPT = 90


def excerpt(words: str) -> str:
    """In one short line."""
    line = " ".join(words.split())
    return line if len(line) <= _EXCERPT else line[: _EXCERPT - 1].rstrip() + "…"


@dataclass(frozen=True, slots=True)
class StoryParts:
    """A story as said: texts, file ids, places."""

    texts: list[str] = field(default_factory=list)
    files: list[int] = field(default_factory=list)
    places: list[list[float]] = field(default_factory=list)

    @property
    def text(self) -> str:
        places = [f"📍 {lat:.5f}, {lon:.5f}" for lat, lon in self.places]
        return "\n".join([*self.texts, *places])


def story_of(answer_value: dict[str, Any] | None) -> StoryParts:
    parts = (answer_value or {}).get("parts", [])
    return StoryParts(
        [p["text"] for p in parts if p.get("text")],
        [f for p in parts for f in p.get("files", [])],
        [p["place"] for p in parts if p.get("place")],
    )
