"""The words of a catalogue, made ready to be searched."""

from __future__ import annotations

import math
import re
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from cases.agency.agency import Agency
from cases.agency.procedures import Procedure
from cases.by_identity import ByIdentity
from cases.catalogue.slips import Words
from cases.words.text import fold, fold_open

_LENGTH = 0.3  # how much a long name stands back behind a short one that shares as much
_NO_SIGN = re.compile(r"[\W_]+")


class Name(NamedTuple):
    """Folded: an official name, a part of one, an English name or an alias."""

    text: str
    at: int  # of its procedure
    short: float  # higher the fewer letters it has


class Index(NamedTuple):
    procedures: Sequence[Procedure]
    codes: dict[str, Procedure]
    names: list[Name]
    holding: dict[str, array[int]]  # word: names it is in
    weight: dict[str, float]  # word: how much it tells procedures apart
    words: Words
    officially: Callable[[str], str]  # a folded text with everyday words put officially


@lru_cache(maxsize=4)
def index_of(key: ByIdentity[Agency]) -> Index:
    procedures = key.kept.procedures
    names = [
        Name(text, at, len(text) ** -_LENGTH)
        for at, procedure in enumerate(procedures)
        for text in _names(procedure, key.kept.routing.abbreviations)
    ]
    holding: dict[str, array[int]] = defaultdict(lambda: array("I"))
    owners: dict[str, set[int]] = defaultdict(set)
    for number, name in enumerate(names):
        for word in set(name.text.split()):
            holding[word].append(number)
            owners[word].add(name.at)
    most = len(procedures) + 1
    weight = {word: math.log(1 + most / len(of)) for word, of in owners.items()}
    codes = {bare(procedure.code): procedure for procedure in procedures}
    return Index(
        procedures,
        codes,
        names,
        dict(holding),
        weight,
        Words(weight),
        _officially(key.kept.everyday_words),
    )


def _officially(everyday: Mapping[str, str]) -> Callable[[str], str]:
    """The longest first: "giấy phép kinh doanh" before "giấy phép"."""
    words = {fold(said): fold(meant) for said, meant in everyday.items()}
    longest = sorted(words, key=len, reverse=True)
    pattern = re.compile(rf"\b(?:{'|'.join(longest)})\b" if longest else "(?!)")
    return lambda text: pattern.sub(lambda found: words[found[0]], text)


def _names(procedure: Procedure, abbreviations: Mapping[str, str]) -> Iterator[str]:
    """An official name may list several matters, parted by semicolons."""
    official = (procedure.name, *procedure.name.split(";"))
    for name in dict.fromkeys((*official, procedure.name_en, *procedure.aliases)):
        if text := fold_open(name, abbreviations):
            yield text


def bare(code: str) -> str:
    """A code without its signs, in lower case."""
    return _NO_SIGN.sub("", code).lower()
