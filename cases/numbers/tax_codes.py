"""Tax codes (Thông tư 86/2024/TT-BTC): ten digits, the last of them a check digit; three more
after a hyphen for a branch; of a person, since 01/7/2025, the twelve of the identity number."""

from __future__ import annotations

import re

_SHAPE = re.compile(r"(\d{10})(?:-?(\d{3}))?|0\d{11}")
_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
# So begin telephone numbers too: of these only the check digit tells.
_LIKE_A_PHONE = ("0", "84", "9")


def tax_code(word: str) -> str:
    """The tax code that a word without blanks is, or empty. A check digit that is wrong is let pass
    where the number can be nothing else: its sender sees it once more before sending."""
    match = _SHAPE.fullmatch(word)
    if match is None:
        return ""
    base, branch = match.groups()
    doubtful = base and not branch and base.startswith(_LIKE_A_PHONE)
    return "" if doubtful and not checks(base) else word


def checks(code: str) -> bool:
    """Whether the tenth digit is the right one: 10 less the weighted sum modulo 11."""
    total = sum(int(digit) * weight for digit, weight in zip(code[:9], _WEIGHTS, strict=True))
    return int(code[9]) == 10 - total % 11
