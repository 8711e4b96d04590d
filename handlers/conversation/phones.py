"""Telephone numbers as people here write them."""

from __future__ import annotations

import re
from collections.abc import Callable

import phonenumbers

NUMBER = re.compile(r"[+(]*\d[\d \t\u00a0.()\-–]*")
"""Digits with the signs that people put between them; may hold several numbers."""
_DIGITS = range(7, 16)
_MOST_GROUPS = 12  # "0 9 0 5 1 2 3 2 1 8"


def spoken_phone(number: str) -> str:
    """As people here write it: 0905 123 218."""
    try:
        parsed = phonenumbers.parse(number, "VN")
    except phonenumbers.NumberParseException:
        return number
    national = parsed.country_code == 84
    style = (
        phonenumbers.PhoneNumberFormat.NATIONAL
        if national
        else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    )
    return phonenumbers.format_number(parsed, style)


def phone_of(text: str) -> str:
    """The Vietnamese or international number that a text is, as +84..., or empty."""
    try:
        number = phonenumbers.parse(text, "VN")
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def phone_in(text: str) -> tuple[str, str]:
    """The first number in the text, as +84..., and the rest of the text."""
    found: list[str] = []

    def take(number: str, before: str) -> bool:
        if not found and (phone := phone_of(number)):
            found.append(phone)
            return True
        return False

    rest = without_numbers(text, take)
    return (found[0] if found else ""), rest


def like_a_phone(text: str) -> bool:
    """Whether it has as many digits as a telephone number may have."""
    return sum(map(str.isdigit, text)) in _DIGITS


def without_numbers(text: str, take: Callable[[str, str], bool]) -> str:
    """The text with a comma in place of every number that `take` takes. It is offered a number
    and what stands before it; of groups of digits as many together as it will have."""

    def replaced(match: re.Match[str]) -> str:
        groups, left = match.group().split(), list[str]()
        at = 0
        while at < len(groups):
            before = text[: match.start()] if not at else ""
            length = _longest(groups[at : at + _MOST_GROUPS], before, take)
            left.append("," if length else groups[at])
            at += length or 1
        return f" {' '.join(left)} "

    return NUMBER.sub(replaced, text)


def _longest(groups: list[str], before: str, take: Callable[[str, str], bool]) -> int:
    for length in range(len(groups), 0, -1):
        number = " ".join(groups[:length])
        if like_a_phone(number) and take(number, before):
            return length
    return 0
