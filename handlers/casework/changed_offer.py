"""After an answer that applies an initiative, and after one was published, one button: was anything
changed because of it?"""

from __future__ import annotations

from cases.plan.broadcast_rights import WRITERS
from handlers.desk import Turn
from messages.envelope import Choice
from storage.casework.cases import Change

_APPLIED = "applied"
_ANSWERS = frozenset({"approve", "answer"})


def choices(turn: Turn, change: Change) -> list[Choice]:
    case, viewer = change.case, turn.viewer
    if viewer is None or case.restricted or not turn.private:
        return []
    applied = change.move in _ANSWERS and case.verdict == _APPLIED and case.answered_at is not None
    if not (applied or change.move == "publish") or not any(map(viewer.is_, WRITERS)):
        return []
    return [turn.button("changed.b_offer", f"/dathaydoi {case.code}")]
