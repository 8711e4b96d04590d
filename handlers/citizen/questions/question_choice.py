"""Which of several procedures a question is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cases.agency.procedures import Procedure
from cases.understanding.questions import Facet, tells_trouble
from handlers.citizen import asked
from handlers.citizen.interludes import begin_over, ended
from handlers.citizen.questions import question_replies
from handlers.citizen.submission import submit
from handlers.conversation.dialogue import Ask, Option, Several, Unclear, dialogue
from handlers.desk import Turn

NAME = "question"
_OTHER, _STORY = "other", "story"
_STORY_FROM = 40  # characters
_LONGEST_NAME = 120


def offer(turn: Turn, procedures: Sequence[Procedure], facet: Facet) -> None:
    """Ask; what was under way goes on afterwards."""
    codes = [procedure.code for procedure in procedures]
    begin_over(turn, NAME, {"about": facet.value, "codes": codes})


@dataclass(frozen=True, slots=True)
class Meant:
    """A procedure's code or `_OTHER`, or the story somebody told where a choice was expected."""

    facet: Facet
    code: str = ""
    story: str = ""


def _chosen(turn: Turn, meant: Meant) -> None:
    if meant.story:
        turn.state.pop("over", None)
        asked.gives_way(turn)
        submit.begin_with(turn, {"text": meant.story})
        return
    procedure = turn.agency.procedure(meant.code)
    if procedure is None:
        question_replies.unanswered(turn, [])
    else:
        question_replies.answer(turn, procedure, meant.facet)
    ended(turn)


@dialogue(NAME, _chosen)
def choosing(ask: Ask) -> Meant:
    facet = Facet(ask.answers["about"])
    options = [
        *_options(ask.turn, ask.answers["codes"]),
        Option(_OTHER, "questions.b_other"),
    ]
    which = ask.choice("which", options, read=_other_words, text="questions.which")
    return Meant(facet, which, ask.answers["story"] if which == _STORY else "")


def _options(turn: Turn, codes: list[str]) -> list[Option]:
    found = filter(None, map(turn.agency.procedure, codes))
    return [Option(p.code, label=question_replies.name_of(turn, p)) for p in found]


def _other_words(turn: Turn, text: str) -> Any:
    """A name typed in place of a choice is looked for; a story is never lost."""
    told = len(text) > _LONGEST_NAME or tells_trouble(text, turn.agency)
    if not told and (found := question_replies.find(turn.agency, text)):
        return Several({"codes": [p.code for p in found], "which": None})
    if len(text) >= _STORY_FROM:
        return Several({"story": text, "which": _STORY})
    raise Unclear
