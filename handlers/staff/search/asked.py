"""What an official typed after /timkiem: words to look for, and plain words that narrow the search
(an office, a status, a year, "của tôi"). What stands in quotes is looked for as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from cases.confidentiality import Viewer
from cases.lifecycle import Status
from cases.words import searching
from cases.words.searching import Query
from cases.words.text import fold
from handlers.desk import Desk
from messages.dates import HERE
from messages.texts import LANGUAGES
from storage.casework.searching import Narrowed

LONGEST = 200
_QUOTED = re.compile(r"[\"“”„]([^\"“”„]+)[\"“”„]")
_YEAR = re.compile(r"20\d\d")
_MINE = frozenset({"cua toi", "viec cua toi", "mine"})
_MOST_WORDS = 8  # of what narrows: the longest name of an office


@dataclass(frozen=True, slots=True)
class Asked:
    """`narrowed_to`: in words, for whoever asked."""

    query: Query
    only: Narrowed
    narrowed_to: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        return self.query.empty and not self.narrowed_to


def read(desk: Desk, text: str, viewer: Viewer, language: str) -> Asked:
    """What is meant. A word that narrows may stand anywhere; of two of a sort both hold for
    statuses, else the later one."""
    quoted = " ".join(_QUOTED.findall(text))
    tokens = _QUOTED.sub(" ", text).split()
    asked, words, at = Asked(Query(), Narrowed()), [], 0
    while at < len(tokens):
        narrower, taken = _narrower(desk, tokens[at:], asked, viewer, language)
        if narrower is None:
            words.append(tokens[at])
        asked, at = narrower or asked, at + taken
    wanted = f"{quoted} {' '.join(words)}"
    return replace(asked, query=searching.query(wanted, desk.agency.routing.abbreviations))


def _narrower(
    desk: Desk, tokens: list[str], asked: Asked, viewer: Viewer, language: str
) -> tuple[Asked | None, int]:
    """What the search is narrowed to by what the tokens begin with, and how many of them say it."""
    for count in range(min(_MOST_WORDS, len(tokens)), 0, -1):
        said = " ".join(tokens[:count])
        for only, words in _meant(desk, said, asked.only, viewer, language):
            return replace(asked, only=only, narrowed_to=(*asked.narrowed_to, words)), count
    return None, 1


def _meant(
    desk: Desk, said: str, only: Narrowed, viewer: Viewer, language: str
) -> Iterator[tuple[Narrowed, str]]:
    """One at most, unless two names are the same."""
    folded = fold(said)
    if folded in _MINE:
        mine = frozenset({viewer.person_id, *viewer.stands_for})
        yield replace(only, owners=mine), desk.words(language, "search.mine")
    for office in desk.agency.offices:
        # What it is also called by may be what is looked for: "đăng ký kinh doanh" is both.
        if said.lower() == office.id or folded in {fold(office.name), fold(office.short)}:
            yield replace(only, office=office.id), office.short
    for status in Status:
        if folded in {fold(desk.words(known, f"status.{status}")) for known in LANGUAGES}:
            words = desk.words(language, f"status.{status}")
            yield replace(only, statuses=only.statuses | {status.value}), words
    if _YEAR.fullmatch(said):
        yield replace(only, since=_new_year(int(said)), until=_new_year(int(said) + 1)), said


def _new_year(year: int) -> datetime:
    return datetime.combine(date(year, 1, 1), time(), HERE)
