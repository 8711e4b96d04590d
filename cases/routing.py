"""What a text is about, as the agency's words and phrases see it: a suggestion that the citizen
confirms and Văn phòng decides. No text leaves the machine, nothing is refused here."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, takewhile
from typing import NamedTuple

from cases.agency import Agency, Weighted
from cases.by_identity import ByIdentity
from cases.kinds import Kind
from cases.phrases import About, Found, Matcher
from cases.text import fold_open, written_words

DOOR_OPENS = 3.0
"""Points from which another door is offered: one strong phrase or two plain ones."""

_QUESTION_MARK = 1.0
_BODY_WORD = 1.5  # a word of another authority weighs like a plain word of an office
_ALIAS = 0.75  # per word of a procedure's name or alias, for the office that handles it
_NAMES_UP_TO = 12  # longer official names are not what people write
_HINTS_UP_TO = 1.5
# Văn phòng leads on initiatives (item II.3.a of the plan), whatever they are about.
_TO_RECEPTION = frozenset({Kind.INITIATIVE})


@dataclass(frozen=True, slots=True)
class Guess:
    """`office` is empty where nothing in the text speaks for one, `other_body` the id of the
    authority to which the matter seems to belong. Confidences run from 0 to 1."""

    kind: Kind
    office: str
    procedure: str = ""
    other_body: str = ""
    kind_confidence: float = 0.0
    office_confidence: float = 0.0
    because: tuple[str, ...] = ()

    @property
    def confidence(self) -> float:
        return min(self.kind_confidence, self.office_confidence)


class _Reader(NamedTuple):
    matcher: Matcher
    office_of: dict[str, str]  # by procedure code
    shared: frozenset[tuple[str, str]]  # (procedure code, phrase) that others begin with, too


def guess(text: str, agency: Agency) -> Guess:
    """Kind, office and procedure of a text; the kind is REGULATION when nothing speaks for any. A
    procedure is named only where words of its own were said: "mở công ty" is said of several."""
    reader = _reader(ByIdentity(agency))
    found = reader.matcher.find(text)
    kind, kind_confidence = _best(_kinds(found, text))
    procedures = _sum(found, "procedure")
    offices = _with_procedures(_sum(found, "office"), procedures, reader.office_of)
    if kind in _TO_RECEPTION:
        offices = {agency.reception_office: max(offices.values(), default=0.0) + 1.0}
    office, office_confidence = _best(offices)
    body = _other_body(found, offices.get(office, 0.0))
    own = _sum([f for f in found if (f.about[1], f.phrase) not in reader.shared], "procedure")
    procedure, _ = _best({c: n for c, n in own.items() if reader.office_of[c] == office})
    ours = {("office", office), ("procedure", procedure)}
    return Guess(
        kind=Kind(kind) if kind else Kind.REGULATION,
        office=office,
        procedure=procedure,
        other_body=body,
        kind_confidence=kind_confidence,
        office_confidence=office_confidence,
        because=_because(found, {("kind", kind)} | ({("body", body)} if body else ours)),
    )


def doors(text: str, agency: Agency) -> frozenset[str]:
    """Which other doors the text may need: "complaint", "denunciation", "emergency"; "accusation"
    says that an official is accused of more than delay. People write these words for plain feedback
    too, so this is a reason to ask, or to keep it from the accused, never to decide."""
    found = _reader(ByIdentity(agency)).matcher.find(text)
    said = _sum([one for one in found if not one.denied], "door")
    return frozenset(name for name, points in said.items() if points >= DOOR_OPENS)


def accuses(opened: Collection[str]) -> bool:
    """Whether a text with these doors must be kept from those it is about."""
    return "accusation" in opened or "denunciation" in opened


def kind_points(text: str, agency: Agency) -> dict[str, float]:
    """How much speaks for each kind: 1.5 a plain phrase, 3 a strong one, and their sums."""
    return _kinds(_reader(ByIdentity(agency)).matcher.find(text), text)


@lru_cache(maxsize=8)
def _reader(key: ByIdentity[Agency]) -> _Reader:
    agency = key.kept
    matcher = Matcher(_phrases(agency), agency.routing.abbreviations)
    return _Reader(matcher, {p.code: p.office for p in agency.procedures}, _shared(agency))


def _shared(agency: Agency) -> frozenset[tuple[str, str]]:
    """Names of a procedure with which a name of another begins: they do not tell the two apart."""
    names: list[tuple[str, ...]] = sorted(
        (fold_open(name, agency.routing.abbreviations) + " ", p.code, name)
        for p in agency.procedures
        for name in dict.fromkeys((p.name, *p.aliases))
    )
    return frozenset(
        (code, name)
        for words, code, name in names
        if any(other != code for _, other, _ in _beginning_with(words, names))
    )


def _beginning_with(words: str, names: list[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """In order, all that begin with the same words stand together."""
    after = islice(names, bisect_left(names, (words,)), None)
    return takewhile(lambda name: name[0].startswith(words), after)


def _phrases(agency: Agency) -> Iterator[tuple[About, Weighted]]:
    words = agency.routing
    for sort, table in (("office", words.offices), ("kind", words.kinds), ("door", words.doors)):
        for name, said in table.items():
            yield from (((sort, name), weighted) for weighted in said)
    for body in words.other_bodies:
        yield from ((("body", body.id), Weighted(word, _BODY_WORD)) for word in body.words)
    for procedure in agency.procedures:
        for name in dict.fromkeys((procedure.name, *procedure.aliases)):
            length = len(written_words(name))
            if length <= _NAMES_UP_TO:
                yield ("procedure", procedure.code), Weighted(name, _ALIAS * length)


def _sum(found: list[Found], sort: str) -> dict[str, float]:
    """Points by name. Hints together weigh no more than one plain word: in a long story some of
    them always turn up."""
    sums: dict[str, float] = {}
    hints: dict[str, float] = {}
    for (about, name), _, weight, _ in found:
        if about == sort:
            into = hints if 0 < weight < 1 else sums
            into[name] = into.get(name, 0.0) + weight
    for name, points in hints.items():
        sums[name] = sums.get(name, 0.0) + min(points, _HINTS_UP_TO)
    return sums


def _kinds(found: list[Found], text: str) -> dict[str, float]:
    kinds = _sum(found, "kind")
    if text.rstrip().endswith("?"):
        kinds[Kind.QUESTION] = kinds.get(Kind.QUESTION, 0.0) + _QUESTION_MARK
    return kinds


def _best(sums: dict[str, float]) -> tuple[str, float]:
    """The highest (the first of equals) and how far it leads; nothing for no positive sum."""
    best, first, second = "", 0.0, 0.0
    for name, points in sums.items():
        if points > first:
            best, first, second = name, points, first
        else:
            second = max(second, points)
    return best, first / (first + second + 1.0) if best else 0.0


def _with_procedures(
    offices: dict[str, float], procedures: dict[str, float], office_of: dict[str, str]
) -> dict[str, float]:
    """An office also gets the points of the procedure of its own that fits best."""
    best: dict[str, float] = {}
    for code, points in procedures.items():
        best[office_of[code]] = max(best.get(office_of[code], 0.0), points)
    return {o: offices.get(o, 0.0) + best.get(o, 0.0) for o in {**offices, **best}}


def _other_body(found: list[Found], ours: float) -> str:
    """The other authority whose words outweigh those of our best office."""
    bodies = _sum(found, "body")
    body, _ = _best(bodies)
    return body if bodies.get(body, 0.0) > ours else ""


def _because(found: list[Found], decided: set[About]) -> tuple[str, ...]:
    """The phrases that decided, heaviest first, at most six."""
    said = sorted(
        (f for f in found if f.about in decided and f.weight > 0), key=lambda f: -f.weight
    )
    return tuple(dict.fromkeys(f.phrase for f in said))[:6]
