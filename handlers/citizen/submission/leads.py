"""What in somebody's own words leads to them, where they keep their name closed or give none: said
on the check card, with a choice to have it hidden. Nothing is hidden unasked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cases.kinds import IdentityMode
from cases.privacy.private_data import Sort, masked, name_in, traces, without_name
from handlers.conversation.dialogue import Ask, Option
from handlers.conversation.story import StoryParts, story_of
from handlers.desk import Turn
from handlers.rights import masking

HIDE = "hide"
_NAMELESS = frozenset({IdentityMode.CLOSED, IdentityMode.ANONYMOUS})


class Leads:
    """For one check card; looked for when it is really put."""

    def __init__(self, ask: Ask, story: StoryParts, mode: IdentityMode) -> None:
        self._ask, self._story, self._mode = ask, story, mode
        self._known: tuple[list[Sort], bool] | None = None

    def _found(self) -> tuple[list[Sort], bool]:
        """The sorts of numbers and addresses in the story, and whether their name stands there."""
        if self._known is None:
            turn, said = self._ask.turn, "\n".join(self._story.texts)
            looks = self._mode in _NAMELESS
            sorts = {t.sort for t in traces(said, masking.ours(turn))} if looks else set()
            named = looks and bool(name_in(said, self._name))
            self._known = [sort for sort in Sort if sort in sorts], named
        return self._known

    @property
    def _name(self) -> str:
        return str(self._ask.answers.get("name", ""))

    def options(self) -> Sequence[Option]:
        sorts, named = self._found()
        return (Option(HIDE, "leads.b_hide"),) if sorts or named else ()

    def line(self) -> str:
        """For the card; empty where nothing leads to them."""
        turn = self._ask.turn
        sorts, named = self._found()
        if not sorts and not named:
            return ""
        what = [turn.words(turn.language, f"leads.{sort.value}") for sort in sorts]
        own = [turn.words(turn.language, "leads.name")] if named else []
        key = "leads.tip" if self._mode is IdentityMode.ANONYMOUS else "leads.closed"
        params = {"what": ", ".join((*own, *what)), "named": named}
        return turn.words(turn.language, key, **params)

    def hide(self) -> None:
        """In the story as it will be sent."""
        told: dict[str, Any] = self._ask.answers["story"]
        parts = [
            {**part, "text": self._hidden(part["text"])} if part.get("text") else part
            for part in told["parts"]
        ]
        self._ask.answers["story"] = {**told, "parts": parts}
        self._story, self._known = story_of(self._ask.answers["story"]), None

    def _hidden(self, text: str) -> str:
        turn: Turn = self._ask.turn

        def words(sort: Sort) -> str:
            return turn.words(turn.language, f"masked.{sort.value}")

        shown = masked(text, words, masking.ours(turn))
        return without_name(shown, self._name, turn.words(turn.language, "leads.hidden_name"))
