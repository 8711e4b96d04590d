"""What is written into papers, and how much room it wants."""

from __future__ import annotations

import re
from collections.abc import Sequence

from messages.numbers import written
from messages.sheet import Grid

_WIDE = 8
_LINE, _LINE_LYING = 70, 128  # signs of a table's type in a line of a page
_BESIDE = 2.5  # a head is bold, and stands off the lines of the table
_LONGEST_WORD, _MOST = 12, 36
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")

Figure = str | int | float | None


def writable(text: str) -> str:
    """Without signs that no XML file can hold."""
    return _UNWRITABLE.sub("", text)


def is_number(value: Figure) -> bool:
    return isinstance(value, int | float)


def is_wide(grid: Grid) -> bool:
    """Whether it wants a page that lies."""
    return len(grid.heads) > _WIDE


def shares(grid: Grid, language: str) -> list[float]:
    """Of the width, by column: room for the longest word of each, and what a line has beside that
    to those with more to say."""
    columns = _columns(grid)
    least = [_least(column, language) for column in columns]
    more = [
        max(_asked(column, language) - room, 0) for column, room in zip(columns, least, strict=True)
    ]
    line = _LINE_LYING if is_wide(grid) else _LINE
    given = min(max(line - sum(least), 0) / (sum(more) or 1), 1)
    widths = [room + given * wish for room, wish in zip(least, more, strict=True)]
    return [each / sum(widths) for each in widths]


def _columns(grid: Grid) -> list[Sequence[Figure]]:
    return [[head, *(row[at] for row in grid.rows)] for at, head in enumerate(grid.heads)]


def _least(column: Sequence[Figure], language: str) -> float:
    """In signs. A word in a cell that is longer than most may be broken."""
    head, *cells = (written(value, language).split() for value in column)
    word = max(map(len, head), default=1)
    longest = max((len(each) for cell in cells for each in cell), default=1)
    return max(word + _BESIDE, min(longest, _LONGEST_WORD) + 1, 5)


def _asked(column: Sequence[Figure], language: str) -> float:
    head, *cells = (written(value, language) for value in column)
    return min(max(len(head) / 3, *map(len, cells), 1), _MOST)
