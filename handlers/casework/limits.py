"""What a case forbids beyond the lifecycle table: asked by the buttons and by the acts alike, so
that nothing is offered that would only be refused."""

from __future__ import annotations

from collections.abc import Callable

from cases.days.deadlines import end_of
from cases.kinds import IdentityMode, Kind
from cases.lifecycle import Move, Standing, Status, allowed
from handlers.case import promises, told
from handlers.casework import recall
from handlers.desk import Desk
from handlers.rights import masking, rights
from storage.casework import cases, consultations, history
from storage.mailbox import files
from storage.tables.casework import Case


def open_moves(desk: Desk, case: Case, held: frozenset[Standing]) -> list[Move]:
    """The moves somebody with these standings can really make now, in the table's order."""
    return [m for m in allowed(Status(case.status), held) if not why_not(desk, case, m.name)]


def why_not(desk: Desk, case: Case, move: str) -> str:
    """The key of what forbids the move of this case; empty where nothing does."""
    forbidden = _BEYOND_THE_TABLE.get(move)
    return forbidden(desk, case) if forbidden else ""


def _put_off_before(desk: Desk, case: Case) -> str:
    """Once only, and only what has a promised day (facts/law 2.6)."""
    if case.due_at is None:
        return "staff.no_due_day"
    rows = history.of_case(desk.tx, case.id)
    if any(r.action == "extend" for r in rows):
        return "staff.extended_once"
    counted = promises.counting_of(desk, case)
    latest = promises.latest_extension(desk, counted) if counted else None
    beyond = latest and end_of(latest, desk.agency.calendar) <= max(case.due_at, desk.now)
    return "deadline.no_room" if beyond else ""


def _stays(desk: Desk, case: Case) -> str:
    """A case of conduct stays with whoever received it."""
    return "staff.stays_with_reception" if case.restricted else ""


def _wants_an_answer(desk: Desk, case: Case) -> str:
    tip = case.identity_mode == IdentityMode.ANONYMOUS
    return "" if tip or case.kind == Kind.PRAISE else "staff.not_for_thanks"


def _nothing_to_write_down(desk: Desk, case: Case) -> str:
    return "" if files.sent_with(desk.tx, case.id) else "staff.no_recording"


def _new_date_told(desk: Desk, case: Case) -> str:
    """One new date only (facts/law 2.8)."""
    if case.due_at is None:
        return "staff.no_due_day"
    return "late.told_once" if case.new_date_at is not None else ""


def _looked_at_again(desk: Desk, case: Case) -> str:
    """An answer its sender is not content with stands open until somebody else has looked."""
    return "second.first" if case.second_look else ""


def _published(desk: Desk, case: Case) -> str:
    return "" if case.published else "publish.nothing_there"


def _not_a_proposal(desk: Desk, case: Case) -> str:
    return "" if case.kind == Kind.CUT_CONDITIONS else "proposals.other_kind"


def _nothing_sent_up(desk: Desk, case: Case) -> str:
    return _not_a_proposal(desk, case) or ("" if case.sent_up else "proposals.not_sent_yet")


def _stays_inside(desk: Desk, case: Case) -> str:
    return "consult.never_restricted" if case.restricted else ""


def _nobody_is_asked(desk: Desk, case: Case) -> str:
    return "" if consultations.open_of_case(desk.tx, case.id) else "consult.nothing_asked"


def _told_already(desk: Desk, case: Case) -> str:
    return "" if recall.held(desk, case) else "recall.too_late"


def _nothing_sealed(desk: Desk, case: Case) -> str:
    if not rights.is_sealed(desk, case):
        return "opening.not_sealed"
    if cases.identity(desk.tx, desk.ground.keys, case.id):
        return ""
    words = cases.texts(desk.tx, case.id, *told.SENDERS_WORDS)
    return "" if any(masking.hidden_in(desk, t.body) for t in words) else "opening.nothing"


def _accuses_nobody(desk: Desk, case: Case) -> str:
    return "" if case.restricted else "explain.only_restricted"


_BEYOND_THE_TABLE: dict[str, Callable[[Desk, Case], str]] = {
    "extend": _put_off_before,
    "delay": _new_date_told,
    "transfer": _stays,
    "acknowledge": _wants_an_answer,
    "consult": _stays_inside,
    "end_consult": _nobody_is_asked,
    "recall": _told_already,
    "transcribe": _nothing_to_write_down,
    "close": _looked_at_again,
    "publish": _looked_at_again,
    "unpublish": _published,
    "send_up": _not_a_proposal,
    "reply_up": _nothing_sent_up,
    "ask_identity": _nothing_sealed,
    "explain": _accuses_nobody,
}
