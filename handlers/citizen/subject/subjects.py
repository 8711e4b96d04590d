"""What a story is about: guessed, put in everyday words, confirmed once; else chosen, searched or
left to the department."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from cases.agency.agency import Agency
from cases.agency.offices import Office
from cases.agency.procedures import Procedure
from cases.catalogue.finding import search
from cases.kinds import Kind
from cases.understanding.routing import Guess, guess
from cases.words.text import fold
from handlers.citizen.plain_words import NO, YES, is_unknown
from handlers.citizen.subject.similar import Similar
from handlers.conversation.dialogue import DIALOGUES, Ask, Offer, Option, Several, Unclear
from handlers.conversation.hearing import collect
from handlers.conversation.story import StoryParts, story_of
from handlers.desk import Turn

UNSURE = "unsure"
_THERE = "there:"  # before the id of the body to which the sender goes by themselves
_YES = "right"
_OF_PEOPLE = frozenset({Kind.CONDUCT, Kind.PRAISE})
_LONGEST_SEARCH = 120
_SURE = 0.35  # below this the guess is not shown: a wrong guess costs more than a list


@dataclass(frozen=True, slots=True)
class Subject:
    """`office` empty: the department chooses. `elsewhere`: the body it seems to belong to;
    `goes_there`: the sender takes it there, and sends nothing here."""

    kind: Kind
    office: str = ""
    procedure: str = ""
    elsewhere: str = ""
    goes_there: bool = False

    def value(self) -> str:
        """As kept in an answer and a button: short enough for 64 bytes of callback data."""
        return "|".join((self.kind, self.office, self.procedure, self.elsewhere))

    def kept_inside(self) -> Subject:
        """What accuses somebody is suggested to no office: it may be the accused one."""
        return replace(self, office="", elsewhere="")

    @classmethod
    def of(cls, value: str) -> Subject:
        kind, office, procedure, elsewhere = value.split("|")
        return cls(Kind(kind), office, procedure, elsewhere)


def subject(ask: Ask, story: StoryParts, similar: Similar | None = None) -> Subject:
    """Confirmed by one tap in most cases. `similar`: what may be offered beside it."""
    guessing = _Guessing(ask.turn, story)
    first = ask.choice(
        "subject",
        lambda: [*guessing.options(), *(similar.options() if similar else ())],
        text=guessing.text,
        params=guessing.params,
        read=guessing.read,
        above=similar.above if similar else None,
    )
    if "|" in first:
        return Subject.of(first)
    if first.startswith(_THERE):
        return Subject(Kind.RECOMMENDATION, elsewhere=first[len(_THERE) :], goes_there=True)
    if first == UNSURE:
        return Subject(guessing.guess.kind if guessing.shown else Kind.REGULATION)
    kind = Kind(first if first in list(Kind) else ask.choice("kind", KINDS))
    if kind in (Kind.CONDUCT, Kind.LATE_DOSSIER, Kind.PRAISE):
        return Subject(kind, guessing.guess.office if kind is Kind.LATE_DOSSIER else "")
    return _matter(ask, kind)


def _matter(ask: Ask, kind: Kind) -> Subject:
    agency = ask.turn.agency
    matter = ask.choice("matter", lambda: _offices(ask.turn), read=_search, looks_up=True)
    if "|" in matter:
        found = Subject.of(matter)
        return Subject(kind, found.office, found.procedure)
    if matter == UNSURE:
        return Subject(kind)
    procedure = ask.choice(
        "procedure", lambda: _procedures(ask.turn, matter), read=_search, looks_up=True
    )
    if "|" in procedure:
        found = Subject.of(procedure)
        return Subject(kind, found.office, found.procedure)
    return Subject(kind, agency.office(matter).id)


KINDS = tuple(
    Option(k, f"kind.{k}")
    for k in (
        Kind.CONDUCT,
        Kind.LATE_DOSSIER,
        Kind.REGULATION,
        Kind.RECOMMENDATION,
        Kind.INITIATIVE,
        Kind.CUT_CONDITIONS,
        Kind.PRAISE,
        Kind.QUESTION,
    )
)


class _Guessing:
    """The guess, made only when the question is really put."""

    def __init__(self, turn: Turn, story: StoryParts) -> None:
        self._turn = turn
        self._story = story
        self._guess: Guess | None = None

    @property
    def guess(self) -> Guess:
        if self._guess is None:
            self._guess = guess(self._story.text, self._turn.agency)
        return self._guess

    @property
    def shown(self) -> bool:
        return bool(self.guess.other_body) or self._office_shown or self._kind_shown

    @property
    def _office_shown(self) -> bool:
        g = self.guess
        return g.kind not in _OF_PEOPLE and bool(g.office) and g.office_confidence >= _SURE

    @property
    def _kind_shown(self) -> bool:
        """By itself, the department choosing the office: a guess of last resort is none."""
        g = self.guess
        return g.kind is not Kind.REGULATION and g.kind_confidence >= _SURE

    def text(self) -> str:
        if not self.shown:
            return "submit.subject_open"
        if self.guess.other_body:
            return "submit.subject_elsewhere"
        return "submit.subject" if self._office_shown else "submit.subject_kind"

    def params(self) -> dict[str, str]:
        g, turn = self.guess, self._turn
        kind = turn.words(turn.language, f"kind.{g.kind}")
        if not self.shown:
            return {}
        if g.other_body:
            body = next(b for b in turn.agency.routing.other_bodies if b.id == g.other_body)
            return {"body": named(turn, body.name, body.name_en), "phone": body.phone}
        if not self._office_shown:
            return {"kind": kind}
        office = turn.agency.office(g.office)
        procedure = turn.agency.procedure(g.procedure) if g.procedure else None
        matter = (
            named(turn, procedure.name, procedure.name_en)
            if procedure
            else named(turn, office.everyday, office.everyday_en)
        )
        return {"kind": kind, "matter": matter, "office": named(turn, office.name, office.name_en)}

    def options(self) -> Sequence[Option]:
        g = self.guess
        if not self.shown:
            return (
                *KINDS[:3],
                Option("other", "submit.b_other_matter"),
                Option(UNSURE, "submit.b_unsure"),
            )
        if g.other_body:
            return self._elsewhere(g.other_body)
        made = Subject(g.kind, g.office, g.procedure) if self._office_shown else Subject(g.kind)
        return (
            Option(made.value(), "submit.b_right"),
            Option("other", "submit.b_other_matter"),
            Option(UNSURE, "submit.b_unsure"),
        )

    def _elsewhere(self, body: str) -> Sequence[Option]:
        """What our words say of its kind is of no use: they are about our own matters."""
        forward = Subject(Kind.RECOMMENDATION, elsewhere=body).value()
        ours = Option("other", "doors.b_here_anyway"), Option(UNSURE, "submit.b_unsure")
        if self._turn.as_official:
            return Option(forward, "submit.b_forward"), *ours
        there = Option(_THERE + body, "doors.b_where_body")
        person = Option("/gapcanbo", "doors.b_human")
        return Option(forward, "submit.b_forward"), there, *ours, person

    def read(self, turn: Turn, text: str) -> Any:
        """A plain yes, no or don't-know; whatever else is said belongs to the story, which is then
        understood anew. Where that brings nothing, its words are looked for in the catalogue."""
        answer = _plain_answer(text)
        if answer == UNSURE or (answer and self.shown):
            return self.options()[0].value if answer == _YES else answer
        collect(turn)
        state = turn.state["d"]
        told = state["a"][DIALOGUES[state["name"]].collects]
        again = _Guessing(turn, story_of(told))
        if not again.shown and len(text) <= _LONGEST_SEARCH:
            with suppress(Unclear):
                _search(turn, text)
        return Several({DIALOGUES[state["name"]].collects: told})


def _plain_answer(text: str) -> str:
    said = fold(text)
    if said in YES:
        return _YES
    return "other" if said in NO else UNSURE if is_unknown(text) else ""


def named(turn: Turn, vi: str, en: str) -> str:
    return en if turn.language == "en" and en else vi


def _offices(turn: Turn) -> list[Option]:
    offices = [Option(o.id, label=everyday(turn, o)) for o in turn.agency.offices if o.everyday]
    return [*offices, Option(UNSURE, "submit.b_unsure")]


def everyday(turn: Turn, office: Office) -> str:
    words = named(turn, office.everyday, office.everyday_en)
    return words[:1].upper() + words[1:]


def _procedures(turn: Turn, office_id: str) -> list[Option]:
    """Browsing: those of one office, and the way past them."""
    here = [p for p in turn.agency.procedures if p.office == office_id]
    return [Option("none", "submit.b_no_procedure"), *(_option(turn, p) for p in here)]


def _option(turn: Turn, procedure: Procedure) -> Option:
    value = Subject(Kind.REGULATION, procedure.office, procedure.code).value()
    return Option(value, label=short(named(turn, procedure.name, procedure.name_en)))


def short(name: str) -> str:
    return name if len(name) <= 60 else name[:59].rstrip() + "…"


def _search(turn: Turn, text: str) -> str:
    """Words typed at a subject are searched among the procedures, without diacritics too."""
    if is_unknown(text):
        return UNSURE
    if len(text) > _LONGEST_SEARCH:
        raise Unclear
    found = search(text, turn.agency, limit=3)
    if not found:
        raise Unclear("submit.nothing_found", words=text)
    raise Offer(
        "submit.found", [*(_option(turn, p) for p in found), Option(UNSURE, "submit.b_unsure")]
    )


def subject_words(turn: Turn, subject: Subject) -> str:
    """For the check card: the kind in everyday words and who receives it."""
    kind = turn.words(turn.language, f"kind.{subject.kind}")
    agency: Agency = turn.agency
    procedure = agency.procedure(subject.procedure) if subject.procedure else None
    return f"{kind}: {named(turn, procedure.name, procedure.name_en)}" if procedure else kind
