"""The report to the Director: how the department does, by office, procedure, kind and channel.

Tips without a name move nothing but their own row: nobody is praised or blamed by them. What
accuses somebody is in the totals and in a row of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from cases.agency.hours import Calendar
from cases.kinds import IdentityMode, Kind
from cases.reports.case_facts import CaseFact, Stand
from cases.reports.figures import Figures, Span, count, in_hand, is_late, opened_again
from cases.reports.report import Figure, Off, Value, counted

GUARDED = "guarded"
_MOST_PROCEDURES = 10
PLAN = ("pieces", "idle")
VERDICTS = ("applied", "studying", "not_applied")

_COUNTS: Mapping[str, Callable[[CaseFact, Span], bool]] = {
    "carried": lambda f, span: f.was_open(span.begins),
    "received": lambda f, span: span.holds(f.received_at),
    "again": opened_again,
    "answered": lambda f, span: f.stand is Stand.ANSWERED,
    "closed": lambda f, span: f.stand is Stand.CLOSED,
    "refused": lambda f, span: f.stand is Stand.REFUSED,
    "forwarded": lambda f, span: f.stand is Stand.FORWARDED,
    "withdrawn": lambda f, span: f.stand is Stand.WITHDRAWN,
    "open": lambda f, span: f.stand is Stand.OPEN,
    "open_late": lambda f, span: is_late(f, span.ends),
}
_SHARES: Mapping[str, tuple[Callable[[CaseFact], bool], Callable[[Figures], Value]]] = {
    "on_time": (
        lambda f: f.stand is Stand.ANSWERED and f.due_at is not None,
        lambda figures: figures.on_time_share,
    ),
    "days": (lambda f: f.stand is Stand.ANSWERED, lambda figures: figures.days),
    "stars": (
        lambda f: f.stand is Stand.ANSWERED and bool(f.rating),
        lambda figures: None if figures.stars is None else round(figures.stars, 1),
    ),
}
"""What is drawn on, and the value: percent answered by the day promised, median working days, mean
rating of 1 to 5."""

WHOLE = (*_COUNTS, *_SHARES)
OF_OFFICE = ("received", "answered", "open", "open_late", "on_time", "days", "stars")
OF_GROUP = ("received", "answered", "open", "open_late", "days")


@dataclass(frozen=True, slots=True)
class Beside:
    """What is counted elsewhere: people shown another door; for each item of the plan the pieces
    of evidence, and how many of the offices that lead it did nothing."""

    doors: Mapping[str, int]
    plan: Mapping[str, tuple[int, int]]


def figures(
    facts: Iterable[CaseFact], span: Span, calendar: Calendar, beside: Beside
) -> list[Figure]:
    """Of facts as of the end of the span. Keys: "all|COLUMN", "office|ID|COLUMN", and so for
    procedure, kind and source; "tip|received", "verdict|VERDICT", "door|DOOR",
    "plan|ITEM|pieces" and "plan|ITEM|idle"."""
    held = in_hand(facts, span)
    named = [f for f in held if f.identity is not IdentityMode.ANONYMOUS]
    tips = [f for f in held if f.identity is IdentityMode.ANONYMOUS]
    return [
        *_group("all", named, span, calendar, WHOLE),
        *_groups("office", named, _office, span, calendar, OF_OFFICE),
        *_groups("kind", named, lambda f: f.kind.value, span, calendar, OF_GROUP),
        *_groups("source", named, lambda f: f.source, span, calendar, OF_GROUP),
        *_procedures(named, span, calendar),
        counted("tip|received", (f.id for f in tips if span.holds(f.received_at))),
        *_initiatives(named, span),
        *(Figure(f"door|{door}", n) for door, n in sorted(beside.doors.items())),
        *(
            Figure(f"plan|{item}|{name}", number)
            for item, numbers in beside.plan.items()
            for name, number in zip(PLAN, numbers, strict=True)
        ),
    ]


def off(
    found: Mapping[str, Value], next_carried: int | None = None, before_open: int | None = None
) -> list[Off]:
    """Which balances do not hold; the arguments as of `cases.reports.statutory.off`."""

    def added(*keys: str) -> int:
        return sum(int(found[key] or 0) for key in keys)

    came, went = ("carried", "received", "again"), ("answered", "closed", "refused", "forwarded")
    ended = (*went, "withdrawn", "open")
    pairs = [("outcome", added(*(f"all|{c}" for c in came)), added(*(f"all|{c}" for c in ended)))]
    for group in ("office", "kind", "source"):
        for column in ("received", "answered", "open", "open_late"):
            mine = [k for k in found if k.startswith(f"{group}|") and k.endswith(f"|{column}")]
            pairs.append((f"{group}|{column}", added(f"all|{column}"), added(*mine)))
    if next_carried is not None:
        pairs.append(("next", added("all|open"), next_carried))
    if before_open is not None:
        pairs.append(("before", before_open, added("all|carried")))
    return [Off(rule, wanted, got) for rule, wanted, got in pairs if wanted != got]


def _office(fact: CaseFact) -> str:
    return GUARDED if fact.restricted else fact.office


def _group(
    name: str, facts: Sequence[CaseFact], span: Span, calendar: Calendar, columns: Sequence[str]
) -> list[Figure]:
    whole, found = count(facts, span, calendar), []
    for column in columns:
        if column in _COUNTS:
            holds = _COUNTS[column]
            found.append(counted(f"{name}|{column}", (f.id for f in facts if holds(f, span))))
        else:
            drawn_on, value = _SHARES[column]
            ids = tuple(sorted(f.id for f in facts if drawn_on(f)))
            found.append(Figure(f"{name}|{column}", value(whole), ids))
    return found


def _groups(
    name: str,
    facts: Sequence[CaseFact],
    of: Callable[[CaseFact], str],
    span: Span,
    calendar: Calendar,
    columns: Sequence[str],
) -> list[Figure]:
    """The largest first, what has no name or is guarded last."""
    rows: dict[str, list[CaseFact]] = {}
    for fact in facts:
        rows.setdefault(of(fact), []).append(fact)
    ordered = sorted(rows.items(), key=lambda r: (r[0] in ("", GUARDED), -len(r[1]), r[0]))
    return [
        figure
        for key, mine in ordered
        for figure in _group(f"{name}|{key}", mine, span, calendar, columns)
    ]


def _procedures(facts: Sequence[CaseFact], span: Span, calendar: Calendar) -> list[Figure]:
    """Those people wrote about most: thanks and questions burden nobody."""
    burdened = [
        f
        for f in facts
        if f.procedure and not f.restricted and f.kind not in (Kind.PRAISE, Kind.QUESTION)
    ]
    counts = Counter(f.procedure for f in burdened)
    most = {
        code for code, _ in sorted(counts.items(), key=lambda c: (-c[1], c[0]))[:_MOST_PROCEDURES]
    }
    mine = [f for f in burdened if f.procedure in most]
    return _groups("procedure", mine, lambda f: f.procedure, span, calendar, OF_GROUP)


def _initiatives(facts: Sequence[CaseFact], span: Span) -> list[Figure]:
    ideas = [f for f in facts if f.kind is Kind.INITIATIVE and not f.restricted]
    return [
        counted("verdict|received", (f.id for f in ideas if span.holds(f.received_at))),
        *(
            counted(f"verdict|{verdict}", (f.id for f in ideas if f.verdict == verdict))
            for verdict in VERDICTS
        ),
    ]
