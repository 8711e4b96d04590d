"""Objecting to how one's data is used, or complaining about it: in one's own words, to those who
answer for it."""

from __future__ import annotations

from cases.days.data_rights import Right
from handlers.citizen.interludes import begin_over, ended
from handlers.conversation.dialogue import Ask, dialogue
from handlers.desk import Turn
from handlers.privacy import data_requests

_LONGEST = 2000


def begin(turn: Turn, words: str) -> None:
    begin_over(turn, "object_data", {})


def _finish(turn: Turn, words: str) -> None:
    data_requests.ask_officials(turn, Right.OBJECT, words)
    ended(turn)


@dialogue("object_data", _finish, words=("words",))
def objecting(ask: Ask) -> str:
    return ask.text("words", longest=_LONGEST, text="own_data.object_what")
