"""Published results as everybody may read them: found by words, office, procedure, kind, month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from cases.numbers.codes import find_code
from cases.words.text import fold


@dataclass(frozen=True, slots=True)
class Result:
    """`received` and `answered` are days of Vietnam; `month` is "2026-11", of its first
    publication there. `found_by` is folded: all the words it is found by."""

    code: str
    kind: str
    office: str
    procedure: str
    field: str
    question: str
    answer: str
    received: date | None
    answered: date | None
    published_at: datetime
    updated_at: datetime
    month: str
    found_by: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader looks for; empty means any."""

    words: str = ""
    office: str = ""
    procedure: str = ""
    kind: str = ""
    month: str = ""


_ALL = Wanted()


@dataclass(frozen=True, slots=True)
class Shelf:
    """All results, newest first, and what they can be narrowed by. `outcomes`: how many published
    accusations came to which class, `mark` and `changed_at` what the shelf was made of and when
    that changed."""

    results: tuple[Result, ...] = ()
    kinds: tuple[str, ...] = ()
    offices: frozenset[str] = frozenset()
    months: tuple[str, ...] = ()  # newest first
    outcomes: Counter[str] = field(default_factory=Counter)
    mark: str = ""
    changed_at: datetime | None = None

    def find(self, wanted: Wanted) -> Sequence[Result]:
        if wanted == _ALL:
            return self.results
        words = fold(wanted.words).split()
        code = find_code(wanted.words)
        return [r for r in self.results if _fits(r, wanted, words, code)]

    def of_code(self, code: str) -> Result | None:
        return next((r for r in self.results if r.code == code), None)


def _fits(result: Result, wanted: Wanted, words: Sequence[str], code: str | None) -> bool:
    if wanted.office not in ("", result.office) or wanted.kind not in ("", result.kind):
        return False
    if wanted.procedure not in ("", result.procedure) or wanted.month not in ("", result.month):
        return False
    return result.code == code if code else all(word in result.found_by for word in words)
