"""Whether what officials taught is worth learning: measured over the lessons, each by an agency
that does not know it, and over a part of the folder's own examples."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cases.agency.agency import Agency
from cases.agency.words import Example
from cases.understanding.labels import OFFICELESS
from cases.understanding.lessons import with_lessons
from cases.understanding.measuring import Answer, answers, cross_validated, unseen

FEWEST = 5
"""Lessons below which a share says nothing."""
_FOLDS = 5
_SEED = 20261126  # the same lessons give the same figures
_SAMPLE = 300
_BORNE = 0.01  # of the sample: that much is chance


class Advice(StrEnum):
    BETTER = "better"
    SAME = "same"
    WORSE = "worse"


@dataclass(frozen=True, slots=True)
class Measured:
    """How many were sent to the right office. Of the `lessons`: by the folder `alone`, and with the
    others `taught`; of a `sample` of the folder's examples: `before` and `after` the lessons.
    `drawn_to`: the office to which most is wrongly sent because of them, or empty."""

    lessons: int
    alone: int
    taught: int
    sample: int
    before: int
    after: int
    drawn_to: str = ""

    @property
    def advice(self) -> Advice:
        if self.taught < self.alone or self.before - self.after > _BORNE * self.sample:
            return Advice.WORSE
        return Advice.BETTER if self.taught > self.alone else Advice.SAME


def measure(agency: Agency, lessons: Sequence[Example]) -> Measured:
    """`agency`: as the folder says, without lessons. Learns eight times: some fifteen seconds of
    processor with four thousand examples."""
    folds = min(_FOLDS, len(lessons))
    alone = answers(lessons, unseen(agency, lessons))
    taught = cross_validated(lessons, agency, folds=folds, seed=_SEED)
    sample = _sample(agency.routing.examples)
    blank = unseen(agency, sample)
    before, after = answers(sample, blank), answers(sample, with_lessons(blank, lessons))
    spoilt = [*_spoilt(alone, taught), *_spoilt(before, after)]
    drawn = Counter(spoilt).most_common(1)
    return Measured(
        lessons=len(lessons),
        alone=_right(alone),
        taught=_right(taught),
        sample=len(sample),
        before=_right(before),
        after=_right(after),
        drawn_to=drawn[0][0] if drawn else "",
    )


def _sample(examples: Sequence[Example]) -> list[Example]:
    of_offices = [e for e in examples if e.office and e.label not in OFFICELESS]
    return random.Random(_SEED).sample(of_offices, min(_SAMPLE, len(of_offices) // 3))


def _is_right(answer: Answer) -> bool:
    return answer.guess.offices[0][0] == answer.meant.office


def _right(found: Iterable[Answer]) -> int:
    return sum(map(_is_right, found))


def _spoilt(before: Sequence[Answer], after: Sequence[Answer]) -> list[str]:
    """Where to what was right before is sent now."""
    pairs = zip(before, after, strict=True)
    return [b.guess.offices[0][0] for a, b in pairs if _is_right(a) and not _is_right(b)]
