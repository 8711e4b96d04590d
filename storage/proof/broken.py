"""What a check of everything kept may find first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Part = Literal[
    "gone",
    "code",
    "history",
    "tail",
    "words",
    "status",
    "note",
    "receipt",
    "unsigned",
    "signature",
    "signed_other",
    "day_missing",
    "day_chain",
    "day_receipts",
    "day_signature",
    "backdated",
    "report",
]


DATED = frozenset({"day_missing", "day_chain", "day_receipts", "day_signature", "backdated"})
"""Whose detail is a day, as 2026-11-16."""


@dataclass(frozen=True, slots=True)
class Broken:
    """`detail`: of the history its row, of words their kind, of a note its number in the case, of
    a code the one it was filed under, of a status what the case says now, of days the day, of a
    report its number. `code` is empty where no one case is meant."""

    code: str
    part: Part
    detail: str = ""
