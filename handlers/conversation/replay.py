"""The dialogue under way in a chat: begun, replayed over the answers given so far, its question
put, laid aside, resumed.

An answer is stored by value, never by position. Dropping an answer (back, edit) makes the replay
stop there; later answers stay and are used again once the function comes to them, so nothing is
pruned before the dialogue ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from handlers.conversation.dialogue import DIALOGUES, Again, Ask, Hear, Option, Pending, Question
from handlers.conversation.privacy_notice import say_above
from handlers.desk import Turn
from messages.envelope import Choice
from storage.columns.plain import stamp, unstamp

# In a chat's state: d = the dialogue under way {name, a: answers, k: key asked, n: number of the
# asking, e: errors in a row, p: path, undo: answers dropped by the edit under way}, kept = drafts
# laid aside, the newest last.


PAGE = 4
"""Choices shown at once, beside "Khác": Zalo bears five buttons."""
MOST_KEPT = 5
RESTORABLE = timedelta(hours=24)
"""How long a draft that was cancelled, or had to make room, can be brought back."""


def under_way(turn: Turn) -> str:
    state = turn.state.get("d")
    return state["name"] if state else ""


def begin(turn: Turn, name: str, answers: dict[str, Any] | None = None) -> None:
    """Start a dialogue with what is known already. One that was under way is laid aside."""
    lay_aside(turn)
    turn.state["d"] = {"name": name, "a": answers or {}, "k": "", "e": 0, "p": []}
    held_here(turn, turn.state["d"])
    if DIALOGUES[name].official:
        turn.state["d"]["official"] = True
    advance(turn)


def held_here(turn: Turn, draft: dict[str, Any]) -> None:
    """From this message on the dialogue is held in this chat: see `Turn.finished_since`. The
    message itself counts, though a greeting may have been said after it."""
    draft["since"] = [*draft.get("since", []), [turn.chat.id, turn.seq or turn.chat.seq]]


def lay_aside(turn: Turn) -> None:
    """What a person wrote is kept beside what was laid aside before; anything else ends."""
    state = turn.state.pop("d", None)
    if state and holds_words(state):
        keep(turn, state)


def holds_words(state: dict[str, Any]) -> bool:
    """Whether somebody wrote something in this dialogue."""
    return DIALOGUES[state["name"]].holds_words(state["a"])


def keep(turn: Turn, draft: dict[str, Any]) -> None:
    """Beside those laid aside before."""
    kept = turn.state.setdefault("kept", [])
    kept.append(draft)
    if len(kept) > MOST_KEPT:
        give_up(turn, kept.pop(0))
        turn.say("common.too_many_drafts", most=MOST_KEPT)


def kept(turn: Turn, name: str = "") -> dict[str, Any] | None:
    """The newest draft laid aside, of that name or of any."""
    drafts: list[dict[str, Any]] = turn.state.get("kept", [])
    return next((d for d in reversed(drafts) if name in ("", d["name"])), None)


def take_kept(turn: Turn, name: str = "") -> dict[str, Any] | None:
    """The same, no longer laid aside."""
    draft = kept(turn, name)
    if draft is not None:
        turn.state["kept"].remove(draft)
        if not turn.state["kept"]:
            turn.state.pop("kept")
    return draft


def resume(turn: Turn, name: str = "") -> bool:
    """Go on with the newest draft laid aside. False when there is none."""
    draft = take_kept(turn, name)
    if draft is None:
        return False
    lay_aside(turn)
    turn.state["d"] = draft
    advance(turn)
    return True


def give_up(turn: Turn, draft: dict[str, Any] | None) -> None:
    """The draft goes where only `restored` finds it, until a day has passed."""
    if draft is not None:
        turn.state["dropped"] = {"at": stamp(turn.now), "d": draft}


def restored(turn: Turn) -> bool:
    """Take back what was given up within the last day. False when there is nothing."""
    dropped = turn.state.pop("dropped", None)
    if not dropped or turn.now - unstamp(dropped["at"]) > RESTORABLE:
        return False
    lay_aside(turn)
    turn.state.setdefault("kept", []).append(dropped["d"])
    return True


def drop(turn: Turn) -> dict[str, Any] | None:
    """End the dialogue under way without acting on it; what was dropped is returned."""
    dropped: dict[str, Any] | None = turn.state.pop("d", None)
    return dropped


def later(turn: Turn) -> None:
    """Lay the dialogue under way aside and say so; nothing said yet is nothing to keep."""
    state = turn.state.get("d")
    kept = has_draft(turn) or (state is not None and holds_words(state))
    key = "common.kept_for_later" if kept else "control.any_time"
    lay_aside(turn)
    turn.say(key)


def has_draft(turn: Turn) -> bool:
    """Whether something worth reminding of lies unfinished here."""
    return bool(drafts_in(turn.state))


def drafts_in(state: dict[str, Any]) -> list[dict[str, Any]]:
    """The drafts of a chat's state: those laid aside and the one under way."""
    unfinished = [*state.get("kept", []), *filter(None, [state.get("d")])]
    return [d for d in unfinished if d["a"] and DIALOGUES[d["name"]].draft]


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
        if question.edits:
            state.pop("undo", None)
        for key in question.before:
            say_above(turn, key)
        if question.above is not None:
            question.above(turn)
        put(turn, question)
        return
    spec = DIALOGUES[state["name"]]
    turn.state.pop("d", None)
    turn.finished_since = [tuple(at) for at in state.get("since", [(turn.chat.id, 0)])]
    spec.finish(turn, result)


def ask_again(turn: Turn) -> None:
    """Put the question under way once more (after an interruption); where the interruption left
    none to ask, the dialogue ends and says so."""
    state = turn.state.get("d")
    if state:
        question, _ = _replay(turn, state)
        if question is not None:
            put(turn, question)
        else:
            advance(turn)


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
    paged = [o for o in options if not o.stays]
    if len(paged) > PAGE + 1:
        start = page * PAGE
        shown = paged[start : start + PAGE]
        following = page + 1 if start + PAGE < len(paged) else 0
        more = Choice(turn.words(turn.language, "common.other"), f"={number}:>{following}")
    else:
        shown, more = paged, None

    def made(some: Iterable[Option]) -> list[Choice]:
        return [Choice(o.words(turn), _data(number, o.value), o.kind) for o in some]

    return [*made(shown), *([more] if more else []), *made(o for o in options if o.stays)]


def _data(number: int, value: str) -> str:
    """A command offered beside the answers runs as such."""
    return value if value.startswith("/") else f"={number}:{value}"


def back(turn: Turn) -> bool:
    """Drop the last answer on the path, or undo the edit just begun. False when there is nothing
    to go back to."""
    state = turn.state.get("d")
    if not state or not (state["p"] or state.get("undo")):
        return False
    if state.get("o") and "undo" not in state and state["k"] == "check":  # which line?
        ask_again(turn)
        return True
    if undo := state.pop("undo", None):
        state["a"].update(undo)
        advance(turn)
        return True
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
