"""What an official wrote down from a voice note or a letter: its sender confirms it, or says what
is wrong."""

from __future__ import annotations

from cases.numbers.codes import split_code
from handlers.citizen import own_cases
from handlers.citizen.interludes import begin_over
from handlers.desk import Turn
from handlers.router import command
from storage.tables.casework import Case


@command("ghidung", "transcriptright", hidden=True)
def right(turn: Turn, words: str) -> None:
    """Confirm it."""
    case = _meant(turn, words)
    if case and own_cases.act(turn, case, "confirm_transcript"):
        turn.say("actions.transcript_right", code=case.code)


@command("ghisai", "transcriptwrong", hidden=True)
def wrong(turn: Turn, words: str) -> None:
    """It is no part of the story any more; what was meant is said as a supplement."""
    case = _meant(turn, words)
    if case and own_cases.act(turn, case, "reject_transcript"):
        begin_over(turn, "supplement", {"case": case.code, "wrong": True})


def _meant(turn: Turn, words: str) -> Case | None:
    code, _ = split_code(words)
    case = own_cases.by_code(turn, code) if code else None
    if code is None:
        own_cases.misread(turn)
    elif case is None:
        own_cases.unknown(turn, code)
    return case
