"""What was told in the last weeks, in memory, so that a new case finds those like it without
reading all of them again. It only brings up candidates: whoever compares reads them anew."""

from __future__ import annotations

import threading
from datetime import datetime

from cases.agency.agency import Agency
from cases.words.likeness import Rarity
from cases.words.nearest import Nearest
from storage.casework import alike
from storage.engine.tx import Tx

_PROPOSED = 8
_BEHIND = 100
"""Numbers: another process may commit a case after one with a higher number."""


class Recent:
    """One for all turns, which may run in several threads. Restricted cases lie apart."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._upto = 0
        self._nearest = {True: Nearest({}), False: Nearest({})}

    def like(
        self, tx: Tx, agency: Agency, told: str, since: datetime, *, restricted: bool
    ) -> tuple[list[int], Rarity]:
        """The ids of up to eight cases filed since then whose words may be near, and how rare
        words are among all of them."""
        with self._lock:
            self._follow(tx, agency, since)
            near = self._nearest[restricted]
            return [ident for ident, _ in near.likest(told, _PROPOSED)], near.rarity

    def _follow(self, tx: Tx, agency: Agency, since: datetime) -> None:
        if not self._upto:
            short = agency.routing.abbreviations
            self._nearest = {True: Nearest(short), False: Nearest(short)}
        filed = alike.filed(tx, since, self._upto - _BEHIND)
        new = [(i, kept) for i, kept in filed if i not in self._nearest[kept]]
        stories = alike.stories(tx, [ident for ident, _ in new])
        for restricted, nearest in self._nearest.items():
            nearest.add({i: stories.get(i, "") for i, kept in new if kept is restricted})
        upto = max((ident for ident, _ in filed), default=self._upto)
        if upto // _BEHIND != self._upto // _BEHIND:
            for nearest in self._nearest.values():
                nearest.drop_before(alike.first(tx, since))
        self._upto = upto
