"""Rows of a CSV file as Excel and Notepad save it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator


class OpenQuote(Exception):
    """A quote that opens on `line` is not closed."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def numbered(text: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not empty, each with the line on which it begins."""
    lines = text.split("\n")
    skipped = 1 if lines[0].lower().startswith("sep=") else 0  # a line Excel understands
    text = "\n".join(lines[skipped:])
    first = lines[skipped] if len(lines) > skipped else ""
    comma = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=comma, strict=True)
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield begins + skipped, cells
            begins = reader.line_num + 1
    except csv.Error:
        raise OpenQuote(begins + skipped) from None
