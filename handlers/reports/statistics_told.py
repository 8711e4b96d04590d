"""Figures of a period, in words and as a chart: those of the Director's report of the same days.
Tips without a name are said beside them and move no office. What accuses somebody is counted in the
totals of the department and nowhere else: an office learns no count of it, not even of one (law
4.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cases.kinds import IdentityMode, Kind, Role
from cases.reports import periods
from cases.reports.case_facts import CaseFact, Stand
from cases.reports.figures import Figures, Span, by, count
from cases.reports.periods import Period
from handlers.desk import Desk
from handlers.reports import chart_jobs, figures, names
from handlers.reports.statistics_periods import period_days, period_name, unnamed
from messages.envelope import Choice, Priority
from messages.numbers import written
from messages.sheet import Chart, ChartKind
from storage.casework import guidance
from storage.house import tallies
from storage.mailbox import chats
from storage.people import people
from storage.tables.house import Job

JOB = "statistics"
WORD = "thongke"
RECEPTION = frozenset({Role.DISPATCHER, Role.DIRECTOR})
"""Who sees the figures of every office."""
_PERIODS = {"week": "tuan nay", "month": "thang nay", "quarter": "quy nay"}
_LAST_DAY = 31  # of a month, or later than it
_BEFORE = 5  # periods of the same kind, beside the one asked for
_ANSWERED_BY_ITSELF = "question."
_NOT_ANSWERED = frozenset({"question.unanswered", "question.handed_over"})


@dataclass(frozen=True, slots=True)
class Counted:
    """`office` is its id, empty for the whole department, `procedure` a code; `tips`, those without
    a name, are in no other figure; `groups` are what the chart shows: a name, received,
    answered."""

    chat_id: int
    period: Period
    office: str
    procedure: str
    so_far: bool
    figures: Figures
    tips: int
    kinds: Sequence[tuple[Kind, int]]
    groups: Sequence[tuple[str, int, int]]
    doors: dict[str, int]
    helped: int


def counted(desk: Desk, job: Job) -> Counted | None:
    """Only reads. None where nobody waits for it any more."""
    chat = chats.by_id(desk.tx, job.chat_id) if job.chat_id else None
    if chat is None or people.viewer(desk.tx, chat.person_id, desk.now) is None:
        return None
    period = _period(desk, job)
    until = min(period.span.ends, desk.now)
    everything, span = figures.facts(desk, until), period.span
    facts = [f for f in everything if f.identity is not IdentityMode.ANONYMOUS]
    office, procedure = str(job.params["office"]), str(job.params.get("procedure", ""))
    part = bool(office or procedure)
    mine = [f for f in facts if _belongs(f, office, procedure)] if part else facts
    new = by((f for f in mine if span.holds(f.received_at) and not f.restricted), lambda f: f.kind)
    return Counted(
        chat_id=chat.id,
        period=period,
        office=office,
        procedure=procedure,
        so_far=until < span.ends,
        figures=count(mine, Span(span.begins, until), desk.agency.calendar),
        tips=0 if part else sum(span.holds(f.received_at) for f in everything) - _come(facts, span),
        kinds=sorted(((k, len(v)) for k, v in new.items()), key=lambda pair: (-pair[1], pair[0])),
        groups=_before(desk, mine, period, chat.language) if part else _offices(desk, mine, span),
        doors={} if part else guidance.by_door(desk.tx, span.begins, span.ends),
        helped=0 if part else _helped(desk, period),
    )


def _belongs(fact: CaseFact, office: str, procedure: str) -> bool:
    mine = office in ("", fact.office) and procedure in ("", fact.procedure)
    return mine and not fact.restricted


def _come(facts: Sequence[CaseFact], span: Span) -> int:
    return sum(span.holds(f.received_at) for f in facts)


def _period(desk: Desk, job: Job) -> Period:
    first, last = (date.fromisoformat(job.params[name]) for name in ("first", "last"))
    return periods.of_days(first, last, desk.agency.reports.month_ends)


def _helped(desk: Desk, period: Period) -> int:
    done = tallies.between(desk.tx, period.first, period.last)
    return sum(
        n
        for what, n in done.items()
        if what.startswith(_ANSWERED_BY_ITSELF) and what not in _NOT_ANSWERED
    )


def _offices(desk: Desk, facts: Sequence[CaseFact], span: Span) -> list[tuple[str, int, int]]:
    open_to_all = by((f for f in facts if not f.restricted), lambda f: f.office)
    named = [(o.short, open_to_all.get(o.id, [])) for o in desk.agency.offices]
    return [(name, *_pair(mine, span)) for name, mine in [*named, ("", open_to_all.get("", []))]]


def _pair(facts: Sequence[CaseFact], span: Span) -> tuple[int, int]:
    answered = [f for f in facts if f.stand is Stand.ANSWERED and span.holds(f.settled_at)]
    return _come(facts, span), len(answered)


def _before(
    desk: Desk, facts: Sequence[CaseFact], period: Period, language: str
) -> list[tuple[str, int, int]]:
    line = [period]
    for _ in range(_BEFORE):
        line.insert(0, periods.before(line[0], desk.agency.reports.month_ends))
    return [(period_name(desk, language, p), *_pair(facts, p.span)) for p in line]


# --- in words ------------------------------------------------------------------------------------


def show(desk: Desk, found: Counted) -> None:
    """Into the chat of whoever asked, if they are still somebody who may."""
    chat = chats.by_id(desk.tx, found.chat_id)
    viewer = people.viewer(desk.tx, chat.person_id, desk.now) if chat and chat.official else None
    if chat is None or viewer is None:
        return
    language, part = chat.language, _part(desk, found, chat.language)
    period = period_name(desk, language, found.period)
    # A question begun meanwhile keeps its numbers.
    priority = Priority.NOTICE if "d" in chat.state else Priority.REPLY
    choices = period_buttons(desk, language, found.procedure or found.office)
    if any(viewer.is_(role) for role in RECEPTION):
        choices.append(_other_view(desk, language, found))
    said: dict[str, Any] = {"period": period, "office": part}
    key = "stats.nothing"
    if found.figures.size or found.tips or found.doors or found.helped:
        key, said = "stats.figures", said | _said(desk, found, language)
    desk.tell_chat(chat.id, key, choices, priority=priority, language=language, **said)
    if any(received or answered for _, received, answered in found.groups):
        chart_jobs.ask(desk, chat.id, language, _chart(desk, found, language, part))


def _said(desk: Desk, found: Counted, language: str) -> dict[str, Any]:
    figures = found.figures
    share = figures.on_time_share
    kinds = [_count(desk, f"kind.{kind}", n, language) for kind, n in found.kinds]
    doors = [_count(desk, f"stats.door_{door}", n, language) for door, n in found.doors.items()]
    return {
        "days": "" if unnamed(found.period) else period_days(desk, found.period, language),
        "by_law": _by_law(desk, found.period),
        "so_far": found.so_far,
        "f": figures,
        "share": "" if share is None else f"{written(share, language)}%",
        "tips": found.tips,
        "spent": "" if figures.days is None else written(figures.days, language),
        "stars": "" if figures.stars is None else written(figures.stars, language),
        "kinds": " · ".join(kinds),
        "doors": " · ".join(doors),
        "helped": found.helped,
    }


def _by_law(desk: Desk, period: Period) -> bool:
    """Whether its months are not those of the calendar, which has to be said."""
    return period.kind in periods.MONTHS and desk.agency.reports.month_ends < _LAST_DAY


def _count(desk: Desk, key: str, count: int, language: str) -> str:
    return f"{desk.words(language, key)} {written(count, language)}"


def _part(desk: Desk, found: Counted, language: str) -> str:
    """The office, the procedure, or both; empty for the whole department."""
    office = next((o.short for o in desk.agency.offices if o.id == found.office), "")
    procedure = names.row(desk, "procedure", found.procedure, language) if found.procedure else ""
    return " · ".join(filter(None, (office, procedure)))


def period_buttons(desk: Desk, language: str, part: str = "") -> list[Choice]:
    """The periods people ask for, of the same office or procedure."""
    return [
        desk.label(language, f"stats.b_{name}", f"/{WORD} {said} {part}".strip())
        for name, said in _PERIODS.items()
    ]


def _other_view(desk: Desk, language: str, found: Counted) -> Choice:
    """The same days by office, or of the whole department."""
    days = f"{found.period.first:%d/%m/%Y} den {found.period.last:%d/%m/%Y}"
    if found.office or found.procedure:
        return desk.label(language, "stats.b_all", f"/{WORD} {days}")
    return desk.label(language, "stats.b_offices", f"/{WORD} {days} phong")


def _chart(desk: Desk, found: Counted, language: str, part: str) -> Chart:
    def say(key: str, **params: Any) -> str:
        return desk.words(language, f"stats.{key}", **params)

    days = period_days(desk, found.period, language)
    groups = [group for group in found.groups if group[0] or any(group[1:])]
    return Chart(
        ChartKind.BARS,
        say("chart_before", office=part) if part else say("chart_offices", days=days),
        [name or say("nobody") for name, _, _ in groups],
        [
            (say("received"), [received for _, received, _ in groups]),
            (say("answered"), [answered for _, _, answered in groups]),
        ],
        say("unit"),
    )
