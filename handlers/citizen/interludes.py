"""A short dialogue in the middle of another: what a person has written there waits, and goes on
after it."""

from __future__ import annotations

from typing import Any

from handlers.conversation.dialogue import DIALOGUES
from handlers.conversation.replay import begin, kept, resume, under_way
from handlers.desk import Turn


def begin_over(turn: Turn, name: str, answers: dict[str, Any]) -> None:
    """Start `name`; what was under way comes back once it has ended, and after that what that had
    interrupted itself."""
    interrupted = under_way(turn)
    if interrupted and DIALOGUES[interrupted].holds_words(turn.state["d"]["a"]):
        turn.state["d"]["over"] = turn.state.get("over", "")
        turn.state["over"] = interrupted
    elif not interrupted:
        turn.state.pop("over", None)
    begin(turn, name, answers)


def ended(turn: Turn) -> None:
    """To be called when such a dialogue has said its last word."""
    over = turn.state.pop("over", None)
    if not over or under_way(turn):
        return
    waits = kept(turn, over)
    if waits and (before := waits.pop("over", "")):
        turn.state["over"] = before
    resume(turn, over)
