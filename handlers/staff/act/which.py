"""Which case an official speaks of: the code they typed, the card they replied to, or the case of a
topic. One that does not exist and one they may not see are answered alike."""

from __future__ import annotations

from handlers.desk import Turn
from handlers.rights import rights
from handlers.staff.act.meant import MISREAD
from storage.casework import cases
from storage.mailbox import outbox
from storage.privacy.access import log_access
from storage.tables.casework import Case


def code_here(turn: Turn) -> str:
    """The code of the case whose card was replied to, or whose topic this is; empty if neither."""
    case = replied(turn)
    if case is None and turn.chat.case_id:
        case = turn.tx.get(Case, turn.chat.case_id)
    return case.code if case else ""


def replied(turn: Turn) -> Case | None:
    """The case of the message that was replied to."""
    if not turn.incoming.reply_to:
        return None
    case_id = outbox.case_of_message(turn.tx, turn.chat.id, turn.incoming.reply_to)
    return turn.tx.get(Case, case_id) if case_id else None


def visible(turn: Turn, code: str) -> Case | None:
    """The case, if it exists for this official in this chat; who reaches for another is noted."""
    case = cases.by_code(turn.tx, code) if code and code != MISREAD else None
    viewer = turn.viewer
    if case is None or viewer is None:
        return None
    if not rights.may_see(turn, case, viewer):
        log_access(turn.tx, turn.now, viewer.person_id, "hidden case", case_id=case.id)
        return None
    return case if turn.private or not case.restricted else None


def unknown(turn: Turn, code: str) -> None:
    """No such case here. In a group a restricted case is answered the same way, so that nobody
    learns there is one. Who recused themselves from it is reminded of that, and sees no more."""
    case = cases.by_code(turn.tx, code) if code and turn.private else None
    if case is not None and turn.chat.person_id in (case.recused or ()):
        status = turn.words(turn.language, f"status.{case.status}")
        turn.say("staff.you_recused", code=case.code, status=status)
        return
    turn.say("staff.no_such_case" if turn.private else "staff.not_here")
