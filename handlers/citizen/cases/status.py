"""Looking a case up: one's own by button or code, any by its receipt number."""

from __future__ import annotations

from typing import Any

from cases.agency.agency import Agency
from cases.kinds import Kind
from cases.numbers.codes import RECEIPT_DIGITS, find_code, looks_like_code, receipt_digits
from cases.numbers.dossiers import dossier_number, same_number
from handlers.citizen import asked, own_cases
from handlers.citizen.cases import case_view, receipt_number
from handlers.citizen.subject.subjects import Subject
from handlers.citizen.submission import submit
from handlers.conversation.replay import PAGE, begin, kept, lay_aside
from handlers.desk import Turn
from handlers.router import command
from messages.envelope import Choice
from storage.casework import receipts
from storage.tables.casework import Case


@command("tracuu", "status", "xem", "see")
def status(turn: Turn, words: str) -> None:
    """Own cases by button, and how to look up others; or the one named. A dossier number is looked
    for before a receipt number: some have sixteen digits, and it is no failed guess."""
    if not words.strip():
        _list(turn, 1)
    elif code := find_code(words):
        _by_code(turn, code)
    elif looks_like_code(words):
        own_cases.misread(turn)
    elif number := dossier_number(words):
        _dossier(turn, number)
    elif digits := receipt_digits(words):
        _by_number(turn, digits)
    else:
        turn.say("status.not_a_code", _back(turn), prefix=turn.agency.code_prefix)


def _back(turn: Turn) -> list[Choice]:
    return [turn.button("status.b_mine", "/cuatoi")]


def _by_code(turn: Turn, code: str) -> None:
    case = own_cases.by_code(turn, code)
    if case is None:
        own_cases.unknown(turn, code)
    else:
        case_view.show(turn, case)


def number(turn: Turn, digits: str) -> None:
    """A receipt number said among other words, or one digit short or long: never a story, and
    never kept as it was typed."""
    if len(digits) == RECEIPT_DIGITS:
        _by_number(turn, digits)
    else:
        receipts.hide_typed(turn.tx, turn.inbox_id)
        turn.say("status.digits", _back(turn), count=len(digits))


def _by_number(turn: Turn, digits: str) -> None:
    tried = receipt_number.try_number(turn, digits)
    if tried.wait:
        receipt_number.say_wait(turn)
    elif tried.case is None:
        turn.say("status.unknown_number", _back(turn))
    else:
        case_view.show(turn, tried.case)


# --- own cases -----------------------------------------------------------------------------------


@command("cuatoi", "mine")
def mine(turn: Turn, words: str) -> None:
    """What this person sent from here, by pages."""
    _list(turn, int(words) if words.isascii() and words.isdigit() else 1)


def _list(turn: Turn, page: int) -> None:
    """Four at a time, newest first. Plain commands and no question: whatever is said next is heard
    as if the list did not stand there."""
    sent = own_cases.own(turn)
    if not sent:
        turn.say("status.no_case", [turn.button("status.b_submit", "/gui")])
        return
    start = (page - 1) * PAGE if 0 < page <= -(-len(sent) // PAGE) else 0
    choices = [_button(turn, c) for c in sent[start : start + PAGE]]
    if len(sent) > PAGE:
        following = page + 1 if start + PAGE < len(sent) else 1
        choices.append(turn.button("common.other", f"/cuatoi {following}"))
    turn.say("status.mine", choices, count=len(sent))


def _button(turn: Turn, case: Case) -> Choice:
    return Choice(own_cases.option(turn, case).label, f"/tracuu {case.code}")


# --- dossier numbers -----------------------------------------------------------------------------


def is_dossier(text: str) -> bool:
    """Whether a message is a dossier number and nothing else."""
    number = dossier_number(text)
    return number is not None and number == text.strip()


def _dossier(turn: Turn, number: str) -> None:
    """Another house's number: where to look it up; an own case about it is named."""
    about = next((c for c in own_cases.own(turn) if same_number(c.dossier, number)), None)
    code = about.code if about else ""
    turn.say(
        "status.dossier",
        [
            turn.button("actions.b_view", f"/tracuu {code}")
            if code
            else turn.button("status.b_late", f"/trehen {number}"),
            turn.button("status.b_human", "/gapcanbo"),
        ],
        number=number,
        portal=_portal(turn.agency),
        phone=turn.agency.contact.phone,
        code=code,
    )


def _portal(agency: Agency) -> str:
    return " – ".join(agency.portals[0]) if agency.portals else agency.website


@command("trehen", "latedossier", hidden=True)
def late_dossier(turn: Turn, words: str) -> None:
    """File a late dossier whose number is known already."""
    lay_aside(turn)
    story = asked.taken(turn)
    if not story and kept(turn, "submit"):
        submit.offer_kept(turn)
        return
    known: dict[str, Any] = {**story, "subject": Subject(Kind.LATE_DOSSIER).value()}
    if number := dossier_number(words):
        known["dossier"] = number
    begin(turn, "submit", known)
