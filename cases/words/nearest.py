"""Which of many texts is most like a given one: kept in memory, asked in a fraction of a
millisecond."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import islice

from cases.words.likeness import Bag, Rarity, bag, similarity

# Terms that so many texts hold tell little: of those texts only the newest are looked at, and only
# where nothing rarer brings up any.
_MANY = 50
_LOOKED_AT = 5


class Nearest:
    """`abbreviations` as of `cases.words.text.fold_open`. Not to be shared by threads
    without a lock."""

    def __init__(self, abbreviations: Mapping[str, str]) -> None:
        self._abbreviations = abbreviations
        self._texts: dict[int, str] = {}
        self._bags: dict[int, Bag] = {}
        self._holding: dict[str, dict[int, None]] = {}  # in the order in which they came
        self._rarity = Rarity()

    def __contains__(self, ident: int) -> bool:
        return ident in self._texts

    def hold(self, texts: Mapping[int, str]) -> None:
        """These and no others from now on; what did not change costs nothing."""
        for ident in [i for i, text in self._texts.items() if texts.get(i) != text]:
            self._drop(ident)
        for ident in texts.keys() - self._texts.keys():
            self._put(ident, texts[ident])

    def _put(self, ident: int, text: str) -> None:
        told = bag(text, self._abbreviations)
        self._texts[ident], self._bags[ident] = text, told
        self._rarity.add(told)
        for term in told:
            self._holding.setdefault(term, {})[ident] = None

    def _drop(self, ident: int) -> None:
        del self._texts[ident]
        told = self._bags.pop(ident)
        self._rarity.remove(told)
        for term in told:
            self._holding[term].pop(ident, None)
            if not self._holding[term]:
                del self._holding[term]

    def add(self, texts: Mapping[int, str]) -> None:
        """These too from now on."""
        for ident in texts.keys() - self._texts.keys():
            self._put(ident, texts[ident])

    def drop_before(self, ident: int) -> None:
        """None with a smaller number from now on."""
        for old in [i for i in self._texts if i < ident]:
            self._drop(old)

    def like(self, text: str) -> tuple[int, int] | None:
        """(which, how much of 100) of the nearest; None where nothing has anything in common."""
        near = self.likest(text, _LOOKED_AT)
        return near[0] if near else None

    @property
    def rarity(self) -> Rarity:
        return self._rarity

    def likest(self, text: str, count: int) -> list[tuple[int, int]]:
        """(which, how much of 100) of up to `count` of the nearest, nearest first."""
        told = bag(text, self._abbreviations)
        held = [self._holding[term] for term in told if term in self._holding]
        shared: Counter[int] = Counter()
        for holding in held:
            if len(holding) <= _MANY:
                shared.update(holding.keys())
        if not shared:
            for holding in held:
                shared.update(islice(reversed(holding), _MANY))
        near = [
            (similarity(told, self._bags[ident], self._rarity), ident)
            for ident, _ in shared.most_common(count)
        ]
        return [(ident, percent) for percent, ident in sorted(near, reverse=True) if percent]
