"""Senders without a chat: somebody who came by telephone, letter or counter is told by a call."""

from __future__ import annotations

from handlers.desk import Desk
from handlers.readers import Way, way
from storage import duties
from storage.cases import Change

# Moves whose words the sender of a case is told.
_TOLD = frozenset({"ask", "ask_handling", "answer", "approve", "refuse", "forward", "extend"})


def told_by_hand(desk: Desk, change: Change) -> None:
    """Calling them is a duty, which carries the words to be told."""
    case = change.case
    if change.move not in _TOLD or way(case) is not Way.BY_HAND:
        return
    if change.move == "answer" and case.answered_at is None:
        return  # a draft: nobody is told yet
    office = "" if case.restricted else case.office
    duties.call(
        desk.tx,
        office or desk.agency.reception_office,
        case.id,
        f"tell:{change.move}",
        desk.now,
        text_id=change.text_id,
    )
