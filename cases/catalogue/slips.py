"""Words as people slip: the word of a catalogue that was probably meant by one that is not in it.
Everything here is folded (`cases.words.text.fold`)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

_SOUNDS = (  # of the regions: "hợp zanh", "công ti", "chung tâm", "kổ phần"
    (re.compile(r"y"), "i"),
    (re.compile(r"^(?:gi|r|z|j)(?=[aeiou])"), "d"),
    (re.compile(r"^tr"), "ch"),
    (re.compile(r"^x"), "s"),
    (re.compile(r"^q"), "k"),
    (re.compile(r"^c(?=[^h]|$)"), "k"),
    (re.compile(r"^f"), "ph"),
    (re.compile(r"ch$"), "k"),
    (re.compile(r"nh$|ng$"), "n"),
    (re.compile(r"[tc]$"), "k"),
)
_SOUNDS_ALIKE = 0.85
_SLIP = 0.7
_SHORTEST = 3
_TWO_SLIPS_FROM = 7
_LONGEST = 24
_JOINED_FROM = 5
_NEAR = 4


class Words:
    """The words of a catalogue. `meant` gives for a typed word those it may stand for, each with
    how sure that is (1 for the word itself)."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = sorted(set(words))
        self._known = frozenset(self._words)
        self._sounding: dict[str, list[str]] = {}
        for word in self._words:
            self._sounding.setdefault(sound(word), []).append(word)

    def __contains__(self, word: str) -> bool:
        return word in self._known

    def meant(self, typed: str) -> dict[str, float]:
        if typed in self._known:
            return {typed: 1.0}
        if not _SHORTEST <= len(typed) <= _LONGEST:
            return dict.fromkeys(self._sounding.get(sound(typed), ()), _SOUNDS_ALIKE)
        found = dict.fromkeys(self._slipped(typed), _SLIP)
        return found | dict.fromkeys(self._sounding.get(sound(typed), ()), _SOUNDS_ALIKE)

    def _slipped(self, typed: str) -> list[str]:
        """A letter left out, doubled, wrong, or two swapped; in long words twice."""
        most = 2 if len(typed) >= _TWO_SLIPS_FROM else 1
        near = process.extract(
            typed, self._words, scorer=OSA.distance, score_cutoff=most, limit=_NEAR
        )
        return [word for word, _, _ in near]

    def parted(self, typed: str) -> list[str]:
        """A word typed without its spaces: "congty" gives "cong", "ty"; else the word itself."""
        if typed in self._known or not _JOINED_FROM <= len(typed) <= _LONGEST:
            return [typed]
        return _fewest(typed, self._known) or [typed]


@lru_cache(maxsize=8192)
def sound(word: str) -> str:
    for letters, same in _SOUNDS:
        word = letters.sub(same, word)
    return word


def _fewest(typed: str, known: Collection[str]) -> list[str]:
    """Parts of at least two letters that are all known, as few as possible."""
    best: list[list[str] | None] = [[], *([None] * len(typed))]
    for end in range(2, len(typed) + 1):
        for start in range(end - 1):
            before = best[start]
            if before is None or typed[start:end] not in known:
                continue
            now = best[end]
            if now is None or len(before) + 1 < len(now):
                best[end] = [*before, typed[start:end]]
    return best[-1] or []
