"""Whether one message holds two matters that go to different places: a reason to ask once whether
to send them apart, never to cut anything unasked. Better missed than asked in vain: whoever tells
one story at length shall not be asked whether it is two."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from cases.agency.agency import Agency
from cases.by_identity import ByIdentity
from cases.understanding import routing
from cases.understanding.labels import Label
from cases.understanding.questions import question
from cases.words.text import fold

LONGEST = 2000
"""Characters: whoever writes more writes a letter, which is taken as it is."""
_MOST_PLACES = 8  # looked at in one text: each costs two guesses
_WORD = re.compile(r"[\w\u0300-\u036f]+")  # tone marks set apart belong to their letter
_LINE = re.compile(r"\n+|(?<=\s)(?=\d{1,2}[.)]\s)")
_SENTENCE = re.compile(r"(?<=[.!?…;])\s+")
_GUARDED = frozenset({"denunciation", "accusation", "complaint"})


class Mark(StrEnum):
    """What stands between two parts of a text, most telling first."""

    TURN = "turn"  # the person's own "by the way"
    LINE = "line"  # a new line, a numbered point
    SENTENCE = "sentence"


class _Needs(NamedTuple):
    """From when on a place counts: words on each side, and how sure it must be that one side is
    another authority's, or that two offices are meant."""

    words: int
    elsewhere: float
    offices: float


# Measured on tests/data/two_matters.csv and the agency's examples (docs/decisions/0029).
_NEEDS = {
    Mark.TURN: _Needs(5, 0.45, 0.45),
    Mark.LINE: _Needs(8, 0.7, 0.8),
    Mark.SENTENCE: _Needs(8, 0.9, 0.9),
}
_ASKS = 0.35  # that one side is a question and the other is none


class Two(NamedTuple):
    """`at`: where in the text the second begins. `asks`: which of them, 0 or 1, is a question that
    the other is not; None for neither."""

    at: int
    first: str
    second: str
    asks: int | None = None


class _Side(NamedTuple):
    """Shares from 0 to 1."""

    text: str
    office: str
    office_share: float
    elsewhere: float
    asking: float
    nothing: float  # greetings, praise, spam

    @property
    def ours(self) -> float:
        return 1 - self.elsewhere - self.nothing


def two(text: str, agency: Agency) -> Two | None:
    """The two matters of a text; None where it is one, and where the agency names no turning
    words."""
    if not agency.matters.turns or len(text) > LONGEST:
        return None
    return _two(text, ByIdentity(agency))


@lru_cache(maxsize=8)  # one story is looked at for each card it stands on
def _two(text: str, key: ByIdentity[Agency]) -> Two | None:
    agency = key.kept
    places = list(_places(text, agency))[:_MOST_PLACES]
    if not places:
        return None
    guarded = not _GUARDED.isdisjoint(routing.doors(text, agency))
    best: tuple[float, Two] | None = None
    for at, mark in places:
        if guarded and mark is not Mark.TURN:
            continue  # one frightened story is not taken apart
        found = _parted(text, at, mark, agency)
        if found and (best is None or found[0] > best[0]):
            best = found
    return best[1] if best else None


def _places(text: str, agency: Agency) -> Iterator[tuple[int, Mark]]:
    """Where a second matter may begin, each once, the most telling first."""
    seen: set[int] = set()
    for mark, found in (
        (Mark.TURN, _turns(text, agency)),
        (Mark.LINE, (m.end() for m in _LINE.finditer(text))),
        (Mark.SENTENCE, (m.end() for m in _SENTENCE.finditer(text))),
    ):
        for at in found:
            if at not in seen:
                seen.add(at)
                yield at, mark


def _turns(text: str, agency: Agency) -> Iterator[int]:
    words = [(fold(m[0]), m.start()) for m in _WORD.finditer(text)]
    plain = [word for word, _ in words]
    for n in range(1, len(words)):
        said = _turning(ByIdentity(agency)).get(plain[n], ())
        if any(plain[n : n + len(phrase)] == phrase for phrase in said):
            yield words[n][1]


@lru_cache(maxsize=4)
def _turning(key: ByIdentity[Agency]) -> dict[str, list[list[str]]]:
    """The turning words by their first one, folded."""
    found: dict[str, list[list[str]]] = {}
    for phrase in key.kept.matters.turns:
        if words := fold(phrase).split():
            found.setdefault(words[0], []).append(words)
    return found


def _parted(text: str, at: int, mark: Mark, agency: Agency) -> tuple[float, Two] | None:
    """How sure it is that two matters meet there, and both; None where they do not."""
    first, second = text[:at].strip(), text[at:].strip()
    needs = _NEEDS[mark]
    if min(len(_WORD.findall(first)), len(_WORD.findall(second))) < needs.words:
        return None
    one, other = _side(first, agency), _side(second, agency)
    turned = mark is Mark.TURN
    elsewhere, offices = _elsewhere(one, other), _offices(one, other, agency, turned=turned)
    differ = elsewhere >= needs.elsewhere or offices >= needs.offices
    if not differ and not turned:
        return None
    asks = _asks(one, other, agency)
    if not differ and asks is None:
        return None
    return max(elsewhere, offices) + turned, Two(at, first, second, asks)


def _side(text: str, agency: Agency) -> _Side:
    guess = routing.guess(text, agency)
    labels = dict(guess.labels)
    office, share = guess.offices[0]
    return _Side(
        text,
        office,
        share,
        labels.get(Label.ELSEWHERE, 0.0),
        labels.get(Label.QUESTION, 0.0) + labels.get(Label.STATUS, 0.0),
        labels.get(Label.OTHER, 0.0),
    )


def _elsewhere(one: _Side, other: _Side) -> float:
    return max(min(one.elsewhere, other.ours), min(other.elsewhere, one.ours))


def _offices(one: _Side, other: _Side, agency: Agency, *, turned: bool) -> float:
    """What is said of nothing in particular is the reception office's: by itself no other
    matter."""
    vague = agency.reception_office in (one.office, other.office)
    if one.office == other.office or (vague and not turned):
        return 0.0
    return min(one.office_share * one.ours, other.office_share * other.ours)


def _asks(one: _Side, other: _Side, agency: Agency) -> int | None:
    if max(one.asking, other.asking) < _ASKS:
        return None
    asking = [_is_question(side.text, agency) for side in (one, other)]
    if asking[0] == asking[1]:
        return None
    which = asking.index(True)
    question_, told = (one, other) if which == 0 else (other, one)
    sure = min(question_.asking, told.ours - told.asking)
    return which if sure >= _ASKS else None


def _is_question(text: str, agency: Agency) -> bool:
    found = question(text, agency)
    return found is not None and found.is_sure and bool(found.about or "?" in text)
