"""What in a text leads to a person: numbers and addresses, but for the department's own."""

from __future__ import annotations

import re

from cases.agency import Agency
from handlers.phones import phone_in

_EMAIL = re.compile(r"[^\s@,;<>()]+@[^\s@,;<>()]+\.[A-Za-z]{2,}")
# CMND (9 digits), CCCD (12), tax code (10 or 10-3).
_ID_NUMBER = re.compile(r"(?<!\d)(?:\d{12}|\d{9,10}(?:-\d{3})?)(?!\d)")


def private_part(text: str) -> str:
    """The first phone number, e-mail address or identity number in a text, or empty."""
    for pattern in (_EMAIL, _ID_NUMBER):
        if match := pattern.search(text):
            return match.group()
    phone, _ = phone_in(text)
    return phone


def without_ours(agency: Agency, text: str) -> str:
    """The text without the numbers and addresses of the department."""
    for contact in (agency.contact, *(o.contact for o in agency.offices)):
        for own in (contact.phone, contact.email):
            text = text.replace(own, " ") if own else text
    return text
