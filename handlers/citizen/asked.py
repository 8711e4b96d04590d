"""The conversation of questions so far: what a person asked and what the machine answered. It lies
in the draft that holds their words, so it goes wherever the draft goes and ends where that ends."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from handlers.conversation import replay
from handlers.conversation.story import said_part
from handlers.desk import Turn
from storage.columns.plain import stamp, unstamp

_SUBMIT = "submit"
_LASTS = timedelta(hours=24)
_FOLLOWS = timedelta(minutes=30)  # so long "và lệ phí?" is about the procedure just named
_MOST = 8  # exchanges

# In a draft: asked = {at, talk: [[question, answer]], procedure: the code answered about last,
# procedure_at, open: another question was invited}.


def note(turn: Turn) -> None:
    """A question was asked. Asked first of all, it is kept as a draft: whatever becomes of the
    answer, the words are there."""
    holder = _holder(turn)
    part = {**said_part(turn), "text": turn.text}
    if holder is None:
        holder = {"name": _SUBMIT, "a": {"story": {"parts": []}}, "k": "", "e": 0, "p": []}
        replay.held_here(turn, holder)
        replay.keep(turn, holder)
    if _only_asked(holder):
        holder["a"]["story"]["parts"].append(part)
        del holder["a"]["story"]["parts"][:-_MOST]
    told = holder["asked"] = talk(turn) or {"talk": []}
    told["talk"].append([turn.text, ""])
    del told["talk"][:-_MOST]
    told["at"] = stamp(turn.now)
    told.pop("open", None)


def answered(turn: Turn, words: str, procedure: str = "") -> None:
    """What the machine said to the question noted last."""
    told = talk(turn)
    if told is None:
        return
    last = told["talk"][-1]
    last[1] = f"{last[1]}\n{words}".strip()
    if procedure:
        told |= {"procedure": procedure, "procedure_at": stamp(turn.now)}


def talk(turn: Turn) -> dict[str, Any] | None:
    """The conversation so far, for a day."""
    holder = _holder(turn)
    told: dict[str, Any] | None = holder.get("asked") if holder else None
    if told is None or turn.now - unstamp(told["at"]) > _LASTS:
        return None
    return told


def invite(turn: Turn) -> None:
    """What is written next is a question, however it is worded."""
    if told := talk(turn):
        told["open"] = True


def invited(turn: Turn) -> bool:
    """Whether it was; said once."""
    told = talk(turn)
    return told is not None and bool(told.pop("open", False))


def procedure_before(turn: Turn) -> str:
    """The code of the procedure that a question asked soon after is about, where it names none."""
    told = talk(turn)
    at = told.get("procedure_at") if told else None
    if told is None or not at or turn.now - unstamp(at) > _FOLLOWS:
        return ""
    return str(told["procedure"])


def ended(turn: Turn) -> None:
    """The questions are settled: nothing of them is left to be reminded of."""
    holder = _holder(turn)
    if holder is None:
        return
    if _only_asked(holder):
        _forgotten(turn, holder)
    else:
        holder.pop("asked", None)


def gives_way(turn: Turn) -> None:
    """Something else is told now. The questions can be brought back for a day."""
    holder = _holder(turn)
    if holder is not None and _only_asked(holder):
        _forgotten(turn, holder)
        replay.give_up(turn, holder)


def taken(turn: Turn) -> dict[str, Any]:
    """The answers of a submission that what was asked becomes a part of; empty for none."""
    holder = _holder(turn)
    if holder is None or not _only_asked(holder):
        return {}
    _forgotten(turn, holder)
    return dict(holder["a"])


def _forgotten(turn: Turn, holder: dict[str, Any]) -> None:
    turn.state["kept"].remove(holder)
    if not turn.state["kept"]:
        turn.state.pop("kept")


def _holder(turn: Turn) -> dict[str, Any] | None:
    """The submission in the middle of which it was asked, or the draft that holds only that."""
    under_way: dict[str, Any] | None = turn.state.get("d")
    if under_way and under_way["name"] == _SUBMIT:
        return under_way
    if turn.state.get("over") == _SUBMIT:
        return replay.kept(turn, _SUBMIT)
    kept: list[dict[str, Any]] = turn.state.get("kept", [])
    return next((d for d in reversed(kept) if _only_asked(d)), None)


def _only_asked(draft: dict[str, Any]) -> bool:
    """No step of the submission was ever put: its words were only asked."""
    fresh = draft["name"] == _SUBMIT and not draft["p"] and not draft["k"]
    return fresh and set(draft["a"]) == {"story"}
