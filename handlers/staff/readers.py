"""Who will read what an official is about to send: shown before anything goes to a citizen."""

from __future__ import annotations

from cases.kinds import IdentityMode
from handlers.desk import Desk
from storage import chats, duties
from storage.cases import Change
from storage.tables import Case

# Moves whose words the sender of a case is told.
_TOLD = frozenset({"ask", "ask_handling", "answer", "approve", "refuse", "forward", "extend"})


def reader(desk: Desk, case: Case, language: str) -> str:
    """In words: by which way the sender reads it, or that somebody must tell them."""
    if case.chat_id is not None:
        chat = chats.by_id(desk.tx, case.chat_id)
        if chat is not None:
            return desk.words(
                language,
                "staff.reader_chat",
                channel=desk.words(language, f"source.{chat.channel}"),
                closed=case.identity_mode == IdentityMode.CLOSED,
            )
    if case.entered_by is not None:
        source = desk.words(language, f"source.{case.source}")
        return desk.words(language, "staff.reader_by_hand", source=source)
    tip = case.identity_mode == IdentityMode.ANONYMOUS
    return desk.words(language, "staff.reader_tip" if tip else "staff.reader_looks")


def told_by_hand(desk: Desk, change: Change) -> None:
    """Somebody who came by telephone, letter or counter has no chat: calling them is a duty."""
    case = change.case
    tip = case.identity_mode == IdentityMode.ANONYMOUS
    if change.move not in _TOLD or case.chat_id is not None or case.entered_by is None or tip:
        return
    if change.move == "answer" and case.answered_at is None:
        return  # a draft: nobody is told yet
    office = "" if case.restricted else case.office
    duties.call(
        desk.tx, office or desk.agency.reception_office, case.id, f"tell:{change.move}", desk.now
    )
