"""The channels by the names people know them by."""

from __future__ import annotations

from cases.words.text import fold
from handlers.desk import Desk
from messages.texts import LANGUAGES
from storage.mailbox import switches


def channel_words(desk: Desk, language: str, name: str) -> str:
    """'Zalo'; of a channel without words its name."""
    key = f"source.{name}"
    return desk.words(language, key) if desk.ground.texts.has(language, key) else name


def all_channels(desk: Desk) -> list[str]:
    """Those of this house; one that is switched off stays among them even if its token was taken
    away."""
    return list(dict.fromkeys((*desk.ground.reach, *sorted(switches.off(desk.tx)))))


def called(desk: Desk, words: str) -> str:
    """The channel of that name, in any language; empty where there is none."""
    said = fold(words).replace("_", " ")
    for name in all_channels(desk):
        shown = {fold(channel_words(desk, language, name)) for language in LANGUAGES}
        if said in shown | {name.replace("_", " ")}:
            return name
    return ""
