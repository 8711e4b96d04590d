"""Words without the one who sent them: the name that was told, in any spelling of it, and every
number or address by which somebody can be found."""

from __future__ import annotations

import re
from collections.abc import Mapping

from cases.numbers.dossiers import dossier_number
from cases.words.text import fold

SOMEBODY = "[người gửi]"
NUMBER = "[số]"
ADDRESS = "[thư điện tử]"
DOSSIER = "[số hồ sơ]"

_WORD = re.compile(r"\w+")
_EMAIL = re.compile(r"[^\s@,;<>()]+@[^\s@,;<>()]+\.[A-Za-z]{2,}")
_DIGITS = re.compile(r"[+(]*\d[\d \t\u00a0.()\-–]*\d")
_AMOUNT = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_NAMES = ("name", "behalf")
_FEWEST = 9  # digits: an old identity card; telephone numbers and tax codes have more
_SHORTEST_NAME = 2  # words: a given name alone is many people's


def without_sender(text: str, told: Mapping[str, str]) -> str:
    """`told` is what the sender told of themselves; empty where nothing is known any more."""
    while number := dossier_number(text):
        text = text.replace(number, DOSSIER)
    text = _EMAIL.sub(ADDRESS, text)
    text = _DIGITS.sub(_number, text)
    for key in _NAMES:
        text = _without_name(text, fold(told.get(key, "")).split())
    return text


def tells_of(text: str, told: Mapping[str, str]) -> bool:
    """Whether the sender's own name, number or address stands in it."""
    phone = re.sub(r"\D", "", told.get("phone", ""))[-_FEWEST:]
    email = told.get("email", "").lower()
    return (
        bool(phone and phone in re.sub(r"\D", "", text))
        or bool(email and email in text.lower())
        or any(_without_name(text, fold(told.get(k, "")).split()) != text for k in _NAMES)
    )


def _number(found: re.Match[str]) -> str:
    digits = sum(map(str.isdigit, found.group()))
    amount = _AMOUNT.fullmatch(found.group())
    return found.group() if digits < _FEWEST or amount else NUMBER


def _without_name(text: str, name: list[str]) -> str:
    """Of a name its last words, as many as stand together, from two on."""
    words = [(fold(m.group()), m.start(), m.end()) for m in _WORD.finditer(text)]
    left, at = text, len(words)
    while at >= _SHORTEST_NAME and len(name) >= _SHORTEST_NAME:
        length = _same_end([w for w, _, _ in words[:at]], name)
        if length >= _SHORTEST_NAME:
            left = left[: words[at - length][1]] + SOMEBODY + left[words[at - 1][2] :]
        at -= max(length, 1) if length >= _SHORTEST_NAME else 1
    return left


def _same_end(words: list[str], name: list[str]) -> int:
    length = 0
    while length < min(len(words), len(name)) and words[-1 - length] == name[-1 - length]:
        length += 1
    return length
