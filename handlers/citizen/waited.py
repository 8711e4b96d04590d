"""The first words of somebody for whom something had waited. They were typed before it was there to
be read, so no number among them is about it; and after a greeting it needs no greeting."""

from __future__ import annotations

from handlers.citizen.first_words import is_greeting
from handlers.citizen.plain_words import position
from handlers.conversation import replay
from handlers.desk import Turn


def unread(turn: Turn) -> bool:
    """Whether the choices that were shown last have come with this very turn."""
    return turn.waited and not replay.under_way(turn)


def comes_first(turn: Turn) -> bool:
    """Answer by pointing at what waited where nothing else was said. False if something was."""
    if not unread(turn) or turn.choice or turn.file_ids or turn.incoming.location:
        return False
    only_greets = is_greeting(turn.text) and not turn.state.get("human")
    if not only_greets and not position(turn.text):
        return False
    turn.say("window.waited")
    return True
