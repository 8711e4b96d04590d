"""Which of a person's own words decided, to be shown to officials: "vì: giấy chứng nhận đăng ký,
trả 3 lần"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import NamedTuple

from cases.words.text import fold, open_words

_LOUD = 0.3  # of the loudest word
_LONGEST = 6  # words
_MOST = 3


class _Word(NamedTuple):
    folded: str
    typed: str
    loud: float


def because(
    text: str, abbreviations: Mapping[str, str], speaks: Mapping[str, float]
) -> tuple[str, ...]:
    """Up to three stretches of the text, as typed, loudest first. `speaks` is how loudly each of
    its features (`cases.understanding.features`) speaks."""
    words = _words(text, abbreviations, speaks)
    top = max((word.loud for word in words), default=0.0)
    runs: list[list[_Word]] = [[]]
    for word in words:
        if top and word.loud >= _LOUD * top and len(runs[-1]) < _LONGEST:
            runs[-1].append(word)
        elif runs[-1]:
            runs.append([])
    loudest = sorted(filter(None, runs), key=lambda run: -sum(word.loud for word in run))
    telling = [run for run in loudest if len(run) > 1] or loudest  # one word says little
    return apart(map(_as_typed, telling))[:_MOST]


def apart(stretches: Iterable[str]) -> tuple[str, ...]:
    """Those that are no part of one before."""
    kept: list[str] = []
    for stretch in stretches:
        if not any(f" {fold(stretch)} " in f" {fold(other)} " for other in kept):
            kept.append(stretch)
    return tuple(kept)


def _words(text: str, abbreviations: Mapping[str, str], speaks: Mapping[str, float]) -> list[_Word]:
    """A pair of words speaks half through either."""
    opened = open_words(text, abbreviations)
    folded = [fold(word) for word, _ in opened]
    loud = [speaks.get(word, 0.0) for word in folded]
    for at, pair in enumerate(pairwise(folded)):
        half = speaks.get(" ".join(pair), 0.0) / 2
        loud[at] += half
        loud[at + 1] += half
    typed = [typed for _, typed in opened]
    return [_Word(*word) for word in zip(folded, typed, loud, strict=True)]


def _as_typed(run: list[_Word]) -> str:
    """An abbreviation stands once, however many words it means."""
    shown: list[str] = []
    for word in run:
        if not shown or shown[-1] != word.typed:
            shown.append(word.typed)
    return " ".join(shown)
