"""All figures of a report by their numbers, and the cases behind one, as far as they are this
official's to see."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.desk import Turn
from handlers.reports import names, telling
from handlers.reports.telling import WORD
from handlers.rights import rights
from handlers.staff import work
from handlers.staff.act import meant, pages
from messages.envelope import Choice
from messages.numbers import written
from storage.mailbox import outbox
from storage.privacy.access import log_access
from storage.reports import reports
from storage.tables.casework import Case
from storage.tables.reports import Report

_LINES = 20
_TYPED = 99
"""The highest number that is heard when it is typed alone (`plain_words.position`)."""
_MOST = 300  # of a figure: nobody reads further, and a turn must stay short


def show(turn: Turn, report: Report, words: str) -> None:
    """A page of them; `words` is its number."""
    found = reports.figures_of(report)
    last = max((len(found) - 1) // _LINES, 0)
    page = min(max((meant.number(words) or 1) - 1, 0), last)
    keys = [figure.key for figure in found][page * _LINES : (page + 1) * _LINES]
    choices = [_back(report)]
    if page < last:
        choices.insert(0, turn.button("staff.b_next", f"/{WORD} {report.number} so {page + 2}"))
    turn.say(
        "report.figures",
        choices,
        number=report.number,
        lines=telling.lines(turn, found, keys, turn.language),
        first=page * _LINES + 1,
        total=len(found),
        alone=page * _LINES + len(keys) <= _TYPED,
    )
    _numbers_open(turn, report)


def _numbers_open(turn: Turn, report: Report) -> None:
    """A typed number means the figure of that number, not a button below the list."""
    figures = (Choice(str(n), f"/{WORD} {report.number} {n}") for n in range(1, _TYPED + 1))
    outbox.numbers_mean(turn.tx, turn.chat, tuple(figures))


def _back(report: Report) -> Choice:
    return Choice(report.number, f"/{WORD} {report.number}")


def _all(turn: Turn, report: Report) -> Choice:
    return turn.button("report.b_figures", f"/{WORD} {report.number} so")


def open_one(turn: Turn, report: Report, typed: str, words: str) -> None:
    """The cases behind the figure of that number; `words` is the page."""
    found, number = reports.figures_of(report), meant.number(typed)
    if number is None or not 1 <= number <= len(found):
        ways = [_all(turn, report), _back(report)]
        turn.say("report.no_figure", ways, number=report.number, total=len(found))
        return
    figure = found[number - 1]
    looked_at = figure.cases[:_MOST]
    cases = _visible(turn, looked_at)
    log_access(turn.tx, turn.now, turn.chat.person_id, f"figure {report.number} {number}")
    pages.show(
        turn,
        "report.opened",
        f"{WORD} {report.number} {number}",
        words,
        cases,
        lambda case: work.case_line(turn, case, turn.language),
        otherwise=[_all(turn, report), _back(report)],
        number=report.number,
        label=names.figure(turn, figure.key, turn.language),
        value=written(figure.value, turn.language),
        hidden=len(looked_at) - len(cases),
        beyond=len(figure.cases) - len(looked_at),
    )
    if not cases:
        _numbers_open(turn, report)


def _visible(turn: Turn, ids: Sequence[int]) -> list[Case]:
    viewer = turn.viewer
    if viewer is None:
        return []
    found = (turn.tx.get(Case, ident) for ident in ids)
    return [case for case in found if case is not None and rights.may_see(turn, case, viewer)]
