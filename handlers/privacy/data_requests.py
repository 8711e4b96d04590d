"""Rights of people over their own data. What the machine can do it does at once, and keeps the
proof; the rest becomes a duty of those who receive, with the clocks of the law."""

from __future__ import annotations

from cases.confidentiality import Viewer
from cases.days.data_rights import Right, done_due, first_due
from cases.kinds import Role
from handlers.desk import Desk, Turn
from handlers.rights import rights
from messages.dates import day_text
from storage.privacy import data_requests
from storage.tables.casework import Case
from storage.tables.privacy import DataRequest


def _keep(turn: Turn, right: Right, words: str, case: Case | None) -> int:
    agency = turn.agency
    return data_requests.keep(
        turn.tx,
        person_id=turn.chat.person_id,
        chat_id=turn.chat.id,
        case_id=case.id if case else None,
        kind=right.value,
        words=words,
        at=turn.now,
        first_due_at=first_due(turn.now, agency.data_rights, agency.calendar),
        due_at=done_due(right, turn.now, agency.data_rights, agency.calendar),
    )


def done_here(turn: Turn, right: Right, what: str, case: Case | None = None) -> int:
    """The machine has done it; `what` says so in the proof. Returns the request's number."""
    number = _keep(turn, right, "", case)
    data_requests.finish(turn.tx, number, "done", what, turn.now)
    return number


def ask_officials(turn: Turn, right: Right, words: str, case: Case | None = None) -> None:
    """Put it before those who may answer it, and say what follows. One open request of a sort is
    enough."""
    before = data_requests.waiting_of(
        turn.tx, turn.chat.person_id, right.value, case.id if case else None
    )
    if before is not None:
        turn.say("data.already", number=before.id, due=day_text(before.due_at, turn.language))
        return
    number = _keep(turn, right, words, case)
    office = turn.agency.reception_office
    data_requests.put_on_lists(
        turn.tx, office, number, right.value, case.id if case else None, turn.now
    )
    request = data_requests.get(turn.tx, number)
    assert request is not None
    due = day_text(request.due_at, turn.language)
    turn.say("data.taken", number=number, due=due, phone=turn.agency.contact.phone)


# --- who answers ---------------------------------------------------------------------------------


def may_answer(desk: Desk, request: DataRequest, viewer: Viewer) -> bool:
    """Those who receive and the Director; of a case only who may see it, and nobody their own."""
    if request.person_id == viewer.person_id:
        return False
    if not (viewer.is_(Role.DISPATCHER) or viewer.is_(Role.DIRECTOR)):
        return False
    if request.case_id is None:
        return True
    case = desk.tx.get(Case, request.case_id)
    return case is not None and rights.may_see(desk, case, viewer)


def waiting_for(desk: Desk, viewer: Viewer) -> list[DataRequest]:
    """Earliest due first."""
    return [r for r in data_requests.waiting(desk.tx) if may_answer(desk, r, viewer)]


def answer(desk: Desk, request: DataRequest, outcome: str, reason: str, by: int) -> bool:
    """Finish it and tell whoever asked. False where somebody else had done so."""
    if not data_requests.finish(desk.tx, request.id, outcome, reason, desk.now, by):
        return False
    if request.chat_id is not None:
        desk.tell_chat(
            request.chat_id,
            f"data.{outcome}",
            details={"person_id": request.person_id},
            number=request.id,
            reason=reason,
            phone=desk.agency.contact.phone,
        )
    return True
