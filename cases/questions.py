"""What a question asks, by the words of the agency: one facet of a procedure, a topic about the
department itself, or where something is. Whatever tells of trouble is no question."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from cases import routing
from cases.agency import Agency
from cases.by_identity import ByIdentity
from cases.kinds import Kind
from cases.labels import Label
from cases.text import fold_open

LONGEST = 400
"""Characters: whoever writes more tells a story, which no line of a catalogue answers."""
_SLIPS_FROM = 8  # letters in which one slip of the finger is allowed
_SLIPS_UP_TO = 20  # words of the message


class Facet(StrEnum):
    """What a row of the catalogue says of a procedure."""

    PAPERS = "papers"
    STEPS = "steps"
    TIME = "time"
    FEE = "fee"
    WHERE = "where"
    BY_POST = "by_post"
    ONLINE = "online"
    DECISION = "decision"


class Topic(StrEnum):
    """What the agency's own data say of the department and of feedback."""

    ADDRESS = "address"
    HOURS = "hours"
    PHONE = "phone"
    NAMELESS = "nameless"
    ANSWER_TIME = "answer_time"


class Question(NamedTuple):
    """`about` is a Facet or Topic, the first one asked about; empty where none is named. `rest` are
    the folded words beside it: what may name a procedure. `sure` runs from 0 to 1."""

    label: Label
    about: str
    rest: str
    sure: float

    @property
    def facet(self) -> Facet | None:
        return Facet(self.about) if self.about in list(Facet) else None

    @property
    def topic(self) -> Topic | None:
        return Topic(self.about) if self.about in list(Topic) else None


class _Words(NamedTuple):
    about: tuple[tuple[str, str], ...]  # (folded phrase, what it asks about)
    status: tuple[str, ...]
    trouble: tuple[str, ...]
    polite: tuple[str, ...]


def question(text: str, agency: Agency) -> Question | None:
    """None for what is no question, for what belongs to another authority, and for whatever may
    need another door."""
    if not agency.questions.about or len(text) > LONGEST or routing.doors(text, agency):
        return None
    found = routing.guess(text, agency)
    if found.kind is not Kind.QUESTION or found.other_body:
        return None
    read = named(text, agency)
    words = _words(ByIdentity(agency))
    said = _said(text, agency)
    if read.about == "" and _any(said, words.status):
        return read._replace(label=Label.STATUS, sure=found.kind_confidence)
    return None if _any(said, words.trouble) else read._replace(sure=found.kind_confidence)


def named(text: str, agency: Agency) -> Question:
    """What the words ask about, taken for a question without looking further."""
    words, said = _words(ByIdentity(agency)), _said(text, agency)
    found = _first(said, words.about) or _misspelt(said, words.about)
    rest = said
    for phrase in (*(phrase for phrase, _ in words.about), *words.polite):
        rest = rest.replace(f" {phrase} ", " ")
    return Question(Label.QUESTION, found, rest.strip(), 0.0)


def tells_trouble(text: str, agency: Agency) -> bool:
    """Whether it tells of something that went wrong, or may need another door."""
    words = _words(ByIdentity(agency))
    return _any(_said(text, agency), words.trouble) or bool(routing.doors(text, agency))


def _said(text: str, agency: Agency) -> str:
    return f" {fold_open(text, agency.routing.abbreviations)} "


def _any(said: str, phrases: Iterable[str]) -> bool:
    return any(f" {phrase} " in said for phrase in phrases)


def _first(said: str, about: tuple[tuple[str, str], ...]) -> str:
    """What stands first; of phrases that begin together the longest: "bao lâu thì trả lời" is more
    than "bao lâu"."""
    found = ((said.find(f" {phrase} "), -len(phrase), name) for phrase, name in about)
    return min((one for one in found if one[0] >= 0), default=(0, 0, ""))[2]


def _misspelt(said: str, about: tuple[tuple[str, str], ...]) -> str:
    """The phrase that stands there but for a slip of the finger."""
    words = said.split()
    if len(words) > _SLIPS_UP_TO:
        return ""
    windows = {
        length: [" ".join(words[at : at + length]) for at in range(len(words) - length + 1)]
        for length in {phrase.count(" ") + 1 for phrase, _ in about}
    }
    return next(
        (
            name
            for phrase, name in about
            if len(phrase) >= _SLIPS_FROM
            and any(OSA.distance(said, phrase) == 1 for said in windows[phrase.count(" ") + 1])
        ),
        "",
    )


@lru_cache(maxsize=4)
def _words(key: ByIdentity[Agency]) -> _Words:
    agency = key.kept
    own, short = agency.questions, agency.routing.abbreviations

    def folded(phrases: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted((fold_open(p, short) for p in phrases), key=len, reverse=True))

    return _Words(
        tuple((phrase, name) for name, phrases in own.about.items() for phrase in folded(phrases)),
        folded(own.status),
        folded(own.trouble),
        folded(own.polite),
    )
