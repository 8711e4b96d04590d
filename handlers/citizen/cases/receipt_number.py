"""The 16-digit receipt number: it opens a case from any channel. Only its keyed hash is kept, and
wrong numbers cost a growing wait."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cases.numbers.codes import NEAR_RECEIPT, RECEIPT_DIGITS, split_code
from cases.numbers.dossiers import dossier_number
from handlers.casework import recall
from handlers.citizen import own_cases
from handlers.citizen.interludes import ended
from handlers.citizen.plain_words import yes_no
from handlers.citizen.submission import filing
from handlers.conversation.dialogue import Ask, Option, dialogue
from handlers.desk import Turn
from handlers.router import command
from storage.casework import cases, guesses, receipts
from storage.tables.casework import Case


@dataclass(frozen=True, slots=True)
class Tried:
    """What a number led to: a case, a wait, or nothing."""

    case: Case | None = None
    wait: bool = False


def try_number(turn: Turn, digits: str) -> Tried:
    """Look a well-formed number up. One that matches nothing is counted as a guess; while a wait
    lasts nothing is looked up, right or wrong."""
    receipts.hide_typed(turn.tx, turn.inbox_id)
    if guesses.waits_until(turn.tx, turn.chat.id, turn.now) is not None:
        return Tried(wait=True)
    case = cases.by_receipt(turn.tx, turn.ground.keys, digits)
    if case is None:
        guesses.missed(turn.tx, turn.chat.id, turn.now)
        return Tried()
    own_cases.remember(turn, case)
    return Tried(recall.as_told(turn, case))


def named(turn: Turn, words: str) -> str | None:
    """What followed a command, with the code of its case in place of a receipt number that opens
    one; None once the person was told why it opens none."""
    found = NEAR_RECEIPT.search(words)
    digits = re.sub(r"\D", "", found.group()) if found else ""
    if found is None or len(digits) != RECEIPT_DIGITS or dossier_number(words):
        return words
    tried = try_number(turn, digits)
    if tried.case is not None:
        return f"{words[: found.start()]} {tried.case.code} {words[found.end() :]}".strip()
    if tried.wait:
        say_wait(turn)
    else:
        turn.say("status.unknown_number", [turn.button("status.b_mine", "/cuatoi")])
    return None


def say_wait(turn: Turn) -> None:
    """How long until numbers are looked up again in this chat."""
    until = guesses.waits_until(turn.tx, turn.chat.id, turn.now) or turn.now
    left = max(1, round((until - turn.now).total_seconds()))
    turn.say(
        "status.wait",
        [turn.button("status.b_human", "/gapcanbo")],
        minutes=-(-left // 60),
        seconds=left,
        phone=turn.agency.contact.phone,
    )


# --- one for an own case, on request -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Wanted:
    case: Case
    issue: bool  # False: the number it has is to go on working


def _done(turn: Turn, wanted: Wanted) -> None:
    if wanted.issue:
        _issue(turn, wanted.case)
    else:
        turn.say("status.number_kept")
    ended(turn)


def _issue(turn: Turn, case: Case) -> None:
    digits = turn.ground.chance(16)
    replaced = receipts.issue(turn.tx, turn.ground.keys, case, digits, turn.now)
    turn.say("status.number_for", code=case.code, replaced=replaced)
    filing.show_number(turn, digits)


@dialogue("receipt_number", _done)
def asking_for_number(ask: Ask) -> Wanted:
    """A case that has a number gets another only when its sender says so: the one written down at
    home would stop working."""
    case = own_cases.pick(ask, own_cases.ANY)
    if not case.receipt_hash:
        return Wanted(case, True)
    sure = ask.choice(
        "sure",
        (Option("yes", "status.b_new_number"), Option("no", "status.b_keep_number")),
        text="status.number_again",
        params=lambda: {"code": case.code},
        read=yes_no,
    )
    return Wanted(case, sure == "yes")


@command("maso", "receiptnumber", hidden=True)
def number(turn: Turn, words: str) -> None:
    """Issue the receipt number of an own case, the only one or the one named; among several it is
    asked which."""
    code, _ = split_code(words)
    case = own_cases.by_code(turn, code) if code else None
    if case is None or case.receipt_hash:
        own_cases.begin_about(turn, words, "receipt_number", own_cases.ANY, "receipt.no_case")
    else:
        _issue(turn, case)
