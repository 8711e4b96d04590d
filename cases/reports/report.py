"""What a report is made of: its kind, numbered figures with the cases behind each, and the hash by
which everybody can see that an issued one is as it was."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Value = int | float | None


class ReportKind(StrEnum):
    DIRECTOR = "director"  # how the department does, for its Director
    STATUTORY = "statutory"  # forms II.05a and II.05b of Thông tư 01/2020/TT-VPCP
    PROVINCE = "province"  # the same for the People's Committee, as an official letter


@dataclass(frozen=True, slots=True)
class Figure:
    """`key` names it part by part ("a|Đầu tư|done_rule"); `cases` are those behind it: counted by
    a number, drawn on by a share, a median or a mean."""

    key: str
    value: Value
    cases: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Off:
    """A balance that does not hold: by which rule, what it should be and what it is."""

    rule: str
    wanted: int
    found: int

    @property
    def by(self) -> int:
        return self.found - self.wanted


@dataclass(frozen=True, slots=True)
class Changed:
    """What a correction changes. None: it was not, or is no more, in the report."""

    key: str
    before: Value
    now: Value


def values(figures: Iterable[Figure]) -> dict[str, Value]:
    return {figure.key: figure.value for figure in figures}


def counted(key: str, cases: Iterable[int]) -> Figure:
    ids = tuple(sorted(cases))
    return Figure(key, len(ids), ids)


def changes(before: Sequence[Figure], now: Sequence[Figure]) -> list[Changed]:
    """Figures whose value is another, and those whose cases are others at the same value."""
    old, new = ({f.key: f for f in figures} for figures in (before, now))
    return [
        Changed(key, _value(old.get(key)), _value(new.get(key)))
        for key in dict.fromkeys((*new, *old))
        if old.get(key) != new.get(key)
    ]


def _value(figure: Figure | None) -> Value:
    return figure.value if figure else None


def digest(content: Mapping[str, Any]) -> str:
    """SHA-256 over canonical JSON: sorted names, no spaces, UTF-8."""
    written = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()
