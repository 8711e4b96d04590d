"""What there is to tell of a span: how many were answered, what became public, what changed because
people spoke. Whom it concerned is never told; what accuses somebody is in the totals alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cases.reports.case_facts import CaseFact
from cases.reports.figures import Figures, Span, count, is_pakn
from handlers.desk import Desk
from handlers.reports import figures
from storage.published import changes
from storage.tables.casework import Case

_MOST = 3
_EXCERPT = 140
APPLIED = "applied"


@dataclass(frozen=True, slots=True)
class News:
    """`published` are words and links, `changed` what changed, in a line each; `late` of the
    answered; `applied`: initiatives."""

    figures: Figures
    published: Sequence[tuple[str, str]]
    changed: Sequence[str]
    applied: int

    @property
    def late(self) -> int:
        return self.figures.due - self.figures.on_time

    @property
    def nothing(self) -> bool:
        return not (self.figures.answered or self.published or self.changed or self.applied)


def news(desk: Desk, span: Span) -> News:
    facts = figures.facts(desk, span.ends)
    pakn = [fact for fact in facts if is_pakn(fact)]
    applied = [f for f in pakn if f.verdict == APPLIED and span.holds(f.settled_at)]
    return News(
        figures=count(pakn, span, desk.agency.calendar),
        published=_published(desk, facts, span),
        changed=changes.titles(desk.tx, span.begins, span.ends)[:_MOST],
        applied=sum(not f.restricted for f in applied),
    )


def _published(desk: Desk, facts: Sequence[CaseFact], span: Span) -> list[tuple[str, str]]:
    """The newest first, where they are still published."""
    new = [f for f in facts if span.holds(f.published_at) and not f.restricted]
    new.sort(key=lambda f: (f.published_at or span.begins, f.code), reverse=True)
    cases = (desk.tx.get(Case, fact.id) for fact in new)
    still = [c for c in cases if c is not None and c.published and not c.restricted]
    return [(_excerpt(c.published), result_link(desk, c.code)) for c in still[:_MOST]]


def _excerpt(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _EXCERPT else line[: _EXCERPT - 1].rstrip() + "…"


def results_link(desk: Desk) -> str:
    return f"{desk.ground.public_url.rstrip('/')}/results"


def result_link(desk: Desk, code: str) -> str:
    return f"{results_link(desk)}/{code}"
