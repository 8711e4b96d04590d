"""What was said, read as the answer to the question under way: a tap, a number, the words of an
option, free text, a file, or something that is kept for the story."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from functools import partial
from typing import Any

from cases.words.text import fold
from handlers.conversation.dialogue import (
    DIALOGUES,
    Dialogue,
    Offer,
    Option,
    Question,
    Several,
    Unclear,
)
from handlers.conversation.first_clause import first_clause
from handlers.conversation.replay import advance, ask_again, forget, later, put
from handlers.conversation.story import said_part
from handlers.desk import Turn

_A_STORY = 40  # characters: so long a text is no answer to a choice


class _Handled(Exception):
    """What was said was no answer, and the person has been told what follows."""


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
    collect(turn)
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
            state["undo"] = {key: state["a"][key] for key in keys if key in state["a"]}
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
    if question.edits and (line := _line_meant(turn, question, text)):
        return _edit(turn, state, question, line)
    long = len(text) >= _A_STORY and bool(spec.collects) and spec.collects != question.key
    unread = Unclear()
    if question.read is not None and not (long and question.looks_up):
        try:
            return question.read(turn, text)
        except Unclear as unclear:
            unread = unclear
    if not long:
        raise unread
    try:
        collect(turn)
    except Unclear as unclear:  # it is no use elsewhere either: what was wrong with it here
        raise unclear if unclear.reason else unread from None
    ask_again(turn)
    return None


def _matching(turn: Turn, state: dict[str, Any], question: Question, text: str) -> str | None:
    """The option whose words, or whose first words, were typed, with or without diacritics:
    "khong ro" is no option's, but "toi khong ro" is "Tôi không rõ, nhờ Sở chọn giúp"."""
    said = fold(text)
    if not said:
        return None
    options = state.get("o") or [[o.value, o.words(turn)] for o in question.options()]
    whole = [value for value, words in options if fold(words) == said]
    begun = [value for value, words in options if first_clause(words) == said]
    return whole[0] if whole else begun[0] if len(begun) == 1 else None


def _line_meant(turn: Turn, question: Question, text: str) -> str:
    """The letter of the line that is to be edited, named by it or by its words: "sửa người gửi"."""
    said = fold(text).removeprefix("sua ").removeprefix("dong ")
    lines = question.edits() if question.edits else ()
    named = {letter: (fold(letter), fold(line.words(turn))) for letter, line, _ in lines}
    return next((letter for letter, names in named.items() if said in names), "")


def collect(turn: Turn) -> None:
    """Keep what was said beside the question asked, and say so. Raises Unclear where the dialogue
    has no use for it, or no room."""
    state = turn.state["d"]
    spec, part = DIALOGUES[state["name"]], said_part(turn)
    if spec.collects and part:
        told = state["a"].get(spec.collects, {"parts": []})
        parts = [*told["parts"], part]
        if spec.limits:
            spec.limits(turn, parts)
        state["a"][spec.collects] = {**told, "parts": parts}
        turn.say("common.kept_as_story")
    elif part:
        if turn.file_ids:
            turn.state["loose"] = {"files": turn.file_ids}  # a submission begun next takes them
        raise Unclear("common.file_not_here")


_RISING = ("common.unclear_1", "common.unclear_2", "common.unclear_3")


def _unclear(turn: Turn, state: dict[str, Any], question: Question, unclear: Unclear) -> None:
    """Three rising steps: rephrase; example and buttons; a person or the phone number. An official
    is told each time what is missing, and at last how to leave."""
    step = min(state["e"], 2)
    state["e"] += 1
    if unclear.reason and (step < 2 or turn.as_official):
        turn.say(unclear.reason, **unclear.params)
    if not unclear.reason or step == 2:
        params: dict[str, Any] = {"phone": turn.agency.contact.phone} if step == 2 else {}
        turn.say(_RISING[step], **params)
    errors = state["e"]
    ask_again(turn)
    state["e"] = errors
