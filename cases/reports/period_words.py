"""A period as people type it: "quy 3 2026", "tháng 11", "6 tháng đầu năm", "tuần này", "nam 2026",
"1/9 den 30/9"; with or without diacritics, and in English."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from cases.reports import periods
from cases.reports.periods import Period, PeriodKind
from cases.words.text import fold

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_SPOKEN = dict(zip("mot hai ba bon nam sau bay tam chin muoi".split(), range(1, 11), strict=True))
_UNITS = {
    "tuan": PeriodKind.WEEK, "week": PeriodKind.WEEK,
    "thang": PeriodKind.MONTH, "month": PeriodKind.MONTH, "t": PeriodKind.MONTH,
    "quy": PeriodKind.QUARTER, "quarter": PeriodKind.QUARTER, "q": PeriodKind.QUARTER,
    "nam": PeriodKind.YEAR, "year": PeriodKind.YEAR,
}  # fmt: skip
_THIS, _LAST = ("nay", "hien tai"), ("truoc", "roi", "qua", "vua qua", "vua roi", "ngoai")
_FIRST, _SECOND = ("dau", "first"), ("cuoi", "second")
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_YEAR = r"(?: (?:nam|of|year))? ?(?P<year>20\d\d)?"
_ANY = r"(?P<which>{})".format("|".join(sorted((*_THIS, *_LAST), key=len, reverse=True)))
_NUMBER = rf"(?P<number>\d{{1,2}}|{'|'.join([*_ROMAN, *_SPOKEN])})"
_PART = r"(?P<part>dau|cuoi)"

_DAY = timedelta(days=1)

Read = Callable[[re.Match[str], date, int], Period | None]


def read(words: str, today: date, month_ends: int) -> Period | None:
    """The period that all of the words name; None where they name none. Without a year the newest
    that has begun; "tháng" alone is the newest that is over."""
    said = fold(words)
    for pattern, reads in _WAYS:
        if match := pattern.fullmatch(said):
            return reads(match, today, month_ends)
    return None


def read_short(words: str, today: date, month_ends: int) -> Period | None:
    """The same, and besides a day, the last days, or the year so far."""
    said = fold(words)
    for pattern, reads in _SHORT_WAYS:
        if match := pattern.fullmatch(said):
            return reads(match, today, month_ends)
    return read(words, today, month_ends)


def _today(match: re.Match[str], today: date, ends: int) -> Period:
    return periods.days(today, today)


def _yesterday(match: re.Match[str], today: date, ends: int) -> Period:
    return periods.days(today - _DAY, today - _DAY)


def _last_days(match: re.Match[str], today: date, ends: int) -> Period | None:
    count = int(match["count"])
    return periods.days(today - (count - 1) * _DAY, today) if count else None


def _one_day(match: re.Match[str], today: date, ends: int) -> Period | None:
    """Without a year the last such day."""
    years = [int(match["y"])] if match["y"] else [today.year, today.year - 1]
    for year in years:
        try:
            day = date(year, int(match["m"]), int(match["d"]))
        except ValueError:
            continue
        if day <= today:
            return periods.days(day, day)
    return None


def _this_year(match: re.Match[str], today: date, ends: int) -> Period:
    return periods.holding(PeriodKind.YEAR, today, ends)


def _numbered(match: re.Match[str], today: date, ends: int) -> Period | None:
    kind, said = _UNITS[match["unit"]], match["number"]
    number = int(said) if said.isdigit() else _ROMAN.get(said) or _SPOKEN[said]
    return _of(kind, number, match["year"], today, ends)


def _of(kind: PeriodKind, number: int, year: str | None, today: date, ends: int) -> Period | None:
    if year:
        return periods.of(kind, int(year), number, ends)
    newest = periods.holding(PeriodKind.YEAR, today, ends).year
    made = (periods.of(kind, y, number, ends) for y in (newest, newest - 1))
    return next((p for p in made if p is not None and p.first <= today), None)


def _near(match: re.Match[str], today: date, ends: int) -> Period:
    now = periods.holding(_UNITS[match["unit"]], today, ends)
    return periods.before(now, ends) if match["which"] in _LAST else now


def _near_in_english(match: re.Match[str], today: date, ends: int) -> Period:
    now = periods.holding(_UNITS[match["unit"]], today, ends)
    return now if match["which"] == "this" else periods.before(now, ends)


def _alone(match: re.Match[str], today: date, ends: int) -> Period:
    return periods.finished(_UNITS[match["unit"]], today, ends)


def _half(match: re.Match[str], today: date, ends: int) -> Period | None:
    return _of(PeriodKind.HALF, 1 + (match["part"] in _SECOND), match["year"], today, ends)


def _nine(match: re.Match[str], today: date, ends: int) -> Period | None:
    return _of(PeriodKind.NINE, 1, match["year"], today, ends)


def _year(match: re.Match[str], today: date, ends: int) -> Period | None:
    return periods.of(PeriodKind.YEAR, int(match["year"]), 1, ends)


def _days(match: re.Match[str], today: date, ends: int) -> Period | None:
    last_year = int(match["y2"] or today.year)
    first_year = int(match["y1"] or last_year)
    try:
        first = date(first_year, int(match["m1"]), int(match["d1"]))
        last = date(last_year, int(match["m2"]), int(match["d2"]))
    except ValueError:
        return None
    return periods.of_days(first, last, ends) if first <= last else None


_WAYS: tuple[tuple[re.Pattern[str], Read], ...] = tuple(
    (re.compile(pattern), reads)
    for pattern, reads in (
        (rf"(?:6|sau) thang {_PART} nam{_YEAR}", _half),
        (rf"(?P<part>first|second) half{_YEAR}", _half),
        (rf"(?:9|chin) thang(?: dau nam)?{_YEAR}", _nine),
        (rf"(?:first )?(?:9|nine) months{_YEAR}", _nine),
        (r"(?:(?:ca )?nam |year )?(?P<year>20\d\d)", _year),
        (rf"(?P<unit>{_UNIT}) {_ANY}", _near),
        (rf"(?P<which>this|last) (?P<unit>{_UNIT})", _near_in_english),
        (rf"(?P<unit>{_UNIT})", _alone),
        (rf"(?P<unit>tuan|week|thang|month|t|quy|quarter|q) ?{_NUMBER}{_YEAR}", _numbered),
        (r"(?:tu |from )?(?:ngay )?(?P<d1>\d{1,2}) (?P<m1>\d{1,2})(?: (?P<y1>20\d\d))?"
         r" (?:den |toi |to |until )?(?:ngay )?(?P<d2>\d{1,2}) (?P<m2>\d{1,2})"
         r"(?: (?P<y2>20\d\d))?", _days),
    )
)  # fmt: skip

_SHORT_WAYS: tuple[tuple[re.Pattern[str], Read], ...] = tuple(
    (re.compile(pattern), reads)
    for pattern, reads in (
        (r"(?:ngay )?hom nay|today", _today),
        (r"(?:ngay )?hom qua|yesterday", _yesterday),
        (r"(?P<count>\d{1,3}) ngay(?: vua)?(?: qua| nay| gan day)", _last_days),
        (r"last (?P<count>\d{1,3}) days", _last_days),
        (r"(?:ngay )?(?P<d>\d{1,2}) (?P<m>\d{1,2})(?: (?P<y>20\d\d))?", _one_day),
        (r"(?:tu )?dau nam(?: den nay| toi nay)?|year to date", _this_year),
    )
)  # fmt: skip
