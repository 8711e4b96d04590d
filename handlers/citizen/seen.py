"""The tap that says a message was seen, and with which a channel lets us go on writing."""

from __future__ import annotations

from handlers.desk import Turn
from handlers.router import command


@command("daxem", "seen", hidden=True)
def seen(turn: Turn, words: str) -> None:
    """The word itself is what counts: it was the person's."""
    turn.say("window.kept_official" if turn.viewer else "window.kept")
