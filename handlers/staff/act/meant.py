"""What an official's words mean: a case code, an office, a colleague, another body, days. Names are
read with or without diacritics; the longest name that begins a text is meant, the rest follows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TypeVar

from cases.agency.agency import Agency
from cases.agency.doors import OtherBody
from cases.agency.offices import Office
from cases.kinds import Role
from cases.numbers.codes import find_code
from cases.words.text import fold
from messages.dates import read_day
from storage.people.officials import Official

T = TypeVar("T")

MISREAD = "?"
_CODE = re.compile(r"\s*([A-Za-z]{2}[\s-]?\d{2}[\s-]?\d{5,7}[\s-]?[A-Za-z])\b[\s:,.;-]*")
_WORD = re.compile(r"\S+")
_LONGEST_NAME = 14  # words
_BETWEEN = " \t\n:,.;-–→>"
_DAY_WORDS = frozenset({"tu", "den", "from", "to", "until", "ngay", "nghi", "thay", "la", ""})


def leading_code(words: str) -> tuple[str, str]:
    """The case code that words begin with, and what follows it: a code further on is content. The
    code is empty where there is none, MISREAD where a letter of it is wrong."""
    match = _CODE.match(words)
    if match is None:
        return "", words.strip()
    return find_code(match[1]) or MISREAD, words[match.end() :].strip()


def leading_codes(words: str) -> tuple[list[str], str]:
    """Every case code that words begin with, each once, and what follows them."""
    codes: list[str] = []
    code, rest = leading_code(words)
    while code:
        codes.append(code)
        code, after = leading_code(rest)
        rest = after if code else rest
    return list(dict.fromkeys(codes)), rest


def leading(text: str, named: Callable[[str], T | None]) -> tuple[T | None, str]:
    """The longest beginning of a text that `named` knows (it is given folded), and the rest."""
    ends = [m.end() for m in _WORD.finditer(text)][:_LONGEST_NAME]
    for end in reversed(ends):
        found = named(fold(text[:end]))
        if found is not None:
            return found, text[end:].lstrip(_BETWEEN).rstrip()
    return None, text.strip()


def number(text: str) -> int | None:
    """A row's number as typed or as a button carried it; None for what no row can have."""
    digits = text.strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 16 else None


# --- offices and other bodies --------------------------------------------------------------------


def office(agency: Agency, text: str) -> tuple[Office | None, str]:
    """The office that a text begins with, and the rest."""

    def named(said: str) -> Office | None:
        fitting = [o for o in agency.offices if said in _names(o)]
        return fitting[0] if len(fitting) == 1 else None

    return leading(text, named)


def offices_like(agency: Agency, text: str) -> list[Office]:
    """Offices that a whole text may mean: by name, else by a part of one."""
    said = fold(text)
    exact = [o for o in agency.offices if said in _names(o)]
    if exact or len(said) < 2:
        return exact
    return [
        o for o in agency.offices if any(said in n or f" {n} " in f" {said} " for n in _names(o))
    ]


def _names(office: Office) -> set[str]:
    spoken = (office.id, office.name, office.short, office.name_en, *office.aliases)
    return {fold(name) for name in spoken if name}


def body(agency: Agency, text: str) -> tuple[OtherBody | None, str]:
    """The other authority that a text begins with, and the rest."""

    def named(said: str) -> OtherBody | None:
        bodies = agency.routing.other_bodies
        return next(
            (b for b in bodies if said in {fold(b.id), fold(b.name), fold(b.name_en)}), None
        )

    return leading(text, named)


# --- people --------------------------------------------------------------------------------------


def people_like(officials: Iterable[Official], text: str) -> list[Official]:
    """Officials a text may mean: by number, by the whole name, else by words of the name."""
    among = list(officials)
    said = fold(text)
    if (numbered := number(said)) is not None:
        return [o for o in among if o.id == numbered]
    exact = [o for o in among if fold(o.name) == said]
    words = set(said.split())
    return exact or [o for o in among if words and words <= set(fold(o.name).split())]


def days_and_name(text: str, today: date) -> tuple[list[date], str]:
    """The days a text names, in its order, and the name among its other words."""
    days, rest = [], []
    for word in text.split():
        day = read_day(word, today)
        if day is not None:
            days.append(day)
        elif fold(word) not in _DAY_WORDS:
            rest.append(word)
    return days, " ".join(rest)


# --- roles ---------------------------------------------------------------------------------------

_ROLES: Sequence[tuple[Role, tuple[str, ...]]] = (
    (Role.ADMIN, ("admin", "quan tri", "quan tri vien", "quan tri he thong")),
    (Role.DISPATCHER, ("dispatcher", "dieu phoi", "nguoi dieu phoi", "tiep nhan", "van thu")),
    (Role.HEAD, ("head", "truong phong", "lanh dao phong", "truong")),
    (Role.DIRECTOR, ("director", "giam doc", "lanh dao so", "giam doc so")),
    (Role.HANDLER, ("handler", "xu ly", "can bo", "can bo xu ly", "chuyen vien", "nguoi xu ly")),
)


def role(text: str) -> tuple[Role | None, str]:
    """The role that a text begins with, in Vietnamese words or by its id, and the rest."""
    return leading(text, lambda said: next((r for r, names in _ROLES if said in names), None))
