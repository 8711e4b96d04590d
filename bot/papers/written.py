"""Figures as they are written: 1.234,5 in Vietnamese, 1,234.5 in English."""

from __future__ import annotations

import re
from collections.abc import Sequence

from messages.sheet import Grid

NOTHING = "–"
_WIDE = 8
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")

Figure = str | int | float | None


def written(value: Figure, language: str) -> str:
    """Fractions with one digit. `NOTHING` for None."""
    if value is None or isinstance(value, str):
        return NOTHING if value is None else value
    text = (
        f"{value:,.1f}" if isinstance(value, float) and not value.is_integer() else f"{value:,.0f}"
    )
    return text if language == "en" else text.translate(str.maketrans(",.", ".,"))


def writable(text: str) -> str:
    """Without signs that no XML file can hold."""
    return _UNWRITABLE.sub("", text)


def is_number(value: Figure) -> bool:
    return isinstance(value, int | float)


def is_wide(grid: Grid) -> bool:
    """Whether it wants a page that lies."""
    return len(grid.heads) > _WIDE


def shares(grid: Grid, language: str) -> list[float]:
    """Of the width, by column: what its longest words ask for, within reason."""
    asked = [_asked(column, language) for column in _columns(grid)]
    return [each / sum(asked) for each in asked]


def _columns(grid: Grid) -> list[Sequence[Figure]]:
    return [[head, *(row[at] for row in grid.rows)] for at, head in enumerate(grid.heads)]


def _asked(column: Sequence[Figure], language: str) -> float:
    head, *cells = (written(value, language) for value in column)
    word = max((len(each) for each in head.split()), default=1)
    longest = max((len(each) for each in cells), default=0)
    return min(max(word + 2.5, longest, len(head) / 3, 5), 36)
