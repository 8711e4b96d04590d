"""Whose case is it, and which one is meant: a person's own cases, and those opened in this chat by
receipt number. To everybody else a case does not exist."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from cases.lifecycle import Status, may
from cases.numbers.codes import find_code, looks_like_code, split_code
from handlers import door
from handlers.casework import merging, recall
from handlers.citizen.interludes import begin_over
from handlers.conversation.dialogue import Ask, Option, Unclear
from handlers.desk import Turn
from messages.envelope import Choice
from storage.casework import cases
from storage.casework.cases import Change, NotAllowed, Overtaken
from storage.columns.plain import stamp, unstamp
from storage.tables.casework import Case

_STAYS_OPEN = timedelta(hours=24)
_MOST_OPEN = 5


def remember(turn: Turn, case: Case) -> None:
    """A case opened by receipt number can be acted on in this chat for a day."""
    others = [o for o in turn.state.get("opened", []) if o[0] != case.id]
    turn.state["opened"] = [[case.id, stamp(turn.now)], *others][:_MOST_OPEN]


def _opened(turn: Turn) -> list[Case]:
    kept = turn.state.get("opened", [])
    ids = [i for i, at in kept if turn.now - unstamp(at) < _STAYS_OPEN]
    found = (turn.tx.get(Case, i) for i in ids)
    return [c for c in found if c is not None]


def own(turn: Turn) -> list[Case]:
    """Newest first; what was opened by number stands after what the person sent from here."""
    sent = cases.by_submitter(turn.tx, turn.chat.person_id)
    known = {c.id for c in sent}
    found = [*sent, *(c for c in _opened(turn) if c.id not in known)]
    return [recall.as_told(turn, c) for c in found]


def by_code(turn: Turn, code: str) -> Case | None:
    """The own case of that code. Somebody else's is answered like one that does not exist."""
    case = cases.by_code(turn.tx, code)
    if case is None:
        return None
    sent = case.submitter_id is not None and case.submitter_id == turn.chat.person_id
    if not sent and all(c.id != case.id for c in _opened(turn)):
        return None
    return recall.as_told(turn, case)


ANY: Collection[str] = ()
"""In place of moves: every own case fits, whatever has become of it."""


def able(case: Case, moves: Collection[str]) -> bool:
    """Whether the lifecycle table lets the sender make one of these moves now."""
    return not moves or any(may(m, Status(case.status), door.SUBMITTER) for m in moves)


# --- which one is meant --------------------------------------------------------------------------


def begin_about(
    turn: Turn,
    words: str,
    name: str,
    moves: Collection[str],
    none: str,
    answers: dict[str, Any] | None = None,
) -> None:
    """Start dialogue `name` about the case whose code is in `words`, or the only one these moves
    fit; with several the dialogue asks which (see `pick`). `none` is said where there is none."""
    code, _ = split_code(words)
    known = answers or {}
    if code:
        if _fits(turn, code, moves):
            begin_over(turn, name, {**known, "case": code})
    elif looks_like_code(words):
        misread(turn)
    elif fitting := [c for c in own(turn) if able(c, moves)]:
        only = {"case": fitting[0].code} if len(fitting) == 1 else {}
        begin_over(turn, name, {**known, **only})
    else:
        turn.say(none, [turn.button("status.b_submit", "/gui"), _human(turn)])


def _fits(turn: Turn, code: str, moves: Collection[str]) -> bool:
    """Whether the code is that of an own case these moves fit; says why not."""
    case = by_code(turn, code)
    if case is None:
        unknown(turn, code)
    elif not able(case, moves):
        not_now(turn, case)
    else:
        return True
    return False


def _human(turn: Turn) -> Choice:
    return turn.button("status.b_human", "/gapcanbo")


def pick(ask: Ask, moves: Collection[str]) -> Case:
    """The case a dialogue is about; asks which one where that is not known."""
    turn = ask.turn
    code = ask.question(
        "case",
        text="actions.which",
        read=_read_code,
        options=lambda: [option(turn, c) for c in own(turn) if able(c, moves)],
        enough=lambda code: by_code(turn, code) is not None,
    )
    case = by_code(turn, code)
    assert case is not None
    return case


def _read_code(turn: Turn, text: str) -> str:
    code = find_code(text)
    if code is None:
        raise Unclear("status.misread" if looks_like_code(text) else "")
    if by_code(turn, code) is None:
        raise Unclear("status.unknown_code", code=code)
    return code


def option(turn: Turn, case: Case) -> Option:
    return Option(case.code, label=f"{case.code} · {status_words(turn, case)}")


def status_words(turn: Turn, case: Case) -> str:
    return turn.words(turn.language, f"status.{merging.shown_status(turn, case)}")


# --- acting --------------------------------------------------------------------------------------


def act(turn: Turn, case: Case, move: str, **details: Any) -> Change | None:
    """Make a move as the sender. None where it was not possible any more; the person is told."""
    real = turn.tx.get(Case, case.id) or case  # not as it was told them: see `recall.as_told`
    try:
        return door.as_submitter(turn, real, move, **details)
    except NotAllowed:
        not_now(turn, case)
    except Overtaken as overtaken:
        not_now(turn, overtaken.case)
    return None


def unknown(turn: Turn, code: str) -> None:
    turn.say("status.unknown_code", [turn.button("status.b_mine", "/cuatoi")], code=code)


def misread(turn: Turn) -> None:
    turn.say("status.misread", [turn.button("status.b_mine", "/cuatoi")])


def not_now(turn: Turn, case: Case) -> None:
    turn.say(
        "actions.not_now",
        [
            turn.button("actions.b_view", f"/tracuu {case.code}"),
            _human(turn),
        ],
        code=case.code,
        status=status_words(turn, case),
    )
