"""Telling messages apart by examples: one straight line per label between those that have it and
all others (a linear support vector machine, squared hinge loss, trained by dual coordinate descent:
Hsieh et al., "A dual coordinate descent method for large-scale linear SVM", 2008). Three thousand
examples take about two seconds of plain Python, so nothing is shipped trained."""

from __future__ import annotations

import math
import random
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, repeat
from operator import itemgetter, mul
from typing import NamedTuple

Counts = Mapping[str, int]  # features of one message and how often each occurs
PAIR = " "  # stands in a feature of two words

_SOFT = 1.0  # how much a wrong example costs against a wide margin
_ROUNDS = 6  # more change no answer
_STILL = 1e-3
_CLEAR = 0.1  # an example so far on its right side is not looked at again
_SEED = 1  # the same examples give the same lines
_STEEP = 3.0  # from distances to shares
_FIRST = 2  # place 0 is the bias; place 1 is always nought, so that nobody has fewer than two


class Point(NamedTuple):
    """A message: which places it touches and how much."""

    places: tuple[int, ...]
    values: Sequence[float]

    @property
    def is_known(self) -> bool:
        return len(self.places) > _FIRST


class Space:
    """The features that occur among the examples; a pair of words that occurs once tells nothing
    but doubles the work. Rare features weigh more, repeated ones a little more, long messages no
    more than short ones."""

    def __init__(self, messages: Iterable[Counts]) -> None:
        first: dict[str, int] = {}
        bags = [_bag(first, counts) for counts in messages]
        found = Counter(chain.from_iterable(numbers for numbers, _ in bags))
        kept = [f for f, number in first.items() if found[number] > 1 or PAIR not in f]
        self._place = {feature: at for at, feature in enumerate(kept, start=_FIRST)}
        place = {first[feature]: at for feature, at in self._place.items()}
        self._rarity = array(
            "f", (1 + math.log((1 + len(bags)) / (1 + found[first[f]])) for f in kept)
        )
        self.examples = [
            self._valued([(place[n], times) for n, times in zip(*bag, strict=True) if n in place])
            for bag in bags
        ]

    @property
    def size(self) -> int:
        return len(self._place) + _FIRST

    def point(self, counts: Counts) -> Point:
        """What is not among the examples is left out."""
        place = self._place
        return self._valued([(place[f], times) for f, times in counts.items() if f in place])

    def _valued(self, known: Sequence[tuple[int, int]]) -> Point:
        rare = self._rarity
        values = [(1 + math.log(times)) * rare[place - _FIRST] for place, times in known]
        length = math.sqrt(sum(map(mul, values, values)))
        return Point(
            (0, 1, *(place for place, _ in known)),
            array("f", (1.0, 0.0, *(value / length for value in values))),
        )

    def features(self, counts: Counts) -> dict[str, int]:
        """The place of each that is known."""
        return {f: self._place[f] for f in counts if f in self._place}


def _bag(first: dict[str, int], counts: Counts) -> tuple[array[int], array[int]]:
    """The features as numbers, and how often each occurs; new ones get the next number."""
    numbers = array("l", (first.setdefault(feature, len(first)) for feature in counts))
    return numbers, array("l", counts.values())


class Linear:
    """The lines between labels; reading a message of fifty words takes about 0.1 ms. Examples whose
    label is empty are left out."""

    def __init__(self, space: Space, labels: Sequence[str]) -> None:
        self._space = space
        told = [(p, one) for p, one in zip(space.examples, labels, strict=True) if one]
        points = [point for point, _ in told]
        self.labels = sorted({label for _, label in told})
        self._lines = [
            _separated(points, [label == one for _, label in told], space.size)
            for one in self.labels
        ]

    def shares(self, point: Point) -> dict[str, float]:
        """By label, adding up to 1; best first. Nothing where no feature is known."""
        if not point.is_known or not self.labels:
            return {}
        far = [_dot(line, point) for line in self._lines]
        top = max(far)
        lifted = [math.exp(_STEEP * (distance - top)) for distance in far]
        whole = sum(lifted)
        shares = zip(self.labels, (each / whole for each in lifted), strict=True)
        return dict(sorted(shares, key=lambda share: -share[1]))

    def why(self, counts: Counts, label: str) -> dict[str, float]:
        """The features that speak for the label, and how loudly."""
        if label not in self.labels:
            return {}
        line, point = self._lines[self.labels.index(label)], self._space.point(counts)
        value = dict(zip(point.places, point.values, strict=True))
        places = self._space.features(counts)
        said = {feature: line[place] * value[place] for feature, place in places.items()}
        return {feature: loud for feature, loud in said.items() if loud > 0}


def _dot(weights: Sequence[float], point: Point) -> float:
    products: Iterable[float] = map(mul, itemgetter(*point.places)(weights), point.values)
    return sum(products, 0.0)


def _separated(points: Sequence[Point], ours: Sequence[bool], size: int) -> Sequence[float]:
    """The weights of the line between ours and the others; both sides together weigh the same,
    however few one of them is."""
    count, few = len(points), sum(ours)
    give = {True: few / (_SOFT * count), False: max(count - few, 1) / (_SOFT * count)}
    weights = [0.0] * size
    pull = [0.0] * count
    active, order = list(range(count)), random.Random(_SEED)
    for turn in range(_ROUNDS):
        order.shuffle(active)
        clear = _CLEAR if turn else math.inf
        active = [
            at
            for at in active
            if _corrected(weights, pull, at, points[at], ours[at], give[ours[at]], clear)
        ]
    return array("f", weights)


def _corrected(
    weights: list[float],
    pull: list[float],
    at: int,
    point: Point,
    ours: bool,
    give: float,
    clear: float,
) -> bool:
    """Moves the line for one example. False where it need not be looked at again."""
    side, before = 1.0 if ours else -1.0, pull[at]
    wrong = side * _dot(weights, point) - 1 + give * before
    if before == 0 and wrong >= 0:
        return wrong <= clear
    if abs(wrong) > _STILL:
        square = 2.0 if point.is_known else 1.0  # of the bias and the values, whose length is 1
        pull[at] = max(before - wrong / (square + give), 0.0)
        moved = (pull[at] - before) * side
        for place, step in zip(point.places, map(mul, point.values, repeat(moved)), strict=True):
            weights[place] += step
    return True
