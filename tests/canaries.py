"""Words that occur nowhere else, one for each part of each case, found again in whatever comes out:
with or without diacritics, in capitals or not, and telephone numbers however they are spaced."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from cases.words.text import fold
from tests.oracle import Part

Found = frozenset[tuple[str, Part]]
"""What came out: the case's code, and which part of it."""

_LETTER = {
    Part.STORY: "s",
    Part.ABOUT: "a",
    Part.SUPPLEMENT: "u",
    Part.QUESTION: "q",
    Part.DRAFT: "t",
    Part.ANSWER: "w",
    Part.NOTE: "o",
    Part.MEASURE: "m",
    Part.PUBLISHED: "b",
    Part.NAME: "n",
    Part.COMMUNE: "c",
    Part.EMAIL: "e",
    Part.FILE: "f",
    Part.ASKED: "k",
    Part.SUMMARY: "y",
    Part.REQUEST: "r",
}
_PART = {letter: part for part, letter in _LETTER.items()}
_WORD = re.compile(f"zq([a-j]{{3}})([{''.join(_PART)}])")
_CODE = re.compile(r"[a-z]{2}\d{2} ?\d{5} ?[a-z]\b")
_PHONE = re.compile(r"(?:0|84)905([12])(\d{5})")
_OF_PHONE = {"1": Part.PHONE, "2": Part.SAID_PHONE}
_BETWEEN_DIGITS = re.compile(r"(?<=\d) (?=\d)")


def word(part: Part, number: int) -> str:
    """Letters only: names with digits in them would be no names."""
    return f"zq{''.join('abcdefghij'[int(d)] for d in f'{number:03d}')}{_LETTER[part]}"


def phone(number: int) -> str:
    """As +84…; a Vietnamese mobile number."""
    return f"+849051{number:05d}"


def said_phone(number: int) -> str:
    """As somebody writes it into their story."""
    return f"0905 2{number:05d}"


def in_text(
    text: str, codes: Mapping[int, str], receipts: Mapping[int, str] | None = None
) -> Found:
    """`codes` and `receipts` by the numbers the words were made of."""
    folded = fold(text)
    digits = _BETWEEN_DIGITS.sub("", folded)
    said = {_bare(code) for code in _CODE.findall(folded)}
    found = {(code, Part.CODE) for code in codes.values() if said and _bare(code) in said}
    for letters, letter in _WORD.findall(folded):
        number = int("".join(str("abcdefghij".index(each)) for each in letters))
        if number in codes:  # letters of a signature in a link may look like one that never was
            found.add((codes[number], _PART[letter]))
    found |= {
        (codes[int(number)], _OF_PHONE[which])
        for which, number in _PHONE.findall(digits)
        if int(number) in codes
    }
    for number, receipt in (receipts or {}).items():
        if receipt in digits:
            found.add((codes[number], Part.RECEIPT))
    return frozenset(found)


def exactly(
    text: str, codes: Mapping[int, str], receipts: Mapping[int, str] | None = None
) -> Found:
    """The same in what is no text, where other spellings would be found by chance: as typed."""
    found = {(code, Part.CODE) for code in codes.values() if code in text}
    for number, code in codes.items():
        for part in _LETTER:
            typed = word(part, number)
            if typed in text or typed.capitalize() in text:
                found.add((code, part))
        if phone(number)[3:] in text:
            found.add((code, Part.PHONE))
    known = (receipts or {}).items()
    return frozenset(found | {(codes[n], Part.RECEIPT) for n, digits in known if digits in text})


@cache
def _bare(code: str) -> str:
    return fold(code).replace(" ", "")
