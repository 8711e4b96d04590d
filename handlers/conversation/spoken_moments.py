"""A time to come as people say it: 'ngày mai 8 giờ', '14h thứ Sáu', '2/12', 'Monday 9am'. Of
several days the next one is meant."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from cases.words.text import fold
from messages.dates import HERE, local, read_day

_USUAL = time(9)
_DAY = timedelta(days=1)
_CLOCK = re.compile(
    r"(?<![\d/.-])(?P<hour>[01]?\d|2[0-4])\s*(?:(?:giờ|gio|h|g|:)\s*(?P<minute>[0-5]\d)?"
    r"(?P<half>\s*(?:rưỡi|ruoi))?|(?=\s*[ap]m\b))(?![\d/])\s*(?P<half_day>[ap]m\b)?",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"(?<!\d)\d{1,2}[/.\-]\d{1,2}(?:[/.\-]\d{2,4})?(?!\d)")
_PARTS = {
    "sang": time(8), "trua": time(12), "chieu": time(14), "toi": time(19),
    "morning": time(8), "noon": time(12), "afternoon": time(14), "evening": time(19),
}  # fmt: skip
_LATER_HALF = frozenset({"chieu", "toi", "afternoon", "evening"})
_AHEAD = {
    "hom nay": 0, "bua nay": 0, "today": 0, "hom sau": 1, "ngay mai": 1, "mai": 1, "tomorrow": 1,
    "ngay kia": 2, "mot": 2,
}  # fmt: skip
_WEEKDAYS = {
    "hai": 0, "2": 0, "ba": 1, "3": 1, "tu": 2, "4": 2, "nam": 3, "5": 3, "sau": 4, "6": 4,
    "bay": 5, "7": 5,
}  # fmt: skip
_ENGLISH = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()

Way = Callable[[re.Match[str], date], date | None]


def spoken_moment(text: str, now: datetime) -> datetime | None:
    """Aware UTC; at nine where only a day is said, today or tomorrow where only a time is. It may
    be past: 'hôm nay 8 giờ' said at nine. None where no time is named."""
    clock = _CLOCK.search(text)
    rest = f"{text[: clock.start()]} {text[clock.end() :]}" if clock else text
    today = local(now).date()
    day, part = _day(rest, today), _part(fold(rest))
    if day is None and clock is None and not part:
        return None
    at = _time(clock, part) if clock else _PARTS.get(part, _USUAL)
    if at is None:
        return None
    moment = datetime.combine(day or today, at, HERE)
    if day is None and moment <= now:
        moment += _DAY
    return moment.astimezone(UTC)


def _part(said: str) -> str:
    words = said.replace("tuan toi", "").split()
    return next((word for word in words if word in _PARTS), "")


def _time(clock: re.Match[str], part: str) -> time | None:
    hour = int(clock["hour"]) % 24
    if hour < 12 and (part in _LATER_HALF or (clock["half_day"] or "").lower() == "pm"):
        hour += 12
    return time(hour, 30 if clock["half"] else int(clock["minute"] or 0))


def _day(text: str, today: date) -> date | None:
    if signed := _SIGNED.search(text):
        return read_day(signed.group(), today)
    said = fold(text)
    found = ((match, read) for pattern, read in _WAYS if (match := pattern.search(said)))
    return next((read(match, today) for match, read in found), None)


def _named_month(match: re.Match[str], today: date) -> date | None:
    month = match["month"]
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3]) + 1
    return read_day(f"{match['day']}/{number}", today)


def _weekday(match: re.Match[str], today: date) -> date:
    """The next one, today included; 'tuần sau' counts from the Monday to come."""
    wanted = 6 if match["sunday"] else _WEEKDAYS[match["name"]]
    if match["next"]:
        return today + timedelta(days=7 - today.weekday() + wanted)
    return today + timedelta(days=(wanted - today.weekday()) % 7)


def _english_weekday(match: re.Match[str], today: date) -> date:
    ahead = (_ENGLISH.index(match["name"]) - today.weekday()) % 7
    return today + timedelta(days=ahead)


def _of_month(match: re.Match[str], today: date) -> date | None:
    """'ngày 25': of this month, or of the next one where that is past."""
    months = today.year * 12 + today.month - 1
    for month in (months, months + 1, months + 2):
        try:
            day = date(month // 12, month % 12 + 1, int(match["day"]))
        except ValueError:
            continue
        if day >= today:
            return day
    return None


_WAYS: tuple[tuple[re.Pattern[str], Way], ...] = tuple(
    (re.compile(rf"\b(?:{pattern})\b"), read)
    for pattern, read in (
        (r"(?P<day>\d{1,2}) (?:thang|thg) (?P<month>\d{1,2})", _named_month),
        (rf"(?P<day>\d{{1,2}}) (?P<month>{'|'.join(_MONTHS)})[a-z]*", _named_month),
        (r"(?:thu (?P<name>hai|ba|tu|nam|sau|bay|[2-7])|(?P<sunday>chu nhat))"
         r"(?P<next> tuan (?:sau|toi))?", _weekday),
        (rf"(?P<name>{'|'.join(_ENGLISH)})", _english_weekday),
        (r"(?:ngay|mung|mong) (?P<day>\d{1,2})", _of_month),
        (rf"(?P<word>{'|'.join(sorted(_AHEAD, key=len, reverse=True))})",
         lambda match, today: today + _AHEAD[match["word"]] * _DAY),
    )
)  # fmt: skip
