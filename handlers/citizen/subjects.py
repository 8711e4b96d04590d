"""What a story is about: guessed, put in everyday words, confirmed once; else chosen, searched or
left to the department."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cases.agency import Agency, Office, Procedure
from cases.catalogue import search
from cases.kinds import Kind
from cases.routing import Guess, guess
from handlers.desk import Turn
from handlers.dialogue import Ask, Offer, Option, Unclear
from handlers.story import StoryParts

UNSURE = "unsure"
_SURE = 0.35  # below this the guess is not shown: a wrong guess costs more than a list


@dataclass(frozen=True, slots=True)
class Subject:
    """`office` empty: the department chooses. `elsewhere`: the body it seems to belong to."""

    kind: Kind
    office: str = ""
    procedure: str = ""
    elsewhere: str = ""

    def value(self) -> str:
        """As kept in an answer and a button: short enough for 64 bytes of callback data."""
        return "|".join((self.kind, self.office, self.procedure, self.elsewhere))

    @classmethod
    def of(cls, value: str) -> Subject:
        kind, office, procedure, elsewhere = value.split("|")
        return cls(Kind(kind), office, procedure, elsewhere)


def subject(ask: Ask, story: StoryParts) -> Subject:
    """Confirmed by one tap in most cases."""
    guessing = _Guessing(ask.turn, story)
    first = ask.choice(
        "subject", guessing.options, text=guessing.text, params=guessing.params, read=_search
    )
    if "|" in first:
        return Subject.of(first)
    if first == UNSURE:
        return Subject(guessing.guess.kind if guessing.shown else Kind.REGULATION)
    kind = Kind(first if first in list(Kind) else ask.choice("kind", KINDS))
    if kind in (Kind.CONDUCT, Kind.LATE_DOSSIER, Kind.PRAISE):
        return Subject(kind, guessing.guess.office if kind is Kind.LATE_DOSSIER else "")
    return _matter(ask, kind)


def _matter(ask: Ask, kind: Kind) -> Subject:
    agency = ask.turn.agency
    matter = ask.choice("matter", lambda: _offices(ask.turn), read=_search)
    if "|" in matter:
        found = Subject.of(matter)
        return Subject(kind, found.office, found.procedure)
    if matter == UNSURE:
        return Subject(kind)
    procedure = ask.choice("procedure", lambda: _procedures(ask.turn, matter), read=_search)
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
        g = self.guess
        if g.kind in (Kind.CONDUCT, Kind.PRAISE):
            return g.kind_confidence >= _SURE
        return bool(g.other_body) or (bool(g.office) and g.office_confidence >= _SURE)

    def text(self) -> str:
        g = self.guess
        if not self.shown:
            return "submit.subject_open"
        if g.other_body:
            return "submit.subject_elsewhere"
        if g.kind in (Kind.CONDUCT, Kind.PRAISE):
            return "submit.subject_people"
        return "submit.subject"

    def params(self) -> dict[str, str]:
        g, turn = self.guess, self._turn
        kind = turn.words(turn.language, f"kind.{g.kind}")
        if not self.shown:
            return {}
        if g.other_body:
            body = next(b for b in turn.agency.routing.other_bodies if b.id == g.other_body)
            return {"body": named(turn, body.name, body.name_en), "phone": body.phone}
        if g.kind in (Kind.CONDUCT, Kind.PRAISE):
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
            right = Option(Subject(g.kind, elsewhere=g.other_body).value(), "submit.b_forward")
        else:
            restricted = g.kind in (Kind.CONDUCT, Kind.PRAISE)
            made = Subject(
                g.kind, "" if restricted else g.office, "" if restricted else g.procedure
            )
            right = Option(made.value(), "submit.b_right")
        return right, Option("other", "submit.b_other_matter"), Option(UNSURE, "submit.b_unsure")


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
    if len(text) > 120:
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
