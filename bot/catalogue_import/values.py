"""Cells as a portal words them, put as our catalogue has them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

from bot.agency_files.meant import yes_or_no
from cases.words.text import fold

# Portals add the province: "1.009664.000.00.00.H48".
_CODE = re.compile(r"(\d\.\d{6})(?:\D.*)?")
_SHORTENED = re.compile(r"\d[.,]\d{1,5}")
_LOCAL = re.compile(r"[A-Z]{2,5}-\d{2,4}")
_WORKING_DAYS = re.compile(r"0*(\d+)(?:\s*(?:ngày\s+)?(?:làm việc|working days?))?", re.I)
_CALENDAR_DAYS = re.compile(r"0*(\d+) calendar days?", re.I)
_LEADING = re.compile(r"^[\s\-+*•·]+|^\d+[.)]\s+")
_ONLINE = (
    ("toan trinh", "toan_trinh"),
    ("muc do 4", "toan_trinh"),
    ("mot phan", "mot_phan"),
    ("muc do 3", "mot_phan"),
    ("khong", "khong"),
    ("con lai", "khong"),
    ("cung cap thong tin", "khong"),
    ("truc tiep", "khong"),
)
_POST = {"true": "co", "false": "khong"}
_FORMULA = "=@\t"  # a spreadsheet runs a cell that begins so


class Unclear(Exception):
    """The cell cannot be taken over; the sentences say why."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(en)
        self.vi = vi
        self.en = en


def code(cell: str) -> str:
    """As the national catalogue writes it, "2.001610"; "" where the cell holds none."""
    cell = cell.strip().strip("'\"")
    if match := _CODE.fullmatch(cell):
        return match[1]
    if _SHORTENED.fullmatch(cell):  # Excel takes 2.001610 for a number and shows 2.00161
        return cell.replace(",", ".").ljust(8, "0")
    return cell if _LOCAL.fullmatch(cell) else ""


def plain(cell: str) -> str:
    """In one line and in NFC."""
    return " ".join(unicodedata.normalize("NFC", cell).lstrip(_FORMULA).split())


def value(column: str, cell: str) -> str:
    """The cell as our catalogue writes that column. Raises Unclear."""
    return _READERS.get(column, plain)(cell)


def _days(cell: str) -> str:
    text = plain(cell)
    if match := _WORKING_DAYS.fullmatch(text):
        return _above_zero(match[1], text)
    if match := _CALENDAR_DAYS.fullmatch(text):
        return f"{_above_zero(match[1], text)} ngày"
    if not re.search(r"[1-9]", text) or text.startswith("-"):
        raise _no_days(text)
    return text


def _above_zero(number: str, text: str) -> str:
    if number == "0":
        raise _no_days(text)
    return number


def _no_days(text: str) -> Unclear:
    return Unclear(f"thời hạn “{text}” không có số ngày", f"the time limit “{text}” has no days")


def _list(cell: str) -> str:
    lines = (plain(_LEADING.sub("", line)) for line in re.split(r"[\n|]", cell))
    return " | ".join(line for line in lines if line)


def _online(cell: str) -> str:
    said = fold(cell)
    for words, meant in _ONLINE:
        if words in said or said == meant.replace("_", " "):
            return meant
    raise Unclear(f"mức trực tuyến “{plain(cell)}” không rõ", f"the level “{plain(cell)}”")


def _post(cell: str) -> str:
    said = _POST.get(yes_or_no(cell))
    if said is None:
        raise Unclear(f"cột bưu chính ghi “{plain(cell)}”", f"by post: “{plain(cell)}”")
    return said


_READERS: Mapping[str, Callable[[str], str]] = {
    "days": _days,
    "papers": _list,
    "steps": _list,
    "online": _online,
    "by_post": _post,
}
