"""What happened in a period, counted on the spot: the figures of the Director's report of the same
days. Tips without a name are said beside them and move no office. What accuses somebody is counted
in the totals of the department and nowhere else: an office learns no count of it, not even of one
(law 4.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cases.kinds import IdentityMode, Kind
from cases.reports import periods
from cases.reports.case_facts import CaseFact, Stand
from cases.reports.figures import Figures, Span, by, count
from cases.reports.periods import Period
from handlers.desk import Desk
from handlers.reports import figures
from handlers.reports.statistics_periods import period_name
from storage.casework import guidance
from storage.house import tallies
from storage.mailbox import chats
from storage.people import people
from storage.tables.house import Job

JOB = "statistics"
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
