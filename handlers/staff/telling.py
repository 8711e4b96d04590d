"""Senders without a chat: somebody who came by telephone, letter or counter is told by a call."""

from __future__ import annotations

from cases.lifecycle import Status
from handlers.desk import Desk
from handlers.moved_day import another_day
from handlers.readers import Way, way
from storage import cases, duties
from storage.cases import Change
from storage.tables import Case, CaseText, Duty

# Moves whose words the sender of a case is told.
_TOLD = frozenset(
    {"ask", "ask_handling", "answer", "approve", "refuse", "forward", "extend", "recount"}
    | {"delay", "late", "confirm_answer", "send_again", "send_up", "reply_up"}
)


def told_by_hand(desk: Desk, change: Change) -> None:
    """Calling them is a duty, which carries the words to be told."""
    case = change.case
    if change.move not in _TOLD or way(case) is not Way.BY_HAND:
        return
    if change.move == "answer" and case.answered_at is None:
        return  # a draft: nobody is told yet
    if change.move == "recount" and not another_day(change):
        return
    office = "" if case.restricted else case.office
    duties.call(
        desk.tx,
        office or desk.agency.reception_office,
        case.id,
        f"tell:{change.move}",
        desk.now,
        text_id=change.text_id,
    )


# What there is to tell in a status, where the duty itself does not say it.
_SAID: dict[str, str] = {
    Status.WAITING: "question",
    Status.ANSWERED: "answer",
    Status.CLOSED: "answer",
    Status.REFUSED: "reason",
    Status.FORWARDED: "reason",
}


def words_of(desk: Desk, case: Case, duty: Duty) -> str:
    """What is to be told; empty where there is nothing, or it was erased."""
    text = desk.tx.get(CaseText, int((duty.data or {}).get("text") or 0))
    if text is None and (kind := _SAID.get(case.status)):
        text = cases.latest_text(desk.tx, case.id, kind)
    return text.body if text and text.case_id == case.id else ""
