"""The items of the plan with their lights, and what was done for each in a period."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time

from cases.confidentiality import Viewer
from cases.kinds import OFFICE_ROLES, Role
from cases.plan.lights import Standing
from cases.reports.spans import Span, first_day
from handlers.desk import Turn
from handlers.notices import notices
from handlers.plan import wording
from handlers.plan.coverage import coverage
from handlers.plan.lights import of_office, standings
from handlers.staff.act.pages import PAGE
from handlers.staff.plan.asked import Asked
from messages.dates import HERE, full_day, local
from messages.envelope import Choice


def own_office(viewer: Viewer) -> str:
    """Whose part of the plan somebody sees first: of one who oversees all, and of one who works in
    several offices, nobody's."""
    if any(viewer.is_(role) for role in (Role.DISPATCHER, Role.DIRECTOR, Role.ADMIN)):
        return ""
    offices = {office for role, office in viewer.roles if role in OFFICE_ROLES}
    return offices.pop() if len(offices) == 1 else ""


def begins(turn: Turn, span: Span) -> datetime:
    return datetime.combine(first_day(span, local(turn.now).date()), time(), HERE)


def show(turn: Turn, viewer: Viewer, asked: Asked) -> None:
    """Of an office, those it leads, by what it did itself; else all."""
    office = asked.office or ("" if asked.everything else own_office(viewer))
    found = of_office(turn, office) if office else standings(turn)
    if not found and office and not asked.office:
        office, found = "", standings(turn)
    span, language = asked.span or Span.MONTH, turn.language
    last = max((len(found) - 1) // PAGE, 0)
    number = min(asked.page - 1, last)
    shown = found[number * PAGE : (number + 1) * PAGE]
    turn.say(
        "plan.list",
        _choices(turn, replace(asked, office=office, span=span), shown, number, last),
        lines=_lines(turn, shown, span, language),
        total=len(found),
        first=number * PAGE + 1,
        office=notices.office_name(turn, office, language),
        span=span.value,
        since=full_day(begins(turn, span).date(), language),
    )


def _lines(turn: Turn, shown: list[Standing], span: Span, language: str) -> list[dict[str, object]]:
    done = {
        c.item.id: c.counts
        for c in coverage(turn, begins(turn, span), turn.now + datetime.resolution)
    }
    return [
        wording.line(turn, one, language)
        | {
            "done": wording.done(turn, done[one.item.id], language),
            "lead": wording.leads(turn, one.item, language),
        }
        for one in shown
    ]


def _choices(
    turn: Turn, asked: Asked, shown: list[Standing], number: int, last: int
) -> list[Choice]:
    choices = [wording.button(one) for one in shown]
    if number < last:
        choices.append(turn.button("staff.b_next", f"{asked.typed()} {number + 2}"))
    if asked.office:
        whole = replace(asked, office="", everything=True)
        choices.append(turn.button("plan.b_whole", whole.typed()))
    others = [span for span in Span if span is not asked.span]
    choices += [
        turn.button("plan.b_span", replace(asked, span=span).typed(), span=span.value)
        for span in others
    ]
    return choices
