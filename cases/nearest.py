"""Which of many texts is most like a given one: kept in memory, asked in a fraction of a
millisecond."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from cases.likeness import Bag, Rarity, bag, similarity

# Terms that so many texts hold tell little: they alone bring up no text.
_MANY = 50
_LOOKED_AT = 5


class Nearest:
    """`abbreviations` as of `cases.text.fold_open`. Not to be shared by threads without a lock."""

    def __init__(self, abbreviations: Mapping[str, str]) -> None:
        self._abbreviations = abbreviations
        self._texts: dict[int, str] = {}
        self._bags: dict[int, Bag] = {}
        self._holding: dict[str, set[int]] = {}
        self._rarity = Rarity()

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
            self._holding.setdefault(term, set()).add(ident)

    def _drop(self, ident: int) -> None:
        del self._texts[ident]
        told = self._bags.pop(ident)
        self._rarity.remove(told)
        for term in told:
            self._holding[term].discard(ident)
            if not self._holding[term]:
                del self._holding[term]

    def like(self, text: str) -> tuple[int, int] | None:
        """(which, how much of 100) of the nearest; None where nothing has anything in common."""
        if not self._texts:
            return None
        told = bag(text, self._abbreviations)
        shared: Counter[int] = Counter()
        for term in told:
            holding = self._holding.get(term, ())
            if len(holding) <= _MANY:
                shared.update(holding)
        near = [
            (similarity(told, self._bags[ident], self._rarity), ident)
            for ident, _ in shared.most_common(_LOOKED_AT)
        ]
        percent, ident = max(near, default=(0, 0))
        return (ident, percent) if percent else None
