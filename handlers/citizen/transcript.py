"""What an official wrote down from a voice note or a letter, confirmed by its sender."""

from __future__ import annotations

from cases.codes import split_code
from handlers.citizen import own_cases
from handlers.desk import Turn
from handlers.router import command


@command("ghidung", "transcriptright", hidden=True)
def right(turn: Turn, words: str) -> None:
    """Confirm it. What is wrong is said as a supplement."""
    code, _ = split_code(words)
    case = own_cases.by_code(turn, code) if code else None
    if code is None:
        own_cases.misread(turn)
    elif case is None:
        own_cases.unknown(turn, code)
    elif own_cases.act(turn, case, "confirm_transcript"):
        turn.say("actions.transcript_right", code=case.code)
