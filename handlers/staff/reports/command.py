"""`/baocao`: which report, of which period; a draft is shown with its checks, then it is issued.
`/baocao BC26-00004` shows one that was issued, `/baocao BC26-00004 7` the cases behind a figure."""

from __future__ import annotations

import re
from datetime import date

from cases.days.deadlines import local_day
from cases.reports import period_words, periods
from cases.reports.periods import Period, PeriodKind
from cases.reports.report import ReportKind
from cases.words.text import fold
from handlers.desk import Turn
from handlers.reports import files, making, names, telling
from handlers.reports.drafts import usual_kind
from handlers.reports.telling import WORD
from handlers.router import command
from handlers.staff.reports import figures
from messages.envelope import Choice
from storage.reports import reports

_NUMBER = re.compile(r"\s*(bc\d{2}-?\d{1,5})\b\s*(.*)", re.I | re.S)
_SHOWN = 3  # in the menu
_FILES, _FIGURES = ("tep", "file", "files"), ("so", "figures")
_ISSUE = ("phathanh", "issue")
_SAID = {
    ReportKind.DIRECTOR: ("director", "giam doc", "giamdoc"),
    ReportKind.STATUTORY: ("statutory", "mau", "phap dinh", "ii 05", "ii 05a", "ii 05b"),
    ReportKind.PROVINCE: ("province", "ubnd tinh", "ubnd", "tinh"),
}
_KINDS = {words: kind for kind, ways in _SAID.items() for words in ways}


@command(WORD, "report", who=making.MAY)
def report(turn: Turn, words: str) -> None:
    """`/baocao`, `/baocao [KIND] PERIOD`, `/baocao NUMBER [tep|so|FIGURE]`."""
    head, _, rest = words.strip().partition(" ")
    if not head:
        _menu(turn)
    elif match := _NUMBER.fullmatch(words):
        _one(turn, _written(match[1]), match[2].strip())
    elif fold(head) in _ISSUE:
        _issue(turn, rest)
    else:
        _draft(turn, words)


def _menu(turn: Turn) -> None:
    newest = reports.latest(turn.tx, _SHOWN)
    year = periods.holding(PeriodKind.YEAR, _today(turn), turn.agency.reports.month_ends).year
    choices = [
        turn.button("report.b_month", f"/{WORD} thang"),
        turn.button("report.b_quarter", f"/{WORD} quy"),
        turn.button("report.b_province", f"/{WORD} ubnd quy"),
        turn.button("report.b_year", f"/{WORD} nam {year}"),
    ]
    if newest:
        choices.append(Choice(newest[0].number, f"/{WORD} {newest[0].number}"))
    lines = [
        {
            "number": one.number,
            "title": names.title(turn, one.kind, names.period_of(turn, one), turn.language),
        }
        for one in newest
    ]
    turn.say("report.menu", choices, latest=lines)


# --- a draft, and issuing it ---------------------------------------------------------------------


def _draft(turn: Turn, words: str) -> None:
    kind, rest = _kind(words)
    period = _period(turn, rest)
    if period is None or period.first > _today(turn):
        turn.say("report.which_period", [turn.button("report.b_reports", f"/{WORD}")])
        return
    _ask(turn, kind or usual_kind(period), period)


def _kind(words: str) -> tuple[ReportKind | None, str]:
    """The kind that words begin with, and the rest."""
    typed = words.replace(".", " ").replace("/", " / ").split()
    for count in (2, 1):
        kind = _KINDS.get(fold(" ".join(typed[:count])))
        if kind is not None:
            return kind, " ".join(typed[count:])
    return None, words


def _period(turn: Turn, words: str) -> Period | None:
    return period_words.read(words, _today(turn), turn.agency.reports.month_ends)


def _today(turn: Turn) -> date:
    return local_day(turn.now)


def _issue(turn: Turn, words: str) -> None:
    """What the button under a draft carries: kind and days."""
    try:
        kind, first, last = words.split()
        period = periods.of_days(
            date.fromisoformat(first), date.fromisoformat(last), turn.agency.reports.month_ends
        )
        _ask(turn, ReportKind(kind), period, issues=True)
    except ValueError:
        turn.say("report.which_period", [turn.button("report.b_reports", f"/{WORD}")])


def _ask(turn: Turn, kind: ReportKind, period: Period, *, issues: bool = False) -> None:
    making.ask(turn, kind, period, turn.chat.id, issues=issues)
    turn.say("report.counting", title=names.title(turn, kind, period, turn.language))


# --- one that was issued -------------------------------------------------------------------------


def _written(typed: str) -> str:
    """BC26-00004, however few of its zeros and signs were typed."""
    year, digits = typed[2:4], typed[4:].lstrip("-")
    return f"BC{year}-{int(digits or 0):05d}"


def _one(turn: Turn, number: str, words: str) -> None:
    found = reports.by_number(turn.tx, number)
    if found is None:
        turn.say("report.no_such", [turn.button("report.b_reports", f"/{WORD}")], number=number)
        return
    what, _, rest = words.partition(" ")
    if not what:
        telling.show(turn, turn.chat.id, found)
    elif fold(what) in _FILES:
        files.ask(turn, found, [turn.chat.id])
        turn.say("report.files_coming", number=number)
    elif fold(what) in _FIGURES:
        figures.show(turn, found, rest)
    else:
        figures.open_one(turn, found, what, rest)
