"""Whether a summary for the accused side is really rewritten: what in it would betray who told the
story (facts/law 4.4)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from cases.numbers.codes import looks_like_code
from cases.privacy.private_data import private_part
from cases.words.text import fold


class Why(StrEnum):
    PRIVATE = "private"  # a number or address that leads to a person
    CODE = "code"  # the code of a case
    TIME = "time"  # a day or an hour
    BORROWED = "borrowed"  # the sender's own words
    NAME = "name"  # what the sender told of themselves


@dataclass(frozen=True, slots=True)
class Betrays:
    """`words` stand in the summary and must be changed."""

    why: Why
    words: str


_TIME = re.compile(
    r"\b\d{1,2}\s*(?:giờ|gio|h)(?:\s*\d{1,2})?\b|\b\d{1,2}:\d{2}\b"
    r"|\b\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?\b"
    r"|\b(?:ngày|ngay|mùng|mung|hôm|hom)\s+\d{1,2}\b|\b\d{1,2}\s+(?:tháng|thang)\s+\d{1,2}\b"
    r"|\b(?:thứ|thu)\s+(?:hai|ba|tư|tu|năm|nam|sáu|sau|bảy|bay|[2-7])\b|\bchủ nhật\b|\bchu nhat\b"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b\d{1,2}\s*(?:am|pm)\b",
    re.IGNORECASE,
)
_SHORTEST_NAME = 4  # letters: a shorter word of a name is any word


def betrays(
    summary: str, told: Iterable[str], about_sender: Iterable[str], most: int
) -> Betrays | None:
    """The first of what must be changed, or None. `told` are the sender's words; `most` words of
    theirs in a row are one too many. `about_sender`: name, telephone and so on."""
    if found := private_part(summary):
        return Betrays(Why.PRIVATE, found)
    if looks_like_code(summary):
        return Betrays(Why.CODE, summary[:60])
    if match := _TIME.search(summary):
        return Betrays(Why.TIME, match[0])
    for value in about_sender:
        if len(fold(value)) >= _SHORTEST_NAME and f" {fold(value)} " in f" {fold(summary)} ":
            return Betrays(Why.NAME, value)
    words = _borrowed(summary, told, most)
    return Betrays(Why.BORROWED, words) if words else None


def _borrowed(summary: str, told: Iterable[str], most: int) -> str:
    """The first run of the sender's words that is as long as that, as the summary writes it."""
    runs: set[tuple[str, ...]] = set()
    for text in told:
        words = fold(text).split()
        runs.update(tuple(words[at : at + most]) for at in range(len(words) - most + 1))
    written = summary.split()
    folded = [(word, at) for at, part in enumerate(written) for word in fold(part).split()]
    for at in range(len(folded) - most + 1):
        run = folded[at : at + most]
        if tuple(word for word, _ in run) in runs:
            return " ".join(written[run[0][1] : run[-1][1] + 1])
    return ""
