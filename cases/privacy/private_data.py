"""What in free text leads to a person: telephone numbers, e-mail addresses, numbers of identity
papers, tax codes, numbers of dossiers. Amounts, dates and codes of our own do not."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from cases.numbers.dossiers import dossier_numbers
from cases.words.text import fold


class Sort(StrEnum):
    """What a trace is; the order decides where one text could be several."""

    EMAIL = "email"
    DOSSIER = "dossier"
    RECEIPT = "receipt"
    PHONE = "phone"
    TAX = "tax"
    PAPER = "paper"  # CMND (9 digits), CCCD (12), other long numbers
    # Found only in what everybody will read: `cases/privacy/private_names.py`.
    NAME = "name"
    ADDRESS = "address"
    CASE = "case"


@dataclass(frozen=True, slots=True)
class Trace:
    sort: Sort
    text: str
    start: int
    end: int


_GAP = r"[ \t\u00a0.\-–()]{0,2}"
_PATTERNS: tuple[tuple[Sort, re.Pattern[str]], ...] = (
    (
        Sort.EMAIL,
        re.compile(
            r"(?<![^\s@,;:<>()\"])[^\s@,;:<>()\"]++@[^\s@,;<>()]+\.[A-Za-z]{2,}"
            # "tu.vo @ gmail . com", "tuvo (at) gmail.com", "tuvo a còng gmail chấm com"
            r"|(?<![\w.+-])[\w.+-]++(?:[ \t]++\.[ \t]++[\w.+-]++){0,3}[ \t]*"
            r"(?:@|\((?:at|a còng|a cong)\)|\ba[ \t]?c[òo]ng\b)[ \t]*"
            r"[\w-]+(?:[ \t]*(?:\.|\bch[ấa]m\b)[ \t]*[\w-]+)*"
            r"[ \t]*(?:\.|\bch[ấa]m\b)[ \t]*(?:com|vn|net|org|edu|gov|info)\b",
            re.IGNORECASE,
        ),
    ),
    (Sort.RECEIPT, re.compile(rf"(?<!\d)\d{{4}}{_GAP}\d{{4}}{_GAP}\d{{4}}{_GAP}\d{{4}}(?!\d)")),
    # +84 905 123 218, (0255) 3822 866, 0905.123.218; abroad with its plus.
    (Sort.PHONE, re.compile(rf"(?<![\d+])\+\d(?:{_GAP}\d){{7,13}}(?!\d)")),
    (Sort.PHONE, re.compile(rf"(?<!\d)(?<!\d[.,]){_GAP}0(?:{_GAP}[2-9])(?:{_GAP}\d){{8,9}}(?!\d)")),
    (Sort.PHONE, re.compile(rf"(?<!\d)(?<!\d[.,])84{_GAP}[2-9](?:{_GAP}\d){{8,9}}(?!\d)")),
    (Sort.TAX, re.compile(r"(?<!\d)\d{10}(?:-?\d{3})?(?!\d)")),
    (Sort.PAPER, re.compile(r"(?<![\d.])0\d{2}(?:[ .]\d{3}){3}(?![\d.])")),
    (Sort.PAPER, re.compile(r"(?<!\d)\d{9,}(?!\d)")),
)
# Said to be one, a number is one however its digits are grouped: "cmnd so 212.345.678".
_SAID = r"(?:[ \t:.,;#-]*(?:số|so|là|la|no|number|is)\b)*[ \t:.#-]*"
_LABELLED: tuple[tuple[Sort, re.Pattern[str]], ...] = (
    (
        Sort.TAX,
        re.compile(
            rf"\b(?:mst|m\.s\.t|mã số thuế|ma so thue|ms thuế|ms thue|tax code|tax id){_SAID}"
            rf"(\d(?:{_GAP}\d){{9}}(?:[ \t]*[-–][ \t]*\d{{3}}|\d{{2,3}})?)(?!\d)",
            re.IGNORECASE,
        ),
    ),
    (
        Sort.PAPER,
        re.compile(
            r"\b(?:cccd|cmnd|cmt|căn cước(?: công dân)?|can cuoc(?: cong dan)?|chứng minh nhân dân"
            rf"|chung minh nhan dan|chứng minh|hộ chiếu|ho chieu|passport|identity card){_SAID}"
            rf"([A-Z]?\d(?:{_GAP}\d){{6,11}})(?!\d)",
            re.IGNORECASE,
        ),
    ),
)
_WORD = re.compile(r"[\w\u0300-\u036f]+")
_DATE = re.compile(
    r"(?<![\d./-])(?:0?[1-9]|[12]\d|3[01])[./-](?:0?[1-9]|1[0-2])[./-](?:(?:19|20)\d{2}|\d{2})"
    r"(?![./-]?\d)"
)
_MONEY = re.compile(
    r"\s*(?:đồng|dong|đ|vnđ|vnd|usd|ngàn|nghìn|ngan|nghin|triệu|trieu|tỷ|tỉ|ty)\b", re.IGNORECASE
)
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:[.,]\d{3})+")


def traces(text: str, ours: Collection[str] = ()) -> list[Trace]:
    """All of them in order, none inside another. `ours` are numbers and addresses of the
    department's, which may stand."""
    found: list[Trace] = []
    taken: list[tuple[int, int]] = []
    dates = [(m.start(), m.end()) for m in _DATE.finditer(text)]
    public = {_bare(own) for own in ours if own}
    for trace, said_to_be in _possible(text):
        if any(trace.start < end and start < trace.end for start, end in taken):
            continue
        # "05.11.2026 14 giờ" is a day; "09 1.1.2000 345" is a number.
        if not said_to_be and any(start <= trace.start < end for start, end in dates):
            continue
        if _bare(trace.text) in public or (not said_to_be and _is_amount(text, trace)):
            continue
        found.append(trace)
        taken.append((trace.start, trace.end))
    return sorted(found, key=lambda trace: trace.start)


def _possible(text: str) -> Iterator[tuple[Trace, bool]]:
    """In the order of what each most likely is; and whether its own word stands before it."""
    email, *numbers = _PATTERNS
    for trace in _matches(text, *email):
        yield trace, False
    for sort, pattern in _LABELLED:
        for match in pattern.finditer(text):
            yield Trace(sort, match[1], *match.span(1)), True
    for start, end in dossier_numbers(text):
        yield Trace(Sort.DOSSIER, text[start:end], start, end), False
    for sort, pattern in numbers:
        for trace in _matches(text, sort, pattern):
            yield trace, False


def _matches(text: str, sort: Sort, pattern: re.Pattern[str]) -> Iterator[Trace]:
    for match in pattern.finditer(text):
        start = match.start() + len(match[0]) - len(match[0].lstrip(" \t\u00a0.-–"))
        yield Trace(sort, text[start : match.end()], start, match.end())


def _is_amount(text: str, trace: Trace) -> bool:
    """Money, however it is grouped: 84.500.000.000 đồng is no telephone number."""
    if trace.sort in (Sort.EMAIL, Sort.DOSSIER) or trace.text.startswith(("0", "+", "(")):
        return False
    return bool(_THOUSANDS.fullmatch(trace.text)) or _MONEY.match(text, trace.end) is not None


def _bare(text: str) -> str:
    """One spelling of each number or address."""
    digits = re.sub(r"\D", "", text)
    if "@" in text or not digits:
        return text.strip().lower()
    return f"0{digits[2:]}" if digits.startswith("84") and len(digits) > 10 else digits


def private_part(text: str, ours: Collection[str] = ()) -> str:
    """The first of them as it is written, or empty."""
    found = traces(text, ours)
    return found[0].text if found else ""


def masked(text: str, name: Callable[[Sort], str], ours: Collection[str] = ()) -> str:
    """The text with `name` of its sort in place of each."""
    shown, at = [], 0
    for trace in traces(text, ours):
        shown += [text[at : trace.start], name(trace.sort)]
        at = trace.end
    return "".join([*shown, text[at:]])


def name_in(text: str, name: str) -> list[tuple[int, int]]:
    """Where somebody's whole name stands, with diacritics or without: from, to. A single word is
    too likely to be another's."""
    wanted = fold(name).split()
    words = [(fold(m[0]), m.start(), m.end()) for m in _WORD.finditer(text)]
    return [
        (words[at][1], words[at + len(wanted) - 1][2])
        for at in range(len(words) - len(wanted) + 1)
        if len(wanted) > 1 and [word for word, _, _ in words[at : at + len(wanted)]] == wanted
    ]


def without_name(text: str, name: str, instead: str) -> str:
    """The text with `instead` for the name wherever it stands."""
    for start, end in reversed(name_in(text, name)):
        text = text[:start] + instead + text[end:]
    return text


def masked_name(file: str) -> str:
    """The name of a file without such numbers."""
    return masked(file, lambda sort: "xxx")
