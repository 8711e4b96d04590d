"""Finding an agency's phrases in a question: folded, but never against the diacritics that were
typed ("xã trình từ tháng 1" holds no "trình tự"), and with one slip of the finger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from rapidfuzz.distance import OSA

from cases.words.text import fold, fold_open, written_words

_SLIPS_FROM = 8  # letters of a phrase
_SLIPS_IN = 4  # letters of the word with the slip: "hôm" is no slip of "gồm"
_SLIPS_UP_TO = 20  # words of the message


class Phrase(NamedTuple):
    folded: str
    written: tuple[str, ...]


def phrase(words: str, abbreviations: Mapping[str, str]) -> Phrase:
    return Phrase(fold_open(words, abbreviations), tuple(written_words(words)))


class Said:
    """What somebody wrote, abbreviations opened."""

    def __init__(self, text: str, abbreviations: Mapping[str, str]) -> None:
        self.folded = f" {fold_open(text, abbreviations)} "
        self._words = self.folded.split()
        self._known = frozenset(self._words)
        self._forms: dict[str, set[str]] = {}
        for word in written_words(text):
            self._forms.setdefault(fold(word), set()).add(word)

    def find(self, sought: Phrase) -> int:
        """Where it stands, or -1."""
        at = self.folded.find(f" {sought.folded} ")
        return at if at >= 0 and all(map(self._as_written, sought.written)) else -1

    def any_of(self, phrases: Iterable[Phrase]) -> bool:
        return any(self.find(each) >= 0 for each in phrases)

    def _as_written(self, word: str) -> bool:
        """Typed so, or without diacritics, or behind an abbreviation."""
        bare = fold(word)
        forms = self._forms.get(bare)
        return forms is None or word in forms or bare in forms

    def slipped(self, sought: Phrase) -> bool:
        """Whether it stands there but for one slip of the finger."""
        if len(sought.folded) < _SLIPS_FROM:
            return False
        words, right = self._words, sought.folded.split()
        # All but the misspelt word must be there at all: rarely so, and quickly seen.
        if len(words) > _SLIPS_UP_TO or sum(word not in self._known for word in right) != 1:
            return False
        windows = (words[at : at + len(right)] for at in range(len(words) - len(right) + 1))
        return any(_but_for_one(window, right) for window in windows)


def _but_for_one(typed: list[str], right: list[str]) -> bool:
    unlike = [(t, r) for t, r in zip(typed, right, strict=True) if t != r]
    if len(unlike) != 1:
        return False
    [(word, meant)] = unlike
    close = word[0] == meant[0] and len(meant) >= _SLIPS_IN
    return close and OSA.distance(word, meant) == 1
