"""Commands that show a case: which one is meant is asked where it was not said."""

from __future__ import annotations

from handlers.citizen.interludes import begin_over, ended
from handlers.conversation.dialogue import Ask, Option, dialogue
from handlers.desk import Turn
from handlers.rights import reading
from handlers.router import COMMANDS
from handlers.staff import work
from handlers.staff.act import asking, which
from handlers.staff.act.acts import CANCEL
from handlers.staff.act.meant import leading_code
from storage.tables.casework import Case


def case_meant(turn: Turn, words: str, word: str) -> Case | None:
    """The case that was typed or replied to; None after asking, or saying that there is none."""
    code, _ = leading_code(words)
    code = code or which.code_here(turn)
    if not code and not words.strip() and turn.private:
        begin_over(turn, "looking", {"word": word})
        return None
    case = which.visible(turn, code)
    if case is None:
        which.unknown(turn, code)
        return None
    reading.note(turn, case, turn.chat.person_id, word)
    return case


def _look(turn: Turn, told: dict[str, str]) -> None:
    if told["case"] == CANCEL:
        turn.say("staff.cancelled")
    else:
        COMMANDS[told["word"]].function(turn, told["case"])
    ended(turn)


@dialogue("looking", _look, official=True)
def looking(ask: Ask) -> dict[str, str]:
    ask.question(
        "case",
        text="staff.which_case",
        options=lambda: [*_waiting(ask.turn), Option(CANCEL, "staff.b_cancel")],
        read=asking.read_code,
    )
    return ask.answers


def _waiting(turn: Turn) -> list[Option]:
    viewer = turn.viewer
    return [Option(c.code, label=c.code) for c in work.cases_of(turn, viewer)] if viewer else []
