"""Lists too long for one message: five lines and their buttons at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from handlers.desk import Turn
from handlers.staff.act import meant
from messages.envelope import Choice
from storage.tables.casework import Case

PAGE = 5
"""Lines and buttons of one page: Zalo bears five buttons, and nobody reads further at once."""


def show(
    turn: Turn,
    key: str,
    word: str,
    words: str,
    cases: Sequence[Case],
    line: Callable[[Case], dict[str, Any]],
    otherwise: Sequence[Choice] = (),
    **params: Any,
) -> None:
    """The page whose number was typed after the command, else the first; `otherwise` are the ways
    on where there is none to open."""
    last = max((len(cases) - 1) // PAGE, 0)
    number = min(max((meant.number(words) or 1) - 1, 0), last)
    shown = cases[number * PAGE : (number + 1) * PAGE]
    choices = [Choice(case.code, f"/hoso {case.code}") for case in shown]
    if number < last:
        choices.append(turn.button("staff.b_next", f"/{word} {number + 2}"))
    first, total = number * PAGE + 1, len(cases)
    lines = [line(case) for case in shown]
    turn.say(key, choices or otherwise, lines=lines, total=total, first=first, **params)
