"""What a question asks, by the words of the agency: one facet of a procedure, a topic about the
department itself, or where something is. Whatever tells of trouble is no question."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from cases.agency.agency import Agency
from cases.by_identity import ByIdentity
from cases.kinds import Kind
from cases.understanding import routing
from cases.understanding.asked_words import Phrase, Said, phrase
from cases.understanding.labels import Label
from cases.understanding.routing import Guess

LONGEST = 400
"""Characters: whoever writes more tells a story, which no line of a catalogue answers."""
_NOTHING = 0.3
_BY_FACET = 0.6
_SURE = 0.8  # what names nothing we can answer must at least be a question beyond doubt
_RATHER = 0.5
_LIKELY = 0.55  # "where?" may stand in a story, too
_BRIEF = 10  # words beside it; a story has more
_LIKELY_IF_BRIEF = 0.3


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


# Their words ask by themselves; "qua mạng" only says how.
_ASKING = frozenset({Facet.PAPERS, Facet.STEPS, Facet.TIME, Facet.FEE, Facet.WHERE})


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
    def is_sure(self) -> bool:
        """Whether to answer it as one; what asks of the department itself can be hardly else."""
        if self.topic or self.label is Label.STATUS:
            return self.sure >= _RATHER
        if not self.facet:
            return self.sure >= _SURE
        brief = len(self.rest.split()) <= _BRIEF
        return self.sure >= (_LIKELY_IF_BRIEF if brief else _LIKELY)

    @property
    def facet(self) -> Facet | None:
        return Facet(self.about) if self.about in list(Facet) else None

    @property
    def topic(self) -> Topic | None:
        return Topic(self.about) if self.about in list(Topic) else None


class _Words(NamedTuple):
    about: tuple[tuple[Phrase, str], ...]  # and what it asks about
    status: tuple[Phrase, ...]
    trouble: tuple[Phrase, ...]
    polite: tuple[Phrase, ...]


def question(text: str, agency: Agency) -> Question | None:
    """None for what is no question, for what belongs to another authority, and for whatever may
    need another door."""
    if not agency.questions.about or len(text) > LONGEST or routing.doors(text, agency):
        return None
    found = routing.guess(text, agency)
    if found.kind is not Kind.QUESTION and found.kind_confidence >= _NOTHING:
        return None
    read = named(text, agency)
    sure = _sure(found, read)
    words = _words(ByIdentity(agency))
    if found.other_body or not sure or _said(text, agency).any_of(words.trouble):
        return None
    asks = any(f" {each.folded} " in f" {read.rest} " for each in words.status)
    if asks or (found.label is Label.STATUS and not read.about):
        return read._replace(label=Label.STATUS, about="", sure=sure)
    return read._replace(sure=sure)


def _sure(found: Guess, read: Question) -> float:
    """Where nothing speaks for any kind (one word is misspelt), what it asks about does."""
    if found.kind is Kind.QUESTION:
        return found.kind_confidence
    return _BY_FACET if read.facet in _ASKING and found.kind_confidence < _NOTHING else 0.0


def named(text: str, agency: Agency) -> Question:
    """What the words ask about, taken for a question without looking further."""
    words, said = _words(ByIdentity(agency)), _said(text, agency)
    rest = said.folded
    for each in (*(each for each, _ in words.about), *words.polite):
        rest = rest.replace(f" {each.folded} ", " ")
    about = _first(said, words) or _misspelt(said, words)
    return Question(Label.QUESTION, about, rest.strip(), 0.0)


def tells_trouble(text: str, agency: Agency) -> bool:
    """Whether it tells of something that went wrong, or may need another door."""
    told = _said(text, agency).any_of(_words(ByIdentity(agency)).trouble)
    return told or bool(routing.doors(text, agency))


def _said(text: str, agency: Agency) -> Said:
    return Said(text, agency.routing.abbreviations)


def _first(said: Said, words: _Words) -> str:
    """What stands first; of phrases that begin together the longest: "bao lâu thì trả lời" is more
    than "bao lâu"."""
    found = ((said.find(each), -len(each.folded), about) for each, about in words.about)
    return min((one for one in found if one[0] >= 0), default=(0, 0, ""))[2]


def _misspelt(said: Said, words: _Words) -> str:
    return next((about for each, about in words.about if said.slipped(each)), "")


@lru_cache(maxsize=4)
def _words(key: ByIdentity[Agency]) -> _Words:
    own, short = key.kept.questions, key.kept.routing.abbreviations

    def read(phrases: Iterable[str]) -> tuple[Phrase, ...]:
        """Longer ones first, so that none is left in part."""
        return tuple(sorted((phrase(p, short) for p in phrases), key=_by_length))

    about = [(each, name) for name, phrases in own.about.items() for each in read(phrases)]
    return _Words(
        tuple(sorted(about, key=lambda one: _by_length(one[0]))),
        read(own.status),
        read(own.trouble),
        read(own.polite),
    )


def _by_length(each: Phrase) -> int:
    return -len(each.folded)
