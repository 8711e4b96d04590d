"""Finding words in the words of a case: all of them must occur, with or without diacritics, short
forms opened; a long number is found however it is spaced."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from cases.numbers.codes import split_code
from cases.words.text import fold, fold_open

# A telephone number, a paper's number, a dossier's: from eight digits on, spaced as one likes.
_NUMBER = re.compile(r"(?<![A-Za-z\d])\+?\(?\d(?:[ \t.\-()/]{0,2}\d){7,}")
_SPACED = re.compile(r"(?<=\d)[ \t.\-()/]{1,2}(?=\d)")
_TOKEN = re.compile(r"\w+", re.UNICODE)
_BEFORE, _LENGTH = 40, 160  # characters of an excerpt: before the first word found, in all
_MOST = 9  # occurrences that count: a story that repeats itself is no better


@dataclass(frozen=True, slots=True)
class Query:
    """`ways`: the words as typed and with their short forms opened, each way enough by itself;
    `forms`: under which short forms each may be hidden. `numbers` are bare digits."""

    ways: tuple[tuple[str, ...], ...] = ()
    numbers: tuple[str, ...] = ()
    forms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        return not self.ways and not self.numbers


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an excerpt; `hit` where it is what was looked for."""

    text: str
    hit: bool


def query(text: str, abbreviations: Mapping[str, str]) -> Query:
    """What is looked for. Empty where a text holds no word."""
    code, rest = split_code(text)
    rest = rest if code else text
    numbers = tuple(_bare(match[0]) for match in _NUMBER.finditer(rest))
    rest = f"{code or ''} {_NUMBER.sub(' ', rest)}"
    ways = (tuple(fold(rest).split()), tuple(fold_open(rest, abbreviations).split()))
    forms = {word: _forms(word, abbreviations) for way in ways for word in way}
    return Query(tuple(dict.fromkeys(way for way in ways if way)), numbers, forms)


def _forms(word: str, abbreviations: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(
        fold(short) for short, meant in abbreviations.items() if word in fold(meant).split()
    )


def _bare(number: str) -> str:
    """Its digits without the beginning that is written in two ways: +84 905 and 0905."""
    digits = re.sub(r"\D", "", number)
    return digits.removeprefix("84" if number.startswith("+") else "0")


def score(wanted: Query, texts: Sequence[str], abbreviations: Mapping[str, str]) -> int:
    """How well they fit together: 0 where something is missing; words that stand side by side as
    they were typed count most. Without words everything fits alike."""
    if wanted.empty:
        return 1
    if wanted.numbers and not _holds_numbers(wanted, "\n".join(texts)):
        return 0
    if not wanted.ways:
        return 1
    folded = _joined(map(fold, texts))
    found = _way_in(wanted, folded)
    # Opening short forms takes five times as long as all the rest.
    if found is None and _may_be_hidden(wanted, folded):
        folded += _joined(fold_open(text, abbreviations) for text in texts)
        found = _way_in(wanted, folded)
    if found is None:
        return 0
    times = sum(folded.count(f" {word} ") for word in found)
    return 1 + min(times, _MOST) + (_MOST if f" {' '.join(found)} " in folded else 0)


def _joined(folded: Iterable[str]) -> str:
    """Where one text ends and another begins no words stand side by side."""
    return f" {' | '.join(folded)} "


def _way_in(wanted: Query, folded: str) -> tuple[str, ...] | None:
    return next((w for w in wanted.ways if all(f" {word} " in folded for word in w)), None)


def _may_be_hidden(wanted: Query, folded: str) -> bool:
    return any(
        all(any(f" {form} " in folded for form in (word, *wanted.forms[word])) for word in way)
        for way in wanted.ways
    )


def _holds_numbers(wanted: Query, text: str) -> bool:
    digits = _SPACED.sub("", text)
    return all(number in digits for number in wanted.numbers)


def excerpt(
    wanted: Query, texts: Sequence[str], abbreviations: Mapping[str, str]
) -> tuple[Piece, ...]:
    """Where most of it stands, cut to a line or two, with what was found marked."""
    if not texts:
        return ()
    hits = [_hits(wanted, text, abbreviations) for text in texts]
    best = max(range(len(texts)), key=lambda at: len({hit[2] for hit in hits[at]}))
    return _cut(texts[best], [(start, end) for start, end, _ in hits[best]])


def _hits(wanted: Query, text: str, abbreviations: Mapping[str, str]) -> list[tuple[int, int, str]]:
    """(start, end, what was found there), in order."""
    sought = {word for way in wanted.ways for word in way}
    found = [
        (match.start(), match.end(), _meant(match[0], sought, abbreviations))
        for match in _TOKEN.finditer(text)
    ]
    numbers = [
        (match.start(), match.end(), number)
        for match in _NUMBER.finditer(text)
        for number in wanted.numbers
        if number in re.sub(r"\D", "", match[0])
    ]
    words = [hit for hit in found if hit[2] and not any(s <= hit[0] < e for s, e, _ in numbers)]
    return sorted(words + numbers)


def _meant(token: str, sought: set[str], abbreviations: Mapping[str, str]) -> str:
    """Which of the words a written one stands for; empty for none."""
    said = fold(token).split() or [""]
    known = next((word for word in said if word in sought), "")
    return known or next((w for w in fold_open(token, abbreviations).split() if w in sought), "")


def _cut(text: str, hits: Sequence[tuple[int, int]]) -> tuple[Piece, ...]:
    start = max(hits[0][0] - _BEFORE, 0) if hits else 0
    start = text.rfind(" ", 0, start) + 1 if start else 0
    end = min(start + _LENGTH, len(text))
    pieces, at = [Piece("…", False)] if start else [], start
    for begins, ends in hits:
        if begins >= end:
            break
        between = _line(text[at:begins])
        if pieces and pieces[-1].hit and not between.strip():
            pieces[-1] = Piece(f"{pieces[-1].text}{between}{text[begins:ends]}", True)
        else:
            pieces += [Piece(between, False), Piece(text[begins:ends], True)]
        at = ends
    pieces.append(Piece(_line(text[at : max(at, end)]) + ("…" if end < len(text) else ""), False))
    return tuple(piece for piece in pieces if piece.text)


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", text)
