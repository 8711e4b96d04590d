"""What `langnghe check` found: each a sentence, and how bad it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from bot.commands.plainly import Refusal, say


class Weight(Enum):
    """`REFUSED` is good enough for a trial and not for citizens."""

    GOOD = "✓"
    CAUTION = "!"
    REFUSED = "! (dùng thật phải sửa)"
    WRONG = "✗"


@dataclass(frozen=True, slots=True)
class Finding:
    weight: Weight
    vi: str
    en: str

    def tell(self, *, wrong: bool) -> None:
        say(f"{Weight.WRONG.value if wrong else self.weight.value} {self.vi}", self.en)


def good(vi: str, en: str) -> Finding:
    return Finding(Weight.GOOD, vi, en)


def caution(vi: str, en: str) -> Finding:
    return Finding(Weight.CAUTION, vi, en)


def refused(vi: str, en: str) -> Finding:
    return Finding(Weight.REFUSED, vi, en)


def wrong(vi: str, en: str) -> Finding:
    return Finding(Weight.WRONG, vi, en)


def of_refusal(refusal: Refusal) -> Finding:
    return wrong(refusal.vi, refusal.en)
