"""A conversation is a function read from top to bottom. It asks its questions in order; what is
stored is only the answers given so far, and the function is replayed over them at each turn
(`handlers/conversation/replay.py`). This is what such a function asks through."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from handlers.desk import Turn
from messages.envelope import ChoiceKind


class Unclear(Exception):
    """The answer could not be read. `reason` is a message key that says kindly what is missing;
    without one the question's own three rising texts are used."""

    def __init__(self, reason: str = "", **params: Any) -> None:
        super().__init__(reason)
        self.reason = reason
        self.params = params


class Offer(Exception):
    """The answer was read as several possible ones: show these instead of the usual options."""

    def __init__(self, key: str, options: Sequence[Option], **params: Any) -> None:
        super().__init__(key)
        self.key = key
        self.options = tuple(options)
        self.params = params


class Pending(Exception):
    """The replay has come to a question without an answer."""

    def __init__(self, question: Question) -> None:
        super().__init__(question.key)
        self.question = question


class Again(Exception):
    """What was said may have changed what lies before: replay from the start."""


@dataclass(frozen=True, slots=True)
class Option:
    """A value with its words: a message key, or ready words for names out of the agency folder."""

    value: str
    key: str = ""
    label: str = ""
    kind: ChoiceKind = ChoiceKind.REPLY
    stays: bool = False  # on every page of a long list

    def words(self, turn: Turn) -> str:
        return self.label or turn.words(turn.language, self.key)


Read = Callable[[Turn, str], Any]


@dataclass(slots=True)
class Question:
    """`read` turns free text into a value, or a dict of several answers wrapped in `Several`."""

    key: str
    text: str | Callable[[], str]
    params: Callable[[], dict[str, Any]]
    options: Callable[[], Sequence[Option]]
    read: Read | None = None
    takes_files: bool = False
    looks_up: bool = False  # `read` searches: a long text is no search, and kept for the story
    edits: Callable[[], Sequence[tuple[str, Option, tuple[str, ...]]]] | None = None
    before: tuple[str, ...] = ()  # notices said once, just before the question, by key
    above: Callable[[Turn], None] | None = None  # says what else stands there

    @property
    def words(self) -> str:
        return self.text if isinstance(self.text, str) else self.text()


@dataclass(frozen=True, slots=True)
class Several:
    """One message that answered several questions."""

    answers: dict[str, Any]


def _nothing() -> dict[str, Any]:
    return {}


def _none() -> Sequence[Option]:
    return ()


Hear = Callable[[Question], Collection[str]]
"""Reads what was said as the answer to the question; the keys of all that it answered."""


class Ask:
    """What a dialogue function asks through. `turn` is there for reading, never for saying. With
    `hear`, the first question without an answer is answered by what was said, and the same replay
    goes on from there."""

    __slots__ = ("_hear", "answers", "name", "path", "turn")

    def __init__(
        self, turn: Turn, name: str, answers: dict[str, Any], hear: Hear | None = None
    ) -> None:
        self.turn = turn
        self.name = name
        self.answers = answers
        self.path: list[str] = []
        self._hear = hear

    def question(
        self,
        key: str,
        *,
        text: str | Callable[[], str] = "",
        options: Any = _none,
        params: Callable[[], dict[str, Any]] = _nothing,
        read: Read | None = None,
        takes_files: bool = False,
        looks_up: bool = False,
        edits: Any = None,
        before: tuple[str, ...] = (),
        above: Callable[[Turn], None] | None = None,
        enough: Callable[[Any], bool] | None = None,
    ) -> Any:
        """The answer to `key`, or a stop of the replay. `text`, `options` and `params` may be
        functions, called only when the question is really put. An answer that is not `enough`
        stays and the question is put until it is."""
        answer = self.answers.get(key)
        if answer is not None and (enough is None or enough(answer)):
            self.path.append(key)
            return answer
        offered = options if callable(options) else (lambda: options)
        question = Question(
            key,
            text or f"{self.name}.{key}",
            params,
            offered,
            read,
            takes_files,
            looks_up,
            edits,
            before,
            above,
        )
        if self._hear is None:
            raise Pending(question)
        answer = self._heard(self._hear, question)
        if answer is None or (enough is not None and not enough(answer)):
            raise Again
        self.path.append(key)
        return answer

    def _heard(self, hear: Hear, question: Question) -> Any:
        self._hear = None  # one message, one question
        answered = hear(question)
        if not set(self.path).isdisjoint(answered):
            raise Again
        return self.answers.get(question.key)

    def choice(self, key: str, options: Any, **details: Any) -> str:
        """One of `options` (its value)."""
        return str(self.question(key, options=options, **details))

    def text(self, key: str, *, longest: int = 500, **details: Any) -> str:
        """A line of free text, at most `longest` characters."""
        details.setdefault("read", _line(longest))
        return str(self.question(key, **details))


def _line(longest: int) -> Read:
    def read(turn: Turn, text: str) -> str:
        text = text.strip()
        if not text:
            raise Unclear
        if len(text) > longest:
            raise Unclear("common.too_long", limit=longest)
        return text

    return read


@dataclass(frozen=True, slots=True)
class Dialogue:
    """`function` asks; `finish` acts on what it returned. `collects` names the answer into which
    long texts and files said elsewhere go, `words` other answers that hold what a person wrote, so
    that nothing said is ever thrown away. `official`: its questions are put to officials."""

    name: str
    function: Callable[[Ask], Any]
    finish: Callable[[Turn, Any], None]
    collects: str = ""
    draft: bool = False  # worth reminding of and keeping for days
    limits: Callable[[Turn, list[dict[str, Any]]], None] | None = None  # may raise Unclear
    words: tuple[str, ...] = ()
    official: bool = False

    def holds_words(self, answers: dict[str, Any]) -> bool:
        """Whether dropping it would lose something a person wrote."""
        if self.draft:
            return bool(answers)
        return any(answers.get(key) for key in (self.collects, *self.words))


DIALOGUES: dict[str, Dialogue] = {}


def dialogue(
    name: str,
    finish: Callable[[Turn, Any], None],
    *,
    collects: str = "",
    draft: bool = False,
    limits: Callable[[Turn, list[dict[str, Any]]], None] | None = None,
    words: tuple[str, ...] = (),
    official: bool = False,
) -> Callable[[Callable[[Ask], Any]], Callable[[Ask], Any]]:
    def register(function: Callable[[Ask], Any]) -> Callable[[Ask], Any]:
        DIALOGUES[name] = Dialogue(name, function, finish, collects, draft, limits, words, official)
        return function

    return register
