"""The receipt on paper, on request: made outside the turn, sent as a file."""

from __future__ import annotations

from cases.numbers.codes import split_code
from handlers.citizen import own_cases
from handlers.citizen.interludes import ended
from handlers.conversation.dialogue import Ask, dialogue
from handlers.desk import Turn
from handlers.router import command
from storage.tables.casework import Case


@command("bienlai", "receipt", hidden=True)
def print_receipt(turn: Turn, words: str) -> None:
    """Ask for the PDF of an own case, the only one or the one named; among several it is asked
    which. A second tap while it is being made asks for nothing more."""
    code, _ = split_code(words)
    case = own_cases.by_code(turn, code) if code else None
    if case is None:
        own_cases.begin_about(turn, words, "print_receipt", own_cases.ANY, "receipt.no_case")
    else:
        _print(turn, case)


def _picked(turn: Turn, case: Case) -> None:
    _print(turn, case)
    ended(turn)


@dialogue("print_receipt", _picked)
def printing(ask: Ask) -> Case:
    return own_cases.pick(ask, own_cases.ANY)


def _print(turn: Turn, case: Case) -> None:
    _ask_for(turn, case)
    turn.say("receipt.making", code=case.code)


def _ask_for(turn: Turn, case: Case) -> None:
    wanted = {"case": case.id, "language": turn.language}
    asked = turn.tx.one(
        "SELECT 1 FROM job WHERE kind = 'receipt_pdf' AND chat_id = :chat AND params = :params"
        " AND state = 'waiting'",
        chat=turn.chat.id,
        params=wanted,
    )
    if asked is None:
        turn.tx.insert(
            "job", kind="receipt_pdf", params=wanted, chat_id=turn.chat.id, due_at=turn.now
        )
