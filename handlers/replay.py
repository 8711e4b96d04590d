"""The dialogue under way in a chat: begun, replayed over the answers given so far, its question
put, laid aside, resumed.

An answer is stored by value, never by position. Dropping an answer (back, edit) makes the replay
stop there; later answers stay and are used again once the function comes to them, so nothing is
pruned before the dialogue ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from handlers.desk import Turn
from handlers.dialogue import DIALOGUES, Again, Ask, Hear, Option, Pending, Question
from handlers.privacy import say_above
from messages.envelope import Choice

# In a chat's state: d = the dialogue under way {name, a: answers, k: key asked, n: number of the
# asking, e: errors in a row, p: path}, kept = dialogues laid aside, by name.


PAGE = 4
"""Choices shown at once, beside "Khác": Zalo bears five buttons."""


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
    except Again:
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
            say_above(turn, key)
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
