"""The report on feedback about administrative regulations: forms II.05a (by field) and II.05b (by
office) of Thông tư 01/2020/TT-VPCP, and beside them what the law does not count.

What accuses somebody is counted in one row for all fields: a field with one complaint about conduct
would tell who complained (facts/law 4.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from cases.agency.report_rules import ReportRules
from cases.kinds import IdentityMode, Kind
from cases.reports.case_facts import CaseFact, Stand
from cases.reports.figures import Span, in_hand, is_pakn
from cases.reports.report import Figure, Off, Value, counted

TOTAL = "total"
GUARDED = "guarded"
"""The row of what accuses somebody; without a field, the row is "" ."""
_DONE = frozenset({Stand.ANSWERED, Stand.CLOSED})
_OURS = _DONE | {Stand.OPEN}


@dataclass(frozen=True, slots=True)
class _Seen:
    """A case as the forms see it."""

    fact: CaseFact
    held: bool  # in hand during the period
    act: bool
    carried: bool
    published: bool


_COLUMNS: Mapping[str, Callable[[_Seen], bool]] = {
    "all": lambda s: s.held,
    "act": lambda s: s.held and s.act,
    "rule": lambda s: s.held and not s.act,
    "carried": lambda s: s.held and s.carried,
    "new": lambda s: s.held and not s.carried,
    "ours": lambda s: s.held and s.fact.stand in _OURS,
    "done_act": lambda s: s.held and s.act and s.fact.stand in _DONE,
    "done_rule": lambda s: s.held and not s.act and s.fact.stand in _DONE,
    "open_act": lambda s: s.held and s.act and s.fact.stand is Stand.OPEN,
    "open_rule": lambda s: s.held and not s.act and s.fact.stand is Stand.OPEN,
    "forwarded": lambda s: s.held and s.fact.stand is Stand.FORWARDED,
    "refused": lambda s: s.held and s.fact.stand is Stand.REFUSED,
    "withdrawn": lambda s: s.held and s.fact.stand is Stand.WITHDRAWN,
    "published": lambda s: s.published,
}
COLUMNS = tuple(_COLUMNS)
"""In the order of the form. Refused and withdrawn ones stand in columns of their own, outside
"ours" and after "forwarded", so that the sums can be seen to hold."""
FORMS = ("a", "b")

BALANCES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "content": (("all",), ("act", "rule")),
    "time": (("all",), ("carried", "new")),
    "ours": (("ours",), ("done_act", "done_rule", "open_act", "open_rule")),
    "outcome": (("carried", "new"), ("ours", "forwarded", "refused", "withdrawn")),
}
"""Sums that must be equal (facts/law 6.2)."""


def figures(
    facts: Iterable[CaseFact],
    span: Span,
    rules: ReportRules,
    reception: str,
    doors: Mapping[str, int],
) -> list[Figure]:
    """Of facts as of the end of the span. Keys: "a|FIELD|COLUMN", "b|OFFICE|COLUMN", of totals
    "a|total|COLUMN"; "source|SOURCE"; "inside|…" and "door|DOOR" for what is not in the forms.
    `reception`: the office that has what accuses somebody; `doors`: how many were guided where."""
    everything = list(facts)
    held = {f.id for f in in_hand(everything, span)}
    seen = [_seen(f, span, rules, held) for f in everything if is_pakn(f)]
    seen = [s for s in seen if s.held or s.published]
    return [
        *_form("a", seen, lambda f: GUARDED if f.restricted else f.field),
        *_form("b", seen, lambda f: reception if f.restricted else f.office),
        *_by_source(seen),
        *_inside(everything, span, held),
        *(Figure(f"door|{door}", n) for door, n in sorted(doors.items())),
    ]


def _seen(fact: CaseFact, span: Span, rules: ReportRules, held: set[int]) -> _Seen:
    return _Seen(
        fact=fact,
        held=fact.id in held,
        act=fact.restricted or fact.kind in rules.acts,
        carried=fact.was_open(span.begins),
        published=span.holds(fact.published_at),
    )


def _form(name: str, seen: Sequence[_Seen], row: Callable[[CaseFact], str]) -> list[Figure]:
    rows: dict[str, list[_Seen]] = {}
    for each in seen:
        rows.setdefault(row(each.fact), []).append(each)
    ordered = sorted(rows.items(), key=lambda pair: (pair[0] in ("", GUARDED), pair[0]))
    return [
        counted(f"{name}|{key}|{column}", (s.fact.id for s in group if holds(s)))
        for key, group in [*ordered, (TOTAL, seen)]
        for column, holds in _COLUMNS.items()
    ]


def _by_source(seen: Sequence[_Seen]) -> list[Figure]:
    held = [s for s in seen if s.held]
    sources = sorted({s.fact.source for s in held})
    return [
        counted(f"source|{source}", (s.fact.id for s in held if s.fact.source == source))
        for source in sources
    ]


def _inside(facts: Sequence[CaseFact], span: Span, held: set[int]) -> list[Figure]:
    """Tips without a name, questions and praise: received during the period and still open."""
    groups: Mapping[str, Callable[[CaseFact], bool]] = {
        "tip": lambda f: f.identity is IdentityMode.ANONYMOUS,
        "question": lambda f: f.kind is Kind.QUESTION,
        "praise": lambda f: f.kind is Kind.PRAISE,
    }
    found = []
    left = [f for f in facts if f.id in held]
    for name, belongs in groups.items():
        mine = [f for f in left if belongs(f)]
        left = [f for f in left if not belongs(f)]
        found += [
            counted(f"inside|{name}|new", (f.id for f in mine if not f.was_open(span.begins))),
            counted(f"inside|{name}|open", (f.id for f in mine if f.stand is Stand.OPEN)),
        ]
    return found


def off(
    found: Mapping[str, Value], next_carried: int | None = None, before_open: int | None = None
) -> list[Off]:
    """Which balances do not hold. `next_carried`: how many the next period takes over, counted
    apart; `before_open`: how many the report before left open."""
    pairs = [*_of_rows(found), *_between_forms(found)]
    total = {column: _int(found[f"a|{TOTAL}|{column}"]) for column in COLUMNS}
    if next_carried is not None:
        pairs.append(("next", total["open_act"] + total["open_rule"], next_carried))
    if before_open is not None:
        pairs.append(("before", before_open, total["carried"]))
    return [Off(rule, wanted, got) for rule, wanted, got in pairs if wanted != got]


def rows(found: Iterable[str], form: str) -> list[str]:
    """The rows of a form in their order, the total last."""
    return list(dict.fromkeys(k.split("|")[1] for k in found if k.startswith(f"{form}|")))


def _of_rows(found: Mapping[str, Value]) -> list[tuple[str, int, int]]:
    def added(row: str, columns: Sequence[str]) -> int:
        return sum(_int(found[f"{row}|{column}"]) for column in columns)

    named = [f"{form}|{row}" for form in FORMS for row in rows(found, form)]
    return [
        (f"{row}|{rule}", added(row, left), added(row, right))
        for row in named
        for rule, (left, right) in BALANCES.items()
    ]


def _between_forms(found: Mapping[str, Value]) -> list[tuple[str, int, int]]:
    """Each total is the sum of its rows, the same in both forms, and the sum of its sources."""
    pairs = []
    for column in COLUMNS:
        totals = [_int(found[f"{form}|{TOTAL}|{column}"]) for form in FORMS]
        pairs.append((f"forms|{column}", totals[0], totals[1]))
        for form, total in zip(FORMS, totals, strict=True):
            parts = [_int(found[f"{form}|{row}|{column}"]) for row in rows(found, form)]
            pairs.append((f"rows_{form}|{column}", sum(parts) - total, total))
    sources = sum(_int(value) for key, value in found.items() if key.startswith("source|"))
    return [*pairs, ("source", _int(found[f"a|{TOTAL}|all"]), sources)]


def _int(value: Value) -> int:
    return int(value or 0)
