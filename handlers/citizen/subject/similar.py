"""Somebody tells of a matter like one that was published: what was answered then is offered in one
line, once, beside the next question. Only what everybody may read already is ever offered."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from cases.numbers.codes import find_code
from handlers.citizen import own_cases
from handlers.conversation.dialogue import Ask, Option
from handlers.conversation.story import StoryParts, excerpt
from handlers.desk import Turn
from handlers.remembered.published import published, still_published
from handlers.router import command
from storage.tables.casework import Case

_KEPT = "near"  # among the answers: {size of the story, code, said}
WORD = "xemgiong"


class Similar:
    """For one question. Looked up when it is really put; once something was found it stays."""

    def __init__(self, ask: Ask, story: StoryParts, doors: Collection[str]) -> None:
        self._ask, self._story, self._doors = ask, story, doors

    def options(self) -> Sequence[Option]:
        """To read it, if there is something."""
        code = self._found().get("code")
        return (Option(f"/{WORD} {code}", "similar.b_read", stays=True),) if code else ()

    def above(self, turn: Turn) -> None:
        """The line, said once in a submission."""
        found = self._found()
        case = published(turn.tx, found["code"]) if found.get("code") else None
        if case is not None and not found.get("said"):
            found["said"] = True
            turn.say("similar.line", code=case.code, words=excerpt(case.published))

    def _found(self) -> dict[str, Any]:
        """Who accuses somebody or is in danger is offered nothing: what they tell is no such
        matter."""
        found: dict[str, Any] = self._ask.answers.get(_KEPT, {})
        size = len(self._story.text)
        if found.get("code") or found.get("size") == size:
            return found
        case = None if self._doors else self._near()
        found = {"size": size, "code": case.code if case else ""}
        self._ask.answers[_KEPT] = found
        return found

    def _near(self) -> Case | None:
        turn = self._ask.turn
        ident = turn.ground.published.like(turn.tx, turn.agency, self._story.text)
        return still_published(turn.tx, ident) if ident is not None else None


@command(WORD, "similar", hidden=True, spoken=False)
def read(turn: Turn, words: str) -> None:
    """`/xemgiong CODE`: the published words; what was begun goes on after it."""
    code = find_code(words) or ""
    case = published(turn.tx, code) if code else None
    if case is None:
        own_cases.unknown(turn, code)
    else:
        turn.say("similar.answer", code=case.code, words=case.published)
