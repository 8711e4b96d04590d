"""Public codes of cases, made to be said aloud and copied by hand: `PA26-00123-K`."""

from __future__ import annotations

import re

# 23 letters, none that reads like a digit; 23 is prime, so the weighted sum below catches every
# single wrong digit and every swap of two neighbours.
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXY"
_CODE = re.compile(r"\b([A-Z]{2})[\s-]?(\d{2})[\s-]?(\d{5,7})[\s-]?([A-Z])\b", re.IGNORECASE)
RECEIPT_DIGITS = 16
NEAR_RECEIPT = re.compile(r"(?<!\d)(?:\d[\s.-]{0,2}){13,17}\d(?!\d)")
_WORDS_BESIDE = 10
LINK_DIGITS = 8
_LINK = re.compile(r"^\D*(?:\d[\s.-]?){7}\d\D*$")
_RECEIPT = re.compile(r"^\D*(?:\d[\s.-]?){15}\d\D*$")


def check_letter(year: int, number: int) -> str:
    digits = f"{year:02d}{number:05d}"
    return _LETTERS[sum(weight * int(d) for weight, d in enumerate(digits, 2)) % 23]


def case_code(prefix: str, year: int, number: int) -> str:
    """`year` may be full or two digits."""
    year %= 100
    return f"{prefix}{year:02d}-{number:05d}-{check_letter(year, number)}"


def find_code(text: str) -> str | None:
    """The first well-formed code in a text, in its public spelling; hyphens and case are free.
    None when there is none or its check letter is wrong."""
    for match in _CODE.finditer(text):
        prefix, year, number, letter = match.groups()
        if check_letter(int(year), int(number)) == letter.upper():
            return case_code(prefix.upper(), int(year), int(number))
    return None


def code_places(text: str) -> list[tuple[int, int, str]]:
    """Where well-formed codes stand: from, to, and each in its public spelling."""
    return [
        (match.start(), match.end(), code)
        for match in _CODE.finditer(text)
        if (code := find_code(match[0]))
    ]


def split_code(text: str) -> tuple[str | None, str]:
    """`find_code`, and the text without anything shaped like a code."""
    return find_code(text), " ".join(_CODE.sub(" ", text).split(" ")).strip(" :,.-\n")


def before_code(text: str) -> tuple[str, str]:
    """What stands before the first thing shaped like a code, and the text from there on (empty
    where there is none)."""
    match = _CODE.search(text)
    return (text[: match.start()], text[match.start() :]) if match else (text, "")


def looks_like_code(text: str) -> bool:
    """Shaped like a code, right or wrong: to say that a letter was misread."""
    return _CODE.search(text) is not None


def lacks_letter(text: str, prefix: str) -> bool:
    """Whether a text is nothing but a code of ours whose last letter was left out."""
    words = text.strip(" .,:")
    return (
        re.fullmatch(rf"{prefix}[\s-]?\d{{2}}[\s-]?\d{{5,7}}-?", words, re.IGNORECASE) is not None
    )


def receipt_digits(text: str) -> str | None:
    """The 16 digits of a receipt number however they are spaced, or None."""
    return re.sub(r"\D", "", text) if _RECEIPT.match(text.strip()) else None


def link_digits(text: str) -> str | None:
    """The 8 digits of a code that joins two chats however they are spaced, or None."""
    return re.sub(r"\D", "", text) if _LINK.match(text.strip()) else None


def near_receipt_digits(text: str) -> str | None:
    """The digits of what is or was to be a receipt number (14 to 18, however spaced), alone or
    among a few words; None where there is none."""
    found = NEAR_RECEIPT.search(text)
    if found is None or len(NEAR_RECEIPT.sub(" ", text).split()) > _WORDS_BESIDE:
        return None
    return re.sub(r"\D", "", found.group())


def spaced(digits: str) -> str:
    """A receipt number as shown: four groups of four."""
    return " ".join(digits[i : i + 4] for i in range(0, len(digits), 4))
