"""A short dialogue in the middle of a submission: the submission waits, and goes on after it."""

from __future__ import annotations

from typing import Any

from handlers.desk import Turn
from handlers.dialogue import DIALOGUES
from handlers.replay import begin, resume, under_way


def begin_over(turn: Turn, name: str, answers: dict[str, Any]) -> None:
    """Start `name`; a draft under way comes back once it has ended."""
    interrupted = under_way(turn)
    if interrupted and DIALOGUES[interrupted].draft:
        if turn.state["d"]["a"]:
            turn.state["over"] = interrupted
    elif not interrupted:
        turn.state.pop("over", None)
    begin(turn, name, answers)


def ended(turn: Turn) -> None:
    """To be called when such a dialogue has said its last word."""
    over = turn.state.pop("over", None)
    if over and not under_way(turn):
        resume(turn, over)
