"""Finding an agency's phrases in what a person wrote, with diacritics or without."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from cases.agency.words import Weighted
from cases.words.text import fold, open_words

About = tuple[str, str]  # what a phrase speaks for: ("office", "van_phong")

# A phrase of this many words may have one strange word inside: "mở cái công ty" is "mở công ty".
_GAP_FROM = 3
# "N lần" in a phrase is any number of times from two: "3 lần", "năm lần", "mấy lần".
_TIMES = "n"
_COUNTS = frozenset("hai ba bon tu nam sau bay tam chin muoi chuc may vai nhieu".split())
# How far around a bare phrase the words must be bare too.
_AROUND = 2
# "không dùng" is bare "khong dung" too, so "đừng" counts only as written.
_NOT = frozenset("không khong chưa chua chẳng chang đừng not never".split())
# Only these may stand between the "not" and what it denies: "không phải là tố cáo" denies, while
# "không giải quyết tôi tố cáo" and "không dám tố cáo" do not.
_CARRIES = frozenset("phai la co muon dinh he noi ai an gui can".split())


class Found(NamedTuple):
    about: About
    phrase: str
    weight: float
    denied: bool  # "tôi không tố cáo ai"


class _Phrase(NamedTuple):
    folded: tuple[str, ...]
    written: tuple[str, ...]
    about: About
    said: Weighted


class _Words(NamedTuple):
    """A text taken apart, abbreviations opened: each word as written and folded, and whether it
    was typed with diacritics."""

    written: list[str]
    folded: list[str]
    marked: list[bool]


_NONE: list[_Phrase] = []


class Matcher:
    """Phrases ordered for finding; made once per agency. Reading a message of fifty words takes
    about 0.1 ms."""

    def __init__(
        self, phrases: Iterable[tuple[About, Weighted]], abbreviations: Mapping[str, str]
    ) -> None:
        self._abbreviations = abbreviations
        self._singles: dict[str, list[_Phrase]] = {}
        # Longer ones by their first two words, and those that may have a gap again.
        self._starts: dict[tuple[str, str], list[_Phrase]] = {}
        self._gap_starts: dict[tuple[str, str], list[_Phrase]] = {}
        # One message is looked at from several sides within a turn.
        self.find = lru_cache(maxsize=8)(self._find)
        for about, said in phrases:
            words = self._words(said.phrase)
            if words.folded:
                self._add(_Phrase(tuple(words.folded), tuple(words.written), about, said))

    def _find(self, text: str) -> list[Found]:
        """Every phrase of the agency in the text, each once, in the order of the text; one that is
        denied in one place and said in another counts as said."""
        words = self._words(text)
        count = len(words.folded)
        # Two words beyond the end, so that looking ahead needs no care.
        words.folded.extend(("", ""))
        words.written.extend(("", ""))
        found: dict[tuple[About, str], Found] = {}
        for at in range(count):
            for phrase in self._begun_at(*words.folded[at : at + 3]):
                key = phrase.about, phrase.said.phrase
                if (key not in found or found[key].denied) and _stands_at(words, at, phrase):
                    found[key] = Found(*key, phrase.said.weight, _denied(words, at))
        return list(found.values())

    def _add(self, phrase: _Phrase) -> None:
        if len(phrase.folded) == 1:
            self._singles.setdefault(phrase.folded[0], []).append(phrase)
            return
        start = phrase.folded[0], phrase.folded[1]
        self._starts.setdefault(start, []).append(phrase)
        if len(phrase.folded) >= _GAP_FROM:
            self._gap_starts.setdefault(start, []).append(phrase)

    def _words(self, text: str) -> _Words:
        opened = open_words(text, self._abbreviations)
        written = [word for word, _ in opened]
        folded = fold(" ".join(written)).split()
        return _Words(written, folded, [not typed.isascii() for _, typed in opened])

    def _begun_at(self, first: str, second: str, third: str) -> Iterable[_Phrase]:
        found = self._singles.get(first, _NONE)
        for head in _forms(first):
            for follows in _forms(second):
                if pair := self._starts.get((head, follows)):
                    found = found + pair
            for follows in _forms(third):
                if gap := self._gap_starts.get((head, follows)):
                    found = found + gap
        return found


def _forms(word: str) -> tuple[str, ...]:
    """A word as phrases may have it: a number also as "N"."""
    return (word, _TIMES) if _is_count(word) else (word,)


def _is_count(word: str) -> bool:
    return word in _COUNTS or (word.isdecimal() and word not in ("0", "1"))


def _stands_at(words: _Words, at: int, phrase: _Phrase) -> bool:
    """Whether the phrase begins there. A word written with diacritics must match with them; a bare
    one matches folded, but a wholly bare phrase only among bare words: "toà nhà to cao tầng" is no
    "tố cáo"."""
    gap = len(phrase.folded) >= _GAP_FROM
    exact = phrase.folded == phrase.written
    here = at
    for n, (folded, written) in enumerate(zip(phrase.folded, phrase.written, strict=True)):
        if gap and n and not _same(words.folded[here], folded):
            here += 1
            gap = False
        if not _same(words.folded[here], folded):
            return False
        if words.written[here] == written:
            exact = exact or written != folded
        elif words.written[here] != folded and folded != _TIMES:
            return False
        here += 1
    return exact or not any(words.marked[max(at - _AROUND, 0) : here + _AROUND])


def _same(word: str, of_phrase: str) -> bool:
    return word == of_phrase or (of_phrase == _TIMES and _is_count(word))


def _denied(words: _Words, at: int) -> bool:
    for before in range(at - 1, -1, -1):
        if words.written[before] in _NOT:
            return True
        if words.folded[before] not in _CARRIES:
            return False
    return False
