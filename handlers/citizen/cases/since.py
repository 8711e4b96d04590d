"""Since they spoke up somebody has made trouble for the sender: it goes to the Director, at any
time and as often as it happens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cases.numbers.codes import split_code
from handlers.cards import cards
from handlers.case.promises import anew
from handlers.citizen import additions, own_cases
from handlers.citizen.cases import receipt_number
from handlers.citizen.interludes import begin_over, ended
from handlers.conversation.dialogue import Ask, dialogue
from handlers.conversation.story import said_part, story_of
from handlers.desk import Turn
from handlers.rights import walls
from handlers.rights.once_more import may_tell_of_trouble
from handlers.router import command
from messages.envelope import Choice
from storage.casework import cases
from storage.casework.cases import Change
from storage.published import publications
from storage.tables.casework import Case

_MOST_CHOICES = 4


@dataclass(frozen=True, slots=True)
class Trouble:
    case: Case | None  # None: it is gone, or open again already
    part: dict[str, Any]


@command("gaykho", "trouble", "bigaykho", hidden=True)
def trouble(turn: Turn, words: str) -> None:
    """`/gaykho CODE`, or the receipt number, and what happened."""
    meant = receipt_number.named(turn, words)
    if meant is None:
        return
    code, rest = split_code(meant)
    if not code:
        _which(turn, rest)
    elif (case := own_cases.by_code(turn, code)) is None:
        own_cases.unknown(turn, code)
    elif not may_tell_of_trouble(turn, case):
        own_cases.not_now(turn, case)
    else:
        part = {**said_part(turn), "text": rest} if rest else {}
        begin_over(turn, "since", {"case": code, **({"what": part} if part else {})})


def _which(turn: Turn, rest: str) -> None:
    fitting = [c for c in own_cases.own(turn) if may_tell_of_trouble(turn, c)]
    if not fitting:
        turn.say("since.nothing", _elsewhere(turn))
        return
    choices = [Choice(own_cases.option(turn, c).label, f"/gaykho {c.code}") for c in fitting]
    turn.say("since.which", choices[:_MOST_CHOICES])


def _elsewhere(turn: Turn) -> list[Choice]:
    return [
        turn.button("status.b_submit", "/gui"),
        turn.button("status.b_human", "/gapcanbo"),
    ]


@dialogue("since", lambda turn, told: _tell(turn, told), words=("what",))
def telling(ask: Ask) -> Trouble:
    turn = ask.turn
    case = own_cases.by_code(turn, ask.answers["case"])
    if case is None or not may_tell_of_trouble(turn, case):
        return Trouble(None, {})
    part = ask.question(
        "what",
        takes_files=True,
        read=additions.read_part,
        text="since.ask",
        params=lambda: {"code": case.code},
    )
    return Trouble(case, part)


def _tell(turn: Turn, told: Trouble) -> None:
    if told.case is None:
        turn.say("since.open", [turn.button("status.b_mine", "/cuatoi")])
    elif change := _move(turn, told.case, told.part):
        held = not cards.on_duty(turn, change.case)
        turn.say(
            "since.told",
            [
                turn.button("actions.b_view", f"/tracuu {change.case.code}"),
                turn.button("status.b_human", f"/gapcanbo {change.case.code}"),
            ],
            code=change.case.code,
            held=held,
            police=turn.agency.police_phone,
        )
        additions.stay_open(turn, change.case)
    ended(turn)


def _move(turn: Turn, case: Case, part: dict[str, Any]) -> Change | None:
    """To the Director alone, as something that accuses, whatever it was before: what was published
    of it stands nowhere any more. Who decided before is not barred: it is another matter, and the
    Director may have approved the answer."""
    if case.published:
        publications.changed(turn.tx, case.id, turn.now)
    return additions.put(
        turn,
        case,
        "trouble",
        part,
        text_kind="trouble",
        trouble_at=turn.now,
        restricted=1,
        to_director=1,
        accused=_accused(turn, case, part),
        not_again=[],
        **anew(turn, case) | {"suggested_office": ""},
    )


def _accused(turn: Turn, case: Case, part: dict[str, Any]) -> list[int]:
    """Whom it was kept from, and whom these words or, where it accused nobody before, the story
    name."""
    words = [story_of({"parts": [part]}).text]
    if not case.restricted:
        words += [t.body for t in cases.texts(turn.tx, case.id, "story", "supplement")]
    said = "\n".join(words)
    found = walls.wall(turn, case.about, case.about_office, said)
    return sorted({*found.accused, *(case.accused or ())})
