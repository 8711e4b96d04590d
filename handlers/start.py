"""The first tap in an app, by whoever it is."""

from __future__ import annotations

from handlers import start_codes
from handlers.citizen import first_words
from handlers.desk import Turn
from handlers.router import command
from handlers.staff import replies


@command("start", hidden=True)
def start(turn: Turn, words: str) -> None:
    """A code may make an official of somebody, join this chat to another, or go on with what was
    begun there."""
    if words.strip():
        start_codes.redeem(turn, words.strip())
    elif turn.viewer:
        replies.greet_official(turn)
    else:
        first_words.greet(turn)
