"""Citizens' commands said as plain words, where an official says them. An official is asked for
free text and codes all day: there such words are what they answer, not commands."""

from __future__ import annotations

from cases.numbers.codes import find_code
from handlers.conversation.dialogue import DIALOGUES
from handlers.conversation.replay import under_way
from handlers.desk import Turn
from handlers.rights import rights
from handlers.router import COMMANDS, Command
from storage.casework import cases

STEERING = frozenset({"huy", "quaylai", "trogiup", "tieptuc", "deluckhac", "sua", "khoiphuc"})

Spoken = tuple[Command, str]


def meant(turn: Turn, found: Spoken | None) -> Spoken | None:
    """What the spoken command means from whoever says it: content at a question put to officials; a
    bare code opens the file of a case they work on."""
    if found is None or turn.viewer is None:
        return found
    asked, words = found
    if _at_officials_question(turn) and asked.name not in STEERING:
        return None
    if asked.name == "tracuu" and _works_on(turn, words):
        return COMMANDS["hoso"], words
    return found


def _at_officials_question(turn: Turn) -> bool:
    name = under_way(turn)
    return bool(name) and DIALOGUES[name].official


def _works_on(turn: Turn, words: str) -> bool:
    """What they sent themselves is no case of theirs as officials (`confidentiality.may_see`)."""
    code = find_code(words)
    case = cases.by_code(turn.tx, code) if code else None
    assert turn.viewer is not None
    return case is not None and rights.may_see(turn, case, turn.viewer)
