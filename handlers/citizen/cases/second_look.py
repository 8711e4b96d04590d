"""The answer, the refusal or the closing is not right: the sender asks for another look, by
somebody who did not decide before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cases.lifecycle import Status, may
from cases.numbers.codes import split_code
from handlers import door
from handlers.case.promises import anew
from handlers.citizen import additions, own_cases
from handlers.citizen.cases import receipt_number
from handlers.citizen.interludes import ended
from handlers.conversation.dialogue import Ask, dialogue
from handlers.conversation.story import said_part
from handlers.desk import Turn
from handlers.rights import deciders
from handlers.rights.once_more import may_look_again
from handlers.router import command
from messages.dates import day_text
from storage.casework.cases import Change
from storage.tables.casework import Case

_AGAIN = ("look_again", "reopen", "appeal")


@dataclass(frozen=True, slots=True)
class Again:
    case: Case
    part: dict[str, Any]


@command("xemlai", "lookagain")
def look_again(turn: Turn, words: str) -> None:
    """The answer, refusal or closing is not right: somebody else looks."""
    meant = receipt_number.named(turn, words)
    if meant is None:
        return
    words = meant
    code, rest = split_code(words)
    case = own_cases.by_code(turn, code) if code else None
    if case and own_cases.able(case, _AGAIN) and not may_look_again(turn, case):
        _beyond_limits(turn, case)
        return
    part = {**said_part(turn), "text": rest} if rest else {}
    own_cases.begin_about(
        turn, words, "again", _AGAIN, "actions.none_to_look_again", {"why": part} if part else None
    )


def _beyond_limits(turn: Turn, case: Case) -> None:
    limits, contact = turn.agency.limits, turn.agency.contact
    key = "actions.appealed_before" if case.status == Status.REFUSED else "actions.too_late"
    turn.say(
        key,
        [
            turn.button("status.b_human", f"/gapcanbo {case.code}"),
            turn.button("actions.b_new", "/gui"),
        ],
        code=case.code,
        days=limits.reopen_days,
        times=limits.reopen_times,
        phone=contact.phone,
        place=turn.agency.denunciation_place_in(turn.language),
    )


@dialogue("again", lambda turn, again: _again(turn, again), words=("why",))
def asking_again(ask: Ask) -> Again:
    case = own_cases.pick(ask, _AGAIN)
    if not may_look_again(ask.turn, case):
        return Again(case, {})
    key = "actions.why_appeal" if case.status == Status.REFUSED else "actions.why_again"
    part = ask.question(
        "why",
        takes_files=True,
        read=additions.read_part,
        text=key,
        params=lambda: {"code": case.code},
    )
    return Again(case, part)


def _again(turn: Turn, again: Again) -> None:
    case = again.case
    if not may_look_again(turn, case):
        _beyond_limits(turn, case)
    else:
        barred, by_others = deciders.barred(turn, case)
        if change := _move(turn, again, barred):
            due = change.case.due_at
            turn.say(
                "actions.looking_again",
                [turn.button("actions.b_view", f"/tracuu {case.code}")],
                code=case.code,
                by_others=by_others,
                due=day_text(due, turn.language) if due else "",
            )
            additions.stay_open(turn, change.case)
    ended(turn)


def _move(turn: Turn, again: Again, barred: list[int]) -> Change | None:
    """Back to those who receive, as if new: without owner and office, with a date of its own."""
    case = again.case
    name = next(m for m in _AGAIN if may(m, Status(case.status), door.SUBMITTER))
    return additions.put(
        turn,
        case,
        name,
        again.part,
        not_again=barred,
        **anew(turn, case),
    )
