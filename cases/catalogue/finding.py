"""Finding procedures of the catalogue in people's words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from heapq import nlargest
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz import fuzz

from cases.agency.agency import Agency
from cases.agency.procedures import Procedure
from cases.by_identity import ByIdentity
from cases.catalogue.index import Index, Name, bare, index_of
from cases.catalogue.slips import Words
from cases.words.text import fold_open

_FOUND = 0.45  # below, the words are about something else (of 1)
_BESIDE = 0.22  # what is offered beside something that was found
_COMPARED = 60  # names that share the most telling words; only these are looked at closely
_ENOUGH = 3_000
_CODE = re.compile(r"\b\d\.\d{6}\b")
_LEAST_OF_CODE = 3
_LONGEST = 300
_MOST_WORDS = 40
_SURE = 0.7  # from here, nobody's everyday words need to be put officially
_OFFICIALLY = 0.9  # of what is found only when everyday words are put officially
_REST = 0.3
_SHARES = (0.25, 0.45, 0.1, 0.2)  # of the name, of the query, order, letters
_UNKNOWN = 3.0  # counts like a word of a few procedures
_PASSED_OVER = 0.1  # of its weight, for a word around the matter that a name does not have
_AROUND = frozenset(
    "toi tui minh em con chau anh chi ba bac ong nha muon can cho xin hoi thi la va o dau lam sao"
    " gi nao the nhu de duoc khong co phai bi voi cua mot may nay do kia gio roi da dang se thu tuc"
    " biet giup nho ve ma cai con nua luon lai ra vao khi nen hay neu bao a ak nhe nha oi u"
    " a an the of to my our we i do how is in for on and or it what where can you me please need"
    " want would like get have".split()
)


class _Said(NamedTuple):
    """What was typed: its text, and each of its words with the words it may stand for."""

    text: str
    words: list[tuple[str, Mapping[str, float]]]


class _Heard(NamedTuple):
    """A typed word in a name: which word of it, how sure, and how much the word counts."""

    word: str
    likely: float
    worth: float


def search(query: str, agency: Agency, limit: int = 5) -> list[Procedure]:
    """The procedures that fit best, by code, name or alias; without diacritics and with slips of
    the finger; empty where nothing is near. Those that ended are not searched."""
    query = query[:_LONGEST]
    index = index_of(ByIdentity(agency))
    found = [*_by_code(query, index), *_by_words(query, agency, index)]
    return list({procedure.code: procedure for procedure in found}.values())[:limit]


def of_code(words: str, agency: Agency) -> Procedure | None:
    """The procedure whose code is all of the words, with or without its signs, in force or
    ended."""
    known = (*agency.procedures, *agency.ended_procedures)
    return next((p for p in known if bare(p.code) == bare(words)), None)


def _by_code(query: str, index: Index) -> list[Procedure]:
    """A code anywhere in the words, or a query that begins one: "2.0016", "vp 01"."""
    whole = [index.codes[c] for c in map(bare, _CODE.findall(query)) if c in index.codes]
    start = bare(query)
    if len(start) < _LEAST_OF_CODE or not any(char.isdigit() for char in start):
        return whole
    return whole + [p for code, p in index.codes.items() if code.startswith(start)]


def _by_words(query: str, agency: Agency, index: Index) -> list[Procedure]:
    typed = fold_open(query, agency.routing.abbreviations)
    texts = {typed: 1.0}
    texts.setdefault(index.officially(typed), _OFFICIALLY)
    best: dict[int, float] = {}
    for text, sure in texts.items():
        if max(best.values(), default=0.0) >= _SURE:
            break
        said = _said(text, index.words)
        for name in _sharing(said, index):
            points = sure * _likeness(said, name.text, index.weight)
            best[name.at] = max(best.get(name.at, 0.0), points)
    if max(best.values(), default=0.0) < _FOUND:
        return []
    ranked = sorted((-points, at) for at, points in best.items() if points >= _BESIDE)
    return [index.procedures[at] for _, at in ranked]


def _said(text: str, known: Words) -> _Said:
    words = [part for word in text.split()[:_MOST_WORDS] for part in known.parted(word)]
    return _Said(" ".join(words), [(word, known.meant(word)) for word in words])


def _sharing(said: _Said, index: Index) -> list[Name]:
    """The names that share the most telling words with what was said and have few others."""
    sure: dict[str, float] = {}
    for _, meant in said.words:
        for word, likely in meant.items():
            sure[word] = max(sure.get(word, 0.0), likely)
    points: dict[int, float] = {}
    for word in sorted(sure, key=lambda word: -index.weight[word]):
        worth = index.weight[word] * sure[word]
        # Words that nearly every name has bring no new names once there are enough.
        known = points.keys() if len(points) >= _ENOUGH else ()
        holding = index.holding[word]
        for number in known & holding if known else holding:
            points[number] = points.get(number, 0.0) + worth
    names = index.names
    near = nlargest(_COMPARED, points, key=lambda number: points[number] * names[number].short)
    return [names[number] for number in near]


def _likeness(said: _Said, name: str, weight: Mapping[str, float]) -> float:
    """From 0 to 1: how much of the name was said, how much of what was said is in the name, in the
    same order, and with the same letters."""
    words = name.split()
    inside = frozenset(words)
    heard = [_heard(typed, meant, inside, weight) for typed, meant in said.words]
    sure: dict[str, float] = {}
    for word, likely, _ in heard:
        if word:
            sure[word] = max(sure.get(word, 0.0), likely)
    named = sum(weight[word] * likely for word, likely in sure.items())
    whole, asked = sum(weight[word] for word in inside), sum(one.worth for one in heard)
    # Official names go on for lines: what nobody would type counts little against them.
    of_name = min(1.0, named / (_REST * whole + (1 - _REST) * min(whole, asked)))
    of_query = sum(worth * likely for _, likely, worth in heard) / asked
    order = _in_order(words, [one.word for one in heard]) if len(words) > 1 else of_name
    parts = (of_name, of_query, order, fuzz.ratio(said.text, name) / 100)
    return sum(part * share for part, share in zip(parts, _SHARES, strict=True))


def _in_order(words: Sequence[str], heard: Sequence[str]) -> float:
    pairs = set(pairwise(words))
    return len(pairs & set(pairwise(heard))) / min(len(pairs), max(1, len(heard) - 1))


def _heard(
    typed: str, meant: Mapping[str, float], inside: frozenset[str], weight: Mapping[str, float]
) -> _Heard:
    likely, word = max(((meant[w], w) for w in meant if w in inside), default=(0.0, ""))
    if word:
        return _Heard(word, likely, weight[word])
    worth = max((weight[w] for w in meant), default=_UNKNOWN)
    return _Heard("", 0.0, worth * (_PASSED_OVER if typed in _AROUND else 1.0))
