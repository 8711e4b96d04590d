"""A table as CSV that a spreadsheet opens as it is meant."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet reads as the beginning of a formula, which could call out or run something on
the machine of whoever opens it; Excel takes some full width ones too."""


def safe_csv(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """With the mark by which Excel knows UTF-8. Text that begins like a formula, whoever wrote it,
    gets an apostrophe, which makes it text; numbers stay numbers, None is an empty cell."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(heads)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> Any:
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return "" if value is None else value
