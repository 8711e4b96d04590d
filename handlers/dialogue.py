"""A conversation is a function read from top to bottom. It asks its questions in order; what is
stored is only the answers given so far, and the function is replayed over them at each turn.

An answer is stored by value, never by position. Dropping an answer (back, edit) makes the replay
stop there; later answers stay and are used again once the function comes to them, so nothing is
pruned before the dialogue ends."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from cases.text import fold
from handlers.desk import Turn
from messages.envelope import Choice, ChoiceKind

PAGE = 4
"""Choices shown at once, beside "Khác": Zalo bears five buttons."""


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


class _Again(Exception):
    """What was said may have changed what lies before: replay from the start."""


class _Handled(Exception):
    """What was said was no answer, and the person has been told what follows."""


@dataclass(frozen=True, slots=True)
class Option:
    """A value with its words: a message key, or ready words for names out of the agency folder."""

    value: str
    key: str = ""
    label: str = ""
    kind: ChoiceKind = ChoiceKind.REPLY

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
    edits: Callable[[], Sequence[tuple[str, Option, tuple[str, ...]]]] | None = None
    before: tuple[str, ...] = ()  # messages said once, just before the question, by key

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
        edits: Any = None,
        before: tuple[str, ...] = (),
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
            key, text or f"{self.name}.{key}", params, offered, read, takes_files, edits, before
        )
        if self._hear is None:
            raise Pending(question)
        answer = self._heard(self._hear, question)
        if answer is None or (enough is not None and not enough(answer)):
            raise _Again
        self.path.append(key)
        return answer

    def _heard(self, hear: Hear, question: Question) -> Any:
        self._hear = None  # one message, one question
        answered = hear(question)
        if not set(self.path).isdisjoint(answered):
            raise _Again
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
    long texts and files said elsewhere go, so that nothing said is ever thrown away."""

    name: str
    function: Callable[[Ask], Any]
    finish: Callable[[Turn, Any], None]
    collects: str = ""
    draft: bool = False  # worth reminding of and keeping for days
    limits: Callable[[Turn, list[dict[str, Any]]], None] | None = None  # may raise Unclear


DIALOGUES: dict[str, Dialogue] = {}


def dialogue(
    name: str,
    finish: Callable[[Turn, Any], None],
    *,
    collects: str = "",
    draft: bool = False,
    limits: Callable[[Turn, list[dict[str, Any]]], None] | None = None,
) -> Callable[[Callable[[Ask], Any]], Callable[[Ask], Any]]:
    def register(function: Callable[[Ask], Any]) -> Callable[[Ask], Any]:
        DIALOGUES[name] = Dialogue(name, function, finish, collects, draft, limits)
        return function

    return register


# --- running one ---------------------------------------------------------------------------------
# In a chat's state: d = the dialogue under way {name, a: answers, k: key asked, n: number of the
# asking, e: errors in a row, p: path}, kept = dialogues laid aside, by name.


def under_way(turn: Turn) -> str:
    state = turn.state.get("d")
    return state["name"] if state else ""


def begin(turn: Turn, name: str, answers: dict[str, Any] | None = None) -> None:
    """Start a dialogue with what is known already. One that was under way is laid aside."""
    lay_aside(turn)
    turn.state["d"] = {"name": name, "a": answers or {}, "k": "", "e": 0, "p": []}
    advance(turn)


def lay_aside(turn: Turn) -> None:
    state = turn.state.pop("d", None)
    if state and DIALOGUES[state["name"]].draft and state["a"]:
        turn.state.setdefault("kept", {})[state["name"]] = state


def resume(turn: Turn, name: str) -> bool:
    """Go on with a dialogue laid aside. False when there is none."""
    kept = turn.state.get("kept", {})
    state = kept.pop(name, None)
    if state is None:
        return False
    if not kept:
        turn.state.pop("kept", None)
    lay_aside(turn)
    turn.state["d"] = state
    advance(turn)
    return True


def drop(turn: Turn) -> dict[str, Any] | None:
    """End the dialogue under way without acting on it; what was dropped is returned."""
    dropped: dict[str, Any] | None = turn.state.pop("d", None)
    return dropped


def later(turn: Turn) -> None:
    """Lay the dialogue under way aside and say so."""
    lay_aside(turn)
    turn.say("common.kept_for_later")


def has_draft(turn: Turn) -> bool:
    """Whether something worth keeping for days lies unfinished here."""
    state = turn.state.get("d")
    return bool(turn.state.get("kept")) or bool(
        state and state["a"] and DIALOGUES[state["name"]].draft
    )


def _replay(
    turn: Turn, state: dict[str, Any], hear: Hear | None = None
) -> tuple[Question | None, Any]:
    ask = Ask(turn, state["name"], state["a"], hear)
    try:
        result = DIALOGUES[state["name"]].function(ask)
    except Pending as pending:
        state["p"] = ask.path
        return pending.question, None
    except _Again:
        return _replay(turn, state)
    state["p"] = ask.path
    return None, result


def advance(turn: Turn, hear: Hear | None = None) -> None:
    """Put the next question, or finish."""
    state = turn.state["d"]
    question, result = _replay(turn, state, hear)
    if question is not None:
        state["e"] = 0
        for key in question.before:
            turn.say(key)
        put(turn, question)
        return
    spec = DIALOGUES[state["name"]]
    turn.state.pop("d", None)
    spec.finish(turn, result)


def ask_again(turn: Turn) -> None:
    """Put the question under way once more (after an interruption)."""
    state = turn.state.get("d")
    if state:
        question, _ = _replay(turn, state)
        if question is not None:
            put(turn, question)


def put(
    turn: Turn,
    question: Question,
    *,
    text: str = "",
    options: Iterable[Option] | None = None,
    page: int = 0,
    params: dict[str, Any] | None = None,
) -> None:
    """Say a question with its options; each putting gets a number, so that buttons of an earlier
    one are known to be stale."""
    state = turn.state["d"]
    number = turn.state["n"] = turn.state.get("n", 0) + 1
    state["k"] = question.key
    offered = list(question.options() if options is None else options)
    state["o"] = [[o.value, o.words(turn)] for o in offered] if options is not None else None
    choices = _choices(turn, offered, number, page)
    turn.say(text or question.words, choices, **(question.params() if params is None else params))


def _choices(turn: Turn, options: Sequence[Option], number: int, page: int) -> list[Choice]:
    if len(options) > PAGE + 1:
        start = page * PAGE
        shown = list(options[start : start + PAGE])
        following = page + 1 if start + PAGE < len(options) else 0
        more = Choice(turn.words(turn.language, "common.other"), f"={number}:>{following}")
    else:
        shown, more = list(options), None
    choices = [Choice(o.words(turn), f"={number}:{o.value}", o.kind) for o in shown]
    return [*choices, more] if more else choices


# --- reading an answer ---------------------------------------------------------------------------


def stale(turn: Turn, data: str) -> bool:
    """Whether a button's data belongs to a question no longer put."""
    number, _, _ = data[1:].partition(":")
    return "d" not in turn.state or number != str(turn.state.get("n"))


def answer(turn: Turn) -> None:
    """Read what was said as the answer to the question under way, and go on."""
    with suppress(_Handled):
        advance(turn, partial(_hear, turn))


def _hear(turn: Turn, question: Question) -> Collection[str]:
    state = turn.state["d"]
    try:
        value = _value(turn, DIALOGUES[state["name"]], state, question)
    except Unclear as unclear:
        _unclear(turn, state, question, unclear)
        raise _Handled from None
    except Offer as offer:
        put(turn, question, text=offer.key, options=offer.options, params=offer.params)
        raise _Handled from None
    if value is None:
        raise _Handled
    answers = value.answers if isinstance(value, Several) else {question.key: value}
    state["a"].update(answers)
    return answers


def _value(turn: Turn, spec: Dialogue, state: dict[str, Any], question: Question) -> Any:
    if turn.choice.startswith("="):
        return _chosen(turn, state, question, turn.choice.partition(":")[2])
    if question.takes_files or not (turn.file_ids or turn.incoming.location):
        return _typed(turn, spec, state, question)
    _collect(turn, spec, state)
    turn.say("common.kept_as_story")
    ask_again(turn)
    return None


def _chosen(turn: Turn, state: dict[str, Any], question: Question, value: str) -> Any:
    if value.startswith(">") and value[1:].isdigit():
        options = [Option(v, label=w) for v, w in state["o"]] if state.get("o") else None
        put(turn, question, options=options, page=int(value[1:]))
        return None
    if value == "later":
        later(turn)
        return None
    if question.edits and value.startswith("edit"):
        return _edit(turn, state, question, value[5:])
    if not _shown(turn) and value not in _offered(state, question):
        raise Unclear("common.stale")
    return question.read(turn, "=" + value) if question.takes_files and question.read else value


def _shown(turn: Turn) -> bool:
    """Whether the very button that was tapped stands on the last message: then its value needs no
    second look, which may mean to search the story again."""
    return any(data == turn.choice for _, data in turn.chat.shown)


def _offered(state: dict[str, Any], question: Question) -> set[str]:
    """The values that may be chosen: a button's data comes from outside and may be forged."""
    if state.get("o"):
        return {value for value, _ in state["o"]}
    return {option.value for option in question.options()}


def _edit(turn: Turn, state: dict[str, Any], question: Question, letter: str) -> None:
    """Drop what stands on a line of the check card, or ask which line."""
    lines = question.edits() if question.edits else ()
    for its_letter, _, keys in lines:
        if its_letter == letter:
            for key in keys:
                forget(state, key)
            advance(turn)
            return
    options = [Option(f"edit:{its}", label=f"{its}. {o.words(turn)}") for its, o, _ in lines]
    put(turn, question, text="common.edit_which", options=options, params={})


def _typed(turn: Turn, spec: Dialogue, state: dict[str, Any], question: Question) -> Any:
    text = turn.text
    option = _matching(turn, state, question, text)
    if option is not None:
        return _chosen(turn, state, question, option)
    if question.edits and (line := _line_letter(question, text)):
        return _edit(turn, state, question, line)
    long = len(text) >= 40 and spec.collects and spec.collects != question.key
    if question.read is not None and not (long and not question.takes_files and question.options()):
        return question.read(turn, text)
    if long:
        _collect(turn, spec, state)
        turn.say("common.kept_as_story")
        ask_again(turn)
        return None
    raise Unclear


def _matching(turn: Turn, state: dict[str, Any], question: Question, text: str) -> str | None:
    """The option whose words were typed, with or without diacritics."""
    said = fold(text)
    if not said:
        return None
    options = state.get("o") or [[o.value, o.words(turn)] for o in question.options()]
    return next((value for value, words in options if fold(words) == said), None)


def _line_letter(question: Question, text: str) -> str:
    said = fold(text).removeprefix("sua ").upper()
    lines = question.edits() if question.edits else ()
    return next((letter for letter, _, _ in lines if letter == said), "")


def _collect(turn: Turn, spec: Dialogue, state: dict[str, Any]) -> None:
    """Keep what was said beside the question asked."""
    part = said_part(turn)
    if spec.collects and part:
        told = state["a"].get(spec.collects, {"parts": []})
        parts = [*told["parts"], part]
        if spec.limits:
            spec.limits(turn, parts)
        state["a"][spec.collects] = {**told, "parts": parts}
    elif part:
        raise Unclear("common.file_not_here")


def said_part(turn: Turn) -> dict[str, Any]:
    """One message as a part of a story: its text, file ids and place."""
    part: dict[str, Any] = {}
    if turn.text and not turn.choice:
        part["text"] = turn.text
    if turn.file_ids:
        part["files"] = list(turn.file_ids)
    if turn.incoming.location:
        part["place"] = [turn.incoming.location.latitude, turn.incoming.location.longitude]
    if part and turn.incoming.message_id:
        part["m"] = turn.incoming.message_id
    return part


_RISING = ("common.unclear_1", "common.unclear_2", "common.unclear_3")


def _unclear(turn: Turn, state: dict[str, Any], question: Question, unclear: Unclear) -> None:
    """Three rising steps: rephrase; example and buttons; a person or the phone number."""
    step = min(state["e"], 2)
    state["e"] += 1
    if unclear.reason and step < 2:
        turn.say(unclear.reason, **unclear.params)
    else:
        params: dict[str, Any] = {"phone": turn.agency.contact.phone} if step == 2 else {}
        turn.say(_RISING[step], **params)
    errors = state["e"]
    ask_again(turn)
    state["e"] = errors


def back(turn: Turn) -> bool:
    """Drop the last answer on the path. False when there is nothing to go back to."""
    state = turn.state.get("d")
    if not state or not state["p"]:
        return False
    forget(state, state["p"][-1])
    advance(turn)
    return True


def forget(state: dict[str, Any], key: str) -> None:
    """Drop an answer. What was collected from several messages stays, to be told again or kept:
    photos are not asked for twice."""
    if key == DIALOGUES[state["name"]].collects and key in state["a"]:
        state["a"][key] = {**state["a"][key], "again": True, "done": False}
    else:
        state["a"].pop(key, None)


@dataclass(frozen=True, slots=True)
class StoryParts:
    """A story as said: texts, file ids, places."""

    texts: list[str] = field(default_factory=list)
    files: list[int] = field(default_factory=list)
    places: list[list[float]] = field(default_factory=list)

    @property
    def text(self) -> str:
        places = [f"📍 {lat:.5f}, {lon:.5f}" for lat, lon in self.places]
        return "\n".join([*self.texts, *places])


def story_of(answer_value: dict[str, Any] | None) -> StoryParts:
    parts = (answer_value or {}).get("parts", [])
    return StoryParts(
        [p["text"] for p in parts if p.get("text")],
        [f for p in parts for f in p.get("files", [])],
        [p["place"] for p in parts if p.get("place")],
    )
