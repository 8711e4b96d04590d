"""`/thongke`: figures on the spot. Counting reads every case of the period, so it is done outside
the turn and answered by a message, the chart after it."""

from __future__ import annotations

from dataclasses import dataclass

from cases.agency.offices import Office
from cases.agency.procedures import Procedure
from cases.catalogue import finding
from cases.confidentiality import Viewer
from cases.kinds import OFFICE_ROLES, Role
from cases.reports import period_words
from cases.reports.periods import Period
from cases.words.text import fold
from handlers.desk import Turn
from handlers.reports.statistics import JOB
from handlers.reports.statistics_periods import period_name
from handlers.reports.statistics_told import RECEPTION, WORD, period_buttons
from handlers.router import command
from handlers.staff.act import meant
from handlers.staff.roles import CASEWORK
from messages.dates import local
from messages.envelope import Choice
from storage.house import jobs

_BY_OFFICE = frozenset({"phong", "theo phong", "office", "by office"})
_THIS_MONTH = "thang nay"
_MOST_PROCEDURES = 4
_OF_PROCEDURES = frozenset({"thu", "tuc", "procedure"})


@dataclass(frozen=True, slots=True)
class _Asked:
    """`rest`: the words after the period, as they were typed."""

    period: Period
    said: str
    rest: str


@command(WORD, "stats", who=CASEWORK)
def statistics(turn: Turn, words: str) -> None:
    """`/thongke [PERIOD] [OFFICE or PROCEDURE]`; without a period this month."""
    viewer = turn.viewer
    if viewer is None:
        return
    asked = _read(turn, words)
    if fold(asked.rest) in _BY_OFFICE and sees_all(viewer):
        _which_office(turn, asked)
        return
    fitting = meant.offices_like(turn.agency, asked.rest) if asked.rest else []
    if asked.rest and len(fitting) != 1:
        _of_procedure(turn, viewer, asked)
        return
    office = fitting[0] if fitting else _own_office(turn, viewer)
    if office is not None and not may_count(viewer, office):
        turn.say("stats.not_yours", office=office.short)
        return
    _count(turn, asked.period, office)


def sees_all(viewer: Viewer) -> bool:
    return any(viewer.is_(role) for role in RECEPTION)


def may_count(viewer: Viewer, office: Office) -> bool:
    return sees_all(viewer) or any(viewer.is_(Role(role), office.id) for role in OFFICE_ROLES)


def _read(turn: Turn, words: str) -> _Asked:
    """The longest beginning that names a period; "tháng 10 đăng ký kinh doanh" is both."""
    today, ends = local(turn.now).date(), turn.agency.reports.month_ends
    typed = words.split()
    for end in range(len(typed), 0, -1):
        said = " ".join(typed[:end])
        if (period := period_words.read_short(said, today, ends)) is not None:
            return _Asked(period, said, " ".join(typed[end:]))
    period = period_words.read(_THIS_MONTH, today, ends)
    assert period is not None
    return _Asked(period, _THIS_MONTH, " ".join(typed))


def _own_office(turn: Turn, viewer: Viewer) -> Office | None:
    """None: the whole department, for those who see it."""
    if sees_all(viewer):
        return None
    return next((o for o in turn.agency.offices if may_count(viewer, o)), None)


def _which_office(turn: Turn, asked: _Asked) -> None:
    choices = [Choice(o.short, f"/{WORD} {asked.said} {o.id}") for o in turn.agency.offices]
    period = period_name(turn, turn.language, asked.period)
    turn.say("stats.which_office", choices, period=period)


def _of_procedure(turn: Turn, viewer: Viewer, asked: _Asked) -> None:
    """Whoever does not see all offices: as far as their own has to do with it."""
    found = _procedures(turn, asked.rest)
    if not found:
        turn.say("stats.how", period_buttons(turn, turn.language))
    elif len(found) == 1:
        _count(turn, asked.period, _own_office(turn, viewer), found[0].code)
    else:
        choices = [Choice(p.name, f"/{WORD} {asked.said} {p.code}") for p in found]
        period = period_name(turn, turn.language, asked.period)
        turn.say("stats.which_procedure", choices, period=period)


def _procedures(turn: Turn, text: str) -> list[Procedure]:
    """Those with all of these words in their name, or of that code."""
    if (known := finding.of_code(text, turn.agency)) is not None:
        return [known]
    said = set(fold(text).split()) - _OF_PROCEDURES
    found = finding.search(text, turn.agency, _MOST_PROCEDURES) if said else []
    fitting = [p for p in found if said <= set(fold(p.name).split())]
    return [p for p in fitting if fold(p.name) == fold(text)] or fitting


def _count(turn: Turn, period: Period, office: Office | None, procedure: str = "") -> None:
    params = {
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "office": office.id if office else "",
        "procedure": procedure,
    }
    jobs.add(turn.tx, JOB, params, turn.chat.id, turn.now)
