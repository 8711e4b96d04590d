"""Telephone numbers as people here write them."""

from __future__ import annotations

import phonenumbers


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
