"""What may be typed in place of all the words of a button: "thôi" for "Thôi, giữ nguyên"."""

from __future__ import annotations

import re

from cases.words.text import fold

_END = re.compile(r"[,:;(]")


def first_clause(label: str) -> str:
    """Folded."""
    return fold(_END.split(label)[0])
