"""The 16-digit receipt number: it opens a case from any channel. Only its keyed hash is kept, and
wrong numbers cost a growing wait."""

from __future__ import annotations

from dataclasses import dataclass

from cases.codes import split_code
from handlers.citizen import filing, own_cases
from handlers.citizen.interludes import begin_over, ended
from handlers.citizen.plain_words import yes_no
from handlers.desk import Turn
from handlers.dialogue import Ask, Option, dialogue
from handlers.router import command
from storage import cases, guesses, receipts
from storage.tables import Case


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
    return Tried(case)


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


def _issue(turn: Turn, case: Case | None) -> None:
    if case is not None:
        digits = turn.ground.chance(16)
        replaced = receipts.issue(turn.tx, turn.ground.keys, case, digits, turn.now)
        turn.say("status.number_for", code=case.code, replaced=replaced)
        filing.show_number(turn, digits)
    else:
        turn.say("status.number_kept")
    ended(turn)


@dialogue("receipt_number", _issue)
def renew(ask: Ask) -> Case | None:
    """A case that has a number gets another only when its sender says so: the one written down at
    home would stop working."""
    case = own_cases.by_code(ask.turn, ask.answers["case"])
    sure = ask.choice(
        "sure",
        (Option("yes", "status.b_new_number"), Option("no", "status.b_keep_number")),
        text="status.number_again",
        params=lambda: {"code": ask.answers["case"]},
        read=yes_no,
    )
    return case if sure == "yes" else None


@command("maso", "receiptnumber", hidden=True)
def number(turn: Turn, words: str) -> None:
    """Issue the receipt number of an own case."""
    code, _ = split_code(words)
    case = own_cases.by_code(turn, code) if code else None
    if code is None:
        own_cases.misread(turn)
    elif case is None:
        own_cases.unknown(turn, code)
    elif case.receipt_hash:
        begin_over(turn, "receipt_number", {"case": code})
    else:
        _issue(turn, case)
