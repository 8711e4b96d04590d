"""Rows of a CSV file as Excel and Notepad save it, each with the line on which it begins."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

COMMAS = ",;\t"


class OpenQuote(Exception):
    """A quote opens on `line` and is not closed: what follows is only an echo of it."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def comma_of(text: str) -> str:
    """What parts the cells, by the first line that is not Excel's "sep="."""
    return max(COMMAS, key=_first(text).count)


def says_comma(text: str) -> bool:
    """Whether the first line is one that only Excel understands: "sep=;"."""
    return text[:4].lower() == "sep="


def _first(text: str) -> str:
    return text.split("\n", 2)[says_comma(text)] if "\n" in text else text


def numbered(text: str, comma: str = "") -> Iterator[tuple[int, list[str]]]:
    """The rows that are not empty. Raises OpenQuote."""
    comma = comma or comma_of(text)
    skipped = 0
    if says_comma(text):
        skipped, text = 1, text.partition("\n")[2]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=comma, strict=True)
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield begins + skipped, cells
            begins = reader.line_num + 1
    except csv.Error:
        raise OpenQuote(begins + skipped) from None
