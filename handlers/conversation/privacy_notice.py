"""The notice about personal data: it names the app that reads along and the page with the rest."""

from __future__ import annotations

from handlers.desk import Turn


def page(turn: Turn) -> str:
    """The address of the page in the reader's language."""
    language = "" if turn.language == "vi" else f"?lang={turn.language}"
    return f"{turn.ground.public_url.rstrip('/')}/privacy{language}"


def say_above(turn: Turn, key: str) -> None:
    """Say a notice that stands above a question."""
    turn.say(key, channel=turn.chat.channel, link=page(turn))
