"""How much two texts speak of the same: shared words and pairs of words, the rare ones counting
most. Pure arithmetic on folded copies; nothing is learned and nothing kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import pairwise
from math import log, sqrt

from cases.words.text import fold_open

Bag = frozenset[str]
"""The words of a text and its pairs of neighbouring words, folded."""

# Words that stand in any story, folded: they tell nothing of what it is about.
_COMMON = frozenset(
    "a ah anh ba bac ban bao bi bo cac cai can chi cho chua chu chung co con cua cung da dang de"
    " den di do dong du duoc em gi hay hoi i khi khong la lai lam len luc ma mai minh moi mot nao"
    " nay neu nen nguoi nhe nhieu nhu nhung o oi ong phai qua ra rang rat roi sao sau se so tai"
    " the thi tren tro trong tu tui toi va van vao ve vi viec voi xin y"
    " an and are as at be but by for from had has have he i in is it my not of on or our that the"
    " they this to was we were with you your".split()
)
# Smoothing: in a handful of texts nothing is known yet about which words are rare.
_SEEN, _HELD = 50, 3


def bag(text: str, abbreviations: Mapping[str, str]) -> Bag:
    """Empty for a text that tells nothing. `abbreviations` as of `cases.words.text.fold_open`."""
    words = fold_open(text, abbreviations).split()
    pairs = {
        f"{one} {two}" for one, two in pairwise(words) if not (one in _COMMON and two in _COMMON)
    }
    return frozenset(pairs | (set(words) - _COMMON))


class Rarity:
    """Among how many texts each term was met; those still to come are weighed by it."""

    def __init__(self, bags: Iterable[Bag] = ()) -> None:
        self._texts = 0
        self._held: Counter[str] = Counter()
        for each in bags:
            self.add(each)

    def add(self, bag: Bag) -> None:
        self._texts += 1
        self._held.update(bag)

    def remove(self, bag: Bag) -> None:
        """One that was added before."""
        self._texts -= 1
        self._held.subtract(bag)

    def weight(self, terms: Iterable[str]) -> float:
        """Of them together."""
        held, texts = self._held, self._texts + _SEEN
        return sum(log(1 + texts / (held[term] + _HELD)) ** 2 for term in terms)


def similarity(one: Bag, other: Bag, rarity: Rarity) -> int:
    """From 0 (nothing in common, or nothing told) to 100 (the same words)."""
    shared = one & other
    if not shared:
        return 0
    return round(100 * rarity.weight(shared) / sqrt(rarity.weight(one) * rarity.weight(other)))
