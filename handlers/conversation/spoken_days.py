"""A day as people say it: 'hôm qua', 'thứ hai tuần trước', '16 tháng 11', 'ngày 16'. It is for what
was to be ready by then: of several days the one that is past is meant."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from cases.words.text import fold
from messages.dates import read_day

Way = Callable[[re.Match[str], date], date | None]

_SIGNED = re.compile(r"(?<!\d)\d{1,2}[/.\-]\d{1,2}(?:[/.\-]\d{2,4})?(?!\d)")
_NUMBERS = dict(zip("mot hai ba bon nam sau bay tam chin muoi".split(), range(1, 11), strict=True))
_WEEKDAYS = {"hai": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "nhat": 8}
_ENGLISH_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTHS = {"gieng": 1, "chap": 12} | dict(zip(_ENGLISH_MONTHS, range(1, 13), strict=True))
_UNITS = {"ngay": 1, "hom": 1, "bua": 1, "tuan": 7, "thang": 30, "day": 1, "week": 7, "month": 30}
_DAYS_AGO = {
    "hom nay": 0, "bua nay": 0, "sang nay": 0, "chieu nay": 0, "today": 0,
    "hom qua": 1, "bua qua": 1, "ngay hom qua": 1, "chieu qua": 1, "yesterday": 1,
    "hom kia": 2, "bua kia": 2, "ngay mai": -1, "mai": -1, "tomorrow": -1,
    "tuan truoc": 7, "tuan roi": 7, "tuan qua": 7, "last week": 7,
}  # fmt: skip
_BEFORE = {"truoc": 1, "roi": 1, "qua": 1, "vua": 1, "nay": 0, "sau": -1, "toi": -1}
_WHICH = rf"(?P<which>{'|'.join(_BEFORE)})"
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])"
_MONTH = rf"(?P<month>1[0-2]|0?[1-9]|{'|'.join(_MONTHS)})[a-z]*"
_YEAR = r"(?:(?: nam)? (?P<year>\d{4}))?"


def spoken_day(text: str, today: date) -> date | None:
    """The day that a text names, in digits or in words; None when there is none."""
    if signed := _SIGNED.search(text):
        return read_day(signed.group(), today)
    said = fold(text)
    for pattern, read in _WAYS:
        if match := pattern.search(said):
            return read(match, today)
    return read_day(text, today)


def _named_month(match: re.Match[str], today: date) -> date | None:
    month = match["month"]
    number = int(month) if month.isdigit() else _MONTHS[month]
    year = f"/{match['year']}" if match["year"] else ""
    return read_day(f"{match['day']}/{number}{year}", today)


def _day_of_month(match: re.Match[str], today: date) -> date | None:
    """'ngày 16' is the last one there was; 'ngày 16 tháng trước'."""
    which, day = match["which"], int(match["day"])
    back = _BEFORE[which] if which else int(day > today.day)
    first = _first_of_month(today, back)
    return first.replace(day=day) if day <= _length(first) else None


def _part_of_month(match: re.Match[str], today: date) -> date:
    first = _first_of_month(today, _BEFORE[match["which"]])
    return first.replace(day={"dau": 1, "giua": 15}.get(match["part"], _length(first)))


def _first_of_month(today: date, back: int) -> date:
    months = today.year * 12 + today.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)


def _length(first: date) -> int:
    return monthrange(first.year, first.month)[1]


def _weekday(match: re.Match[str], today: date) -> date:
    """Without a week the last such day there was."""
    said, which = match["weekday"].split()[-1], match["which"]
    number = _WEEKDAYS.get(said) or int(said[-1])
    day = today + timedelta(days=number - 2 - today.weekday())
    back = _BEFORE[which] if which else int(day > today)
    return day - timedelta(weeks=back)


def _ago(match: re.Match[str], today: date) -> date:
    count = match["count"]
    return today - timedelta(days=_UNITS[match["unit"]] * (_NUMBERS.get(count) or int(count)))


def _near(match: re.Match[str], today: date) -> date:
    return today - timedelta(days=_DAYS_AGO[match.group(1)])


def _any(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


# The longer way of saying comes first.
_WAYS: tuple[tuple[re.Pattern[str], Way], ...] = tuple(
    (re.compile(rf"\b(?:{pattern})\b"), read)
    for pattern, read in (
        (rf"{_DAY} (?:thang|thg|t) ?{_MONTH}{_YEAR}", _named_month),
        (rf"{_DAY}(?:st|nd|rd|th)? (?:of )?(?P<month>{'|'.join(_ENGLISH_MONTHS)})[a-z]*{_YEAR}",
         _named_month),
        (rf"(?P<month>{'|'.join(_ENGLISH_MONTHS)})[a-z]* {_DAY}(?:st|nd|rd|th)?{_YEAR}",
         _named_month),
        (rf"(?P<weekday>chu nhat|thu (?:{_any(_WEEKDAYS)}|[2-7])|t[2-7])"
         rf"(?: (?:cua )?tuan {_WHICH})?", _weekday),
        (rf"(?:ngay|hom|mung|mong) {_DAY}(?: (?:cua )?thang {_WHICH})?", _day_of_month),
        (rf"(?P<count>\d{{1,3}}|{_any(_NUMBERS)}) (?P<unit>{_any(_UNITS)})s?"
         r" (?:truoc|nay|qua|roi|ago)", _ago),
        (rf"cach (?:day|nay) (?P<count>\d{{1,3}}|{_any(_NUMBERS)}) (?P<unit>{_any(_UNITS)})",
         _ago),
        (rf"^{_DAY}(?P<which>)$", _day_of_month),
        (rf"(?P<part>dau|giua|cuoi) thang {_WHICH}", _part_of_month),
        (rf"({_any(_DAYS_AGO)})", _near),
    )
)  # fmt: skip
