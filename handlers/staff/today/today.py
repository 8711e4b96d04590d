"""The lists an official lives by: everything that waits for them, and what is new."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cases.confidentiality import Viewer
from handlers.case.promises import is_late
from handlers.desk import Turn
from handlers.notices import consulting
from handlers.notices.consulting import Waiting
from handlers.plan import silence
from handlers.router import STAFF, command
from handlers.staff import matters, work
from handlers.staff.act import meant
from handlers.staff.intake import bulk
from messages.envelope import Choice
from storage.tables.casework import Case, Duty

_PAGE = 5
"""Lines and buttons of one page: Zalo bears five buttons, and nobody reads further at once."""


@command("homnay", "today", who=STAFF)
def today(turn: Turn, words: str) -> None:
    """All one's duties by due date, overdue first; `/homnay 2` is the second page."""
    viewer = turn.viewer
    if viewer is None:
        return
    cases = work.cases_of(turn, viewer)
    beside: list[Waiting | Duty] = [*work.asked_of(turn, viewer), *work.other_duties(turn, viewer)]
    _page(turn, "homnay", words, cases, beside, bulk.choices(turn, viewer))


@command("hopthu", "inbox", who=STAFF)
def inbox(turn: Turn, words: str) -> None:
    """What nobody has taken up yet."""
    viewer = turn.viewer
    if viewer is None:
        return
    _page(turn, "hopthu", words, work.new_cases(turn, viewer), [], bulk.choices(turn, viewer))


def waiting(turn: Turn, viewer: Viewer) -> int:
    """How much waits for this official."""
    asked = len(work.asked_of(turn, viewer))
    return len(work.cases_of(turn, viewer)) + asked + len(work.other_duties(turn, viewer))


def _page(
    turn: Turn,
    word: str,
    words: str,
    cases: Sequence[Case],
    beside: Sequence[Waiting | Duty],
    more: list[Choice],
) -> None:
    """Cases first, then what else there is; each line of the page has its button."""
    language = turn.language
    everything: list[Case | Waiting | Duty] = [*cases, *beside]
    last = max((len(everything) - 1) // _PAGE, 0)
    number = min(max((meant.number(words) or 1) - 1, 0), last)
    shown = everything[number * _PAGE : (number + 1) * _PAGE]
    choices = [_open(turn, one) for one in shown]
    if number < last:
        choices.append(turn.button("staff.b_next", f"/{word} {number + 2}"))
    if number == 0:
        choices += more
    told: dict[str, Any] = {"plan": _plan(turn, choices, number)} if word == "homnay" else {}
    turn.say(
        f"staff.{'today' if word == 'homnay' else 'inbox'}",
        choices,
        cases=[work.case_line(turn, c, language) for c in shown if isinstance(c, Case)],
        asked=[
            consulting.list_line(turn, o, language) for o in shown if not isinstance(o, Case | Duty)
        ],
        duties=[
            {**work.duty_line(turn, d, language), "label": matters.label(turn, d, language)}
            for d in shown
            if isinstance(d, Duty)
        ],
        total=len(everything),
        first=number * _PAGE + 1,
        overdue=sum(1 for c in cases if is_late(c, turn.now)),
        **told,
    )


def _plan(turn: Turn, choices: list[Choice], page: int) -> str:
    """A line, with its button, about items of the plan that fell silent."""
    viewer = turn.viewer
    silent = silence.of_viewer(turn, viewer) if viewer and page == 0 else []
    if not silent:
        return ""
    choices.append(turn.button("plan.b_plan", "/kehoach"))
    return turn.words(turn.language, "plan.in_list", count=len(silent))


def _open(turn: Turn, one: Case | Waiting | Duty) -> Choice:
    if isinstance(one, Case):
        return Choice(one.code, f"/hoso {one.code}")
    if not isinstance(one, Duty):
        code = one[1].code
        return turn.button("consult.b_answer_for", f"/phoihop {code}", code=code)
    if one.kind in matters.MATTERS:
        return Choice(matters.label(turn, one, turn.language), f"/viec {one.id}")
    return turn.button("staff.b_duty", f"/viec {one.id}", number=one.id, what=one.kind)
