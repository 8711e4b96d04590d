"""Senders without a chat: somebody who came by telephone, letter or counter is told by a call."""

from __future__ import annotations

from handlers.case.moved_day import another_day
from handlers.desk import Desk
from handlers.notices.readers import Way, way
from storage.casework import duties
from storage.casework.cases import Change

# Moves whose words the sender of a case is told.
_TOLD = frozenset(
    {"ask", "ask_handling", "answer", "approve", "refuse", "forward", "extend", "recount"}
    | {"delay", "late", "progress", "confirm_answer", "send_again", "send_up", "reply_up"}
)
_AS = {f"follow_{it}": it for it in ("answer", "refuse", "forward", "extend", "delay")}
"""What a case follows another in is told as if it had been done in it."""


def told_by_hand(desk: Desk, change: Change) -> None:
    """Calling them is a duty, which carries the words to be told."""
    case = change.case
    move = _AS.get(change.move, change.move)
    if move not in _TOLD or way(case) is not Way.BY_HAND:
        return
    if move == "answer" and case.answered_at is None:
        return  # a draft: nobody is told yet
    if move == "recount" and not another_day(change):
        return
    office = "" if case.restricted else case.office
    duties.call(
        desk.tx,
        office or desk.agency.reception_office,
        case.id,
        f"tell:{move}",
        desk.now,
        text_id=change.text_id,
    )
