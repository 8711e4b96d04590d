"""Words of danger bring the emergency numbers before anything else, wherever they are said."""

from __future__ import annotations

from cases.understanding.routing import doors_by_words
from handlers.desk import Turn


def speaks_of_danger(turn: Turn, text: str) -> bool:
    return bool(text) and "emergency" in doors_by_words(text, turn.agency)


def warn(turn: Turn, text: str) -> None:
    """Say whom to call; once in a turn, whoever notices first."""
    if not turn.warned and speaks_of_danger(turn, text):
        turn.warned = True
        turn.say("submit.emergency")
