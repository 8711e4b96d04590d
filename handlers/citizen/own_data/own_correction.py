"""Correcting what a person told of themselves: at once, in the sealed identity of the case. Words
of a case are corrected by an official, because others may have answered to them already."""

from __future__ import annotations

from dataclasses import dataclass

from cases.days.data_rights import Right
from handlers.citizen import own_cases
from handlers.citizen.interludes import ended
from handlers.citizen.submission import particulars
from handlers.conversation import phones
from handlers.conversation.dialogue import Ask, Option, Unclear, dialogue
from handlers.desk import Turn
from handlers.privacy import data_requests
from storage.casework import cases
from storage.mailbox import addresses, inbox
from storage.tables.casework import Case

_FIELDS = ("name", "phone", "commune", "email", "words")
_LONGEST = {"name": 100, "commune": 200, "words": 2000}
_MOVE = ("correct_identity",)


@dataclass(frozen=True, slots=True)
class Correction:
    case: Case
    field: str
    value: str


def begin(turn: Turn, words: str) -> None:
    own_cases.begin_about(turn, words, "correct_data", _MOVE, "own_data.no_case")


@dialogue("correct_data", lambda turn, made: _finish(turn, made), words=("value",))
def correcting(ask: Ask) -> Correction:
    case = own_cases.pick(ask, _MOVE)
    known = cases.identity(ask.turn.tx, ask.turn.ground.keys, case.id)
    field = ask.choice(
        "field",
        [Option(f, f"own_data.b_field_{f}") for f in _FIELDS if known or f == "words"],
        text="own_data.which_field",
        params=lambda: {"code": case.code, "known": bool(known)},
    )
    value = ask.question(
        "value", text=f"own_data.new_{field}", read=lambda t, s: _read(t, field, s)
    )
    return Correction(case, field, str(value))


def _read(turn: Turn, field: str, text: str) -> str:
    text = turn.incoming.phone or text.strip()
    if field == "phone":
        value = phones.phone_of(text)
    elif field == "email":
        value = particulars.read(text).email
    else:
        value = text
    if not value:
        raise Unclear(f"own_data.form_{field}")
    if len(value) > _LONGEST.get(field, _LONGEST["words"]):
        raise Unclear("common.too_long", limit=_LONGEST[field])
    if field == "email":
        inbox.hide(turn.tx, turn.inbox_id, value)
    return value


def _finish(turn: Turn, made: Correction) -> None:
    if made.field == "words":
        data_requests.ask_officials(turn, Right.CORRECT, made.value, made.case)
    elif _put(turn, made):
        data_requests.done_here(turn, Right.CORRECT, made.field, made.case)
        turn.say(
            "own_data.corrected",
            [turn.button("own_data.b_correct_more", f"/dulieu sua {made.case.code}")],
            code=made.case.code,
        )
    ended(turn)


def _put(turn: Turn, made: Correction) -> bool:
    """The history says which line was changed, never to what."""
    case, keys = made.case, turn.ground.keys
    before = cases.identity(turn.tx, keys, case.id)
    cases.reseal(turn.tx, keys, case.id, {**before, made.field: made.value})
    if own_cases.act(turn, case, _MOVE[0], data={"field": made.field}) is None:
        cases.reseal(turn.tx, keys, case.id, before)
        return False
    if made.field == "email":
        addresses.forget_case(turn.tx, case.id, turn.now)
        person = turn.chat.person_id
        addresses.keep_for_case(turn.tx, keys, case.id, person, made.value, turn.now, turn.language)
    return True
