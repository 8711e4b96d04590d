"""What of a message counts when it is compared with others: its folded words and pairs of
neighbouring words. Folded, so that the same words with and without diacritics, in NFC or NFD, are
the same message."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from cases.understanding.linear import PAIR
from cases.words.text import fold, open_words

_ANY_NUMBER = "0"
_ASKS = "?"
_EXCLAIMS = "!"
_BEGINS = "^"
_LONGEST = 4000
"""Characters looked at: what a story is about stands in its beginning."""
_AROUND = 2
_OFTEN = 3


class Word(NamedTuple):
    folded: str
    marked: bool  # written with diacritics
    bare: bool  # without, where its neighbours have some


def words_of(text: str, abbreviations: Mapping[str, str]) -> list[Word]:
    """The words with abbreviations opened; every number is the same one."""
    opened = open_words(text[:_LONGEST], abbreviations)
    marked = [not typed.isascii() for _, typed in opened]
    return [
        Word(
            _ANY_NUMBER if any(map(str.isdecimal, word)) else fold(word),
            marked[at],
            not marked[at] and any(marked[max(at - _AROUND, 0) : at + _AROUND + 1]),
        )
        for at, (word, _) in enumerate(opened)
    ]


def features(text: str, words: Sequence[Word], marked: Container[str] = ()) -> dict[str, int]:
    """How often each occurs. A pair of words has a space in it; the first word, a question and an
    exclamation stand for themselves. Of the `marked` pairs, which are always written with
    diacritics, those that stand without are left out: "to cao" in "toà nhà to cao tầng" is not the
    "to cao" of "tôi muốn tố cáo"."""
    folded = [word.folded for word in words]
    counts = Counter(folded)
    for first, second in pairwise(words):
        pair = first.folded + PAIR + second.folded
        if not (first.bare and second.bare and pair in marked):
            counts[pair] += 1
    if words:
        counts[_BEGINS + folded[0]] = 1
    for sign in (_ASKS, _EXCLAIMS):
        if sign in text:
            counts[sign] = 1
    return counts


class Marks:
    """Which pairs of words are written with diacritics whenever their neighbours are."""

    def __init__(self) -> None:
        self._with: Counter[str] = Counter()
        self._without: set[str] = set()

    def see(self, words: Sequence[Word]) -> None:
        for first, second in pairwise(words):
            pair = first.folded + PAIR + second.folded
            if first.bare and second.bare:
                self._without.add(pair)
            elif first.marked or second.marked:
                self._with[pair] += 1

    def always(self) -> frozenset[str]:
        often = (pair for pair, count in self._with.items() if count >= _OFTEN)
        return frozenset(often) - self._without
