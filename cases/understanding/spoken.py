"""What an agency's own words and phrases (`routing.toml`, the names of its procedures) say of a
text, in points."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice, takewhile
from typing import NamedTuple

from cases.agency.agency import Agency
from cases.agency.words import Weighted
from cases.by_identity import ByIdentity
from cases.understanding.phrases import About, Found, Matcher
from cases.words.text import fold_open, written_words

_BODY_WORD = 1.5  # a word of another authority weighs like a plain word of an office
_ALIAS = 0.75  # per word of a procedure's name or alias, for the office that handles it
_NAMES_UP_TO = 12  # longer official names are not what people write
_HINTS_UP_TO = 1.5


class Spoken(NamedTuple):
    matcher: Matcher
    office_of: dict[str, str]  # by procedure code
    shared: frozenset[tuple[str, str]]  # (procedure code, phrase) that others begin with, too

    def offices(self, found: list[Found]) -> dict[str, float]:
        """An office also gets the points of the procedure of its own that fits best."""
        offices = points(found, "office")
        best: dict[str, float] = {}
        for code, said in points(found, "procedure").items():
            office = self.office_of[code]
            best[office] = max(best.get(office, 0.0), said)
        return {o: offices.get(o, 0.0) + best.get(o, 0.0) for o in {**offices, **best}}

    def procedure(self, found: list[Found], office: str) -> str:
        """The procedure of that office of which words of its own were said: "mở công ty" is said
        of several."""
        own = points((f for f in found if (f.about[1], f.phrase) not in self.shared), "procedure")
        theirs = {code: said for code, said in own.items() if self.office_of[code] == office}
        return max(theirs, key=theirs.__getitem__, default="")


@lru_cache(maxsize=8)
def spoken(key: ByIdentity[Agency]) -> Spoken:
    agency = key.kept
    matcher = Matcher(_phrases(agency), agency.routing.abbreviations)
    return Spoken(matcher, {p.code: p.office for p in agency.procedures}, _shared(agency))


def points(found: Iterable[Found], sort: str) -> dict[str, float]:
    """By name: 1.5 a plain phrase, 3 a strong one, and their sums. Hints together weigh no more
    than one plain word: in a long story some of them always turn up."""
    sums: dict[str, float] = {}
    hints: dict[str, float] = {}
    for (about, name), _, weight, _ in found:
        if about == sort:
            into = hints if 0 < weight < 1 else sums
            into[name] = into.get(name, 0.0) + weight
    for name, said in hints.items():
        sums[name] = sums.get(name, 0.0) + min(said, _HINTS_UP_TO)
    return sums


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
