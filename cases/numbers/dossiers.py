"""Numbers of dossiers as one-stop shops print them on the receipt slip (Nghị định 61/2018/NĐ-CP):
`H48.15-261023-0007`, `000.00.12.H48-261023-0007`. People type them where a case code goes."""

from __future__ import annotations

import re

# Body code, optional branches, day of receipt (yymmdd), running number; signs may be missing.
_NUMBER = re.compile(
    r"\b(?:\d{3}[.\s-]?\d{2}[.\s-]?\d{2}[.\s-]?)?[A-Z]\d{2}(?:[.\s-]\d{1,3})*[.\s-]\d{6}[.\s-]\d{3,6}\b",
    re.IGNORECASE,
)
_BEGUN = re.compile(r"\b\d{3}\.\d{2}\.\d{1,2}\b[\w.-]*")
_LONGEST = 60
_FEWEST_DIGITS = 3
_MOST_WORDS = 4  # without digits: "ho so so 4512 nam ngoai" is a number, a sentence is none


def dossier_number(text: str) -> str | None:
    """The dossier number in a text as it was typed, or None."""
    match = _NUMBER.search(text) or _BEGUN.search(text)
    return match.group() if match else None


def dossier_numbers(text: str) -> list[tuple[int, int]]:
    """Where numbers of dossiers stand in a text: from, to."""
    return [m.span() for pattern in (_NUMBER, _BEGUN) for m in pattern.finditer(text)]


def told_number(text: str) -> str:
    """What somebody who was asked for the number gave: one of the usual shape, or a line with
    digits enough to be another. Empty if it is neither."""
    if number := dossier_number(text):
        return number
    text = text.strip()
    words = [w for w in text.split() if not any(map(str.isdigit, w))]
    enough = sum(map(str.isdigit, text)) >= _FEWEST_DIGITS
    return text if enough and len(words) <= _MOST_WORDS and len(text) <= _LONGEST else ""


def same_number(one: str, other: str) -> bool:
    """Whether two spellings mean one dossier."""
    return bool(one) and _bare(one) == _bare(other)


def _bare(number: str) -> str:
    return re.sub(r"\W", "", number).upper()
