"""Numbers of articles as people type them ("bv26 00003" is BV26-00003), and what they want done."""

from __future__ import annotations

import re
from collections.abc import Collection

from cases.words.text import fold

_NUMBER = re.compile(r"\bBV[\s-]?(\d{2})[\s-]?(\d{5,7})\b[\s:,.;-]*", re.IGNORECASE)
_MOST_WORDS = 2  # of a verb as it is spoken: "trả lại"


def parted(words: str, verbs: Collection[str]) -> tuple[str, str, str]:
    """The number, the verb before or after it, and what follows; each may be empty."""
    match = _NUMBER.search(words)
    if match is None:
        verb, rest = _verb(words, verbs)
        return "", verb, rest
    number = f"BV{match[1]}-{match[2]}"
    before, _ = _verb(words[: match.start()], verbs)
    after, rest = _verb(words[match.end() :], verbs)
    return (number, before, words[match.end() :].strip()) if before else (number, after, rest)


def _verb(words: str, verbs: Collection[str]) -> tuple[str, str]:
    typed = words.split()
    for count in range(_MOST_WORDS, 0, -1):
        said = fold(" ".join(typed[:count])).replace(" ", "")
        if said in verbs:
            return said, words.split(maxsplit=count)[count] if len(typed) > count else ""
    return "", words.strip()
