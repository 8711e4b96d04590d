"""A document named on one line, as people name it: "Số 12/VP-TL, ngày 1/12, ký: Nguyễn Văn A", with
or without labels, commas and diacritics."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from cases.words.text import fold
from handlers.conversation.dialogue import Unclear
from messages.dates import read_day, unreal_day

_LONGEST = 100
_LONGEST_NAME = 6  # words
_BREAK = ","
_SEPARATORS = re.compile(r"[,;\n·]+")
_SIGN = re.compile(r"[/-]")
_LONG_DATE = re.compile(r"(\d{1,2})\s+th[aá]ng\s+(\d{1,2})(?:\s+n[aă]m\s+(\d{4}))?", re.IGNORECASE)
_DATE = re.compile(r"\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?")
_LABELS = {
    "number": "so|so hieu|van ban|cong van|quyet dinh|no|number",
    "date": "ngay|de ngay|ky ngay|date|dated",
    "signer": "ky|nguoi ky|ky boi|do|ong|ba|signer|signed by",
}
_FIELDS = {said: field for field, words in _LABELS.items() for said in words.split("|")}


def read(text: str, today: date) -> dict[str, str]:
    """Number, date and signer; each may be missing. Raises Unclear for what names no document, and
    for a day that does not exist."""
    found: dict[str, list[str]] = {}
    for field, word in _fields(_words(text)):
        found.setdefault(field, []).append(word)
    named = {field: " ".join(words).strip(" .:") for field, words in found.items()}
    if "date" in named:
        named["date"] = _day(named["date"], today)
    if text.strip() and not _names_a_document(named):
        raise Unclear("staff.document_form")
    return named


def _words(text: str) -> list[str]:
    """The words, with a mark of its own where a separator stood."""
    text = _LONG_DATE.sub(lambda m: "/".join(part for part in m.groups() if part), text)
    return _SEPARATORS.sub(f" {_BREAK} ", text).split()


def _fields(words: list[str]) -> Iterator[tuple[str, str]]:
    """Each word with what it belongs to: the label before it, else what it looks like."""
    field, just_named, at = "", False, 0
    while at < len(words):
        label, length = _label(words, at)
        if length:
            field, just_named = label, True
        else:
            field, length = _looks_like(words[at], field, just_named), 1
            just_named = False
            yield field, words[at]
        at += length


def _label(words: list[str], at: int) -> tuple[str, int]:
    """The field that words here announce, and how many they are; a separator announces nothing."""
    if words[at] == _BREAK:
        return "", 1
    for length in (2, 1):
        piece = words[at : at + length]
        field = _FIELDS.get(fold(" ".join(piece)), "")
        before = words[at - 1] if at else _BREAK
        after = words[at + length] if at + length < len(words) else _BREAK
        if field and len(piece) == length and _announces(field, piece, before, after):
            return field, length
    return "", 0


def _announces(field: str, piece: list[str], before: str, after: str) -> bool:
    """Whether such words are a label here: in a name they are a part of it ("Nguyễn Văn Ký")."""
    if field == "signer":
        return piece[0].islower() or (after != _BREAK and before == _BREAK) or piece[-1][-1] == ":"
    return any(c.isdigit() for c in after) or fold(after) in _FIELDS


def _looks_like(word: str, field: str, just_named: bool) -> str:
    """What a word is; what was begun goes on until something else plainly begins."""
    if _DATE.fullmatch(word.strip(".:")) and not (field == "number" and just_named):
        return "date"
    if any(c.isdigit() for c in word):
        return "number"
    return "number" if field == "number" and _SIGN.search(word) else "signer"


def _day(text: str, today: date) -> str:
    day = read_day(text, today)
    if day is None:
        never = unreal_day(text, today)
        raise Unclear("staff.no_such_day", day=never) if never else Unclear("staff.no_day")
    return f"{day.day}/{day.month}/{day.year}"


def _names_a_document(named: dict[str, str]) -> bool:
    words_of_name = len(named.get("signer", "").split())
    return (
        bool(named) and words_of_name <= _LONGEST_NAME and max(map(len, named.values())) <= _LONGEST
    )
