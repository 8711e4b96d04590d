"""Finding procedures of the catalogue in people's words."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz, process

from cases.agency import Agency, Procedure
from cases.by_identity import ByIdentity
from cases.text import fold_open

_LIKE = 72.0  # below, the words are about something else (of 100)
_FOUND = 62.0
_CODE = re.compile(r"\b\d\.\d{6}\b")
_NO_SIGN = re.compile(r"[\W_]+")
_LEAST_OF_CODE = 3
_LONGEST = 300


class _Index(NamedTuple):
    names: list[str]  # folded names and aliases, each beside its procedure
    procedures: list[Procedure]
    codes: dict[str, Procedure]


def search(query: str, agency: Agency, limit: int = 5) -> list[Procedure]:
    """The procedures that fit best, by code, name or alias; without diacritics and with slips of
    the finger; empty where nothing is near."""
    query = query[:_LONGEST]
    index = _index(ByIdentity(agency))
    found = [*_by_code(query, index), *_by_words(query, agency, index)]
    return list({procedure.code: procedure for procedure in found}.values())[:limit]


@lru_cache(maxsize=4)
def _index(key: ByIdentity[Agency]) -> _Index:
    index = _Index([], [], {})
    for procedure in key.kept.procedures:
        index.codes[_bare(procedure.code)] = procedure
        for name in dict.fromkeys((procedure.name, procedure.name_en, *procedure.aliases)):
            index.names.append(fold_open(name, key.kept.routing.abbreviations))
            index.procedures.append(procedure)
    return index


def _bare(code: str) -> str:
    return _NO_SIGN.sub("", code).lower()


def _by_code(query: str, index: _Index) -> list[Procedure]:
    """A code anywhere in the words, or a query that begins one: "2.0016", "vp 01"."""
    whole = [index.codes[c] for c in map(_bare, _CODE.findall(query)) if c in index.codes]
    start = _bare(query)
    if len(start) < _LEAST_OF_CODE or not any(char.isdigit() for char in start):
        return whole
    return whole + [p for code, p in index.codes.items() if code.startswith(start)]


def _by_words(query: str, agency: Agency, index: _Index) -> list[Procedure]:
    words = fold_open(query, agency.routing.abbreviations)
    if not any(char.isalpha() for char in words):
        return []
    near = process.extract(
        words, index.names, scorer=fuzz.token_set_ratio, score_cutoff=_LIKE, limit=None
    )
    # All words of a long name in the query count fully above; how much of either is left over
    # tells the right one from its neighbours.
    best: dict[str, tuple[float, int]] = {}
    for name, like, at in near:
        code = index.procedures[at].code
        points = (like + fuzz.ratio(words, name)) / 2
        if points >= _FOUND and points > best.get(code, (0.0, 0))[0]:
            best[code] = points, at
    ranked = sorted(best.values(), key=lambda one: (-one[0], one[1]))
    return [index.procedures[at] for _, at in ranked]
