"""`calendar.toml` as values: days off, make-up days, and the hours of a working day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from itertools import pairwise
from typing import Any

from bot.agency_files.table import Table
from cases.agency.hours import Calendar

Hours = tuple[tuple[time, time], ...]
_EXAMPLE = 'hours = [["07:00", "11:30"], ["13:30", "17:00"]]'


def calendar(file: Table) -> Calendar:
    off = _days(file, "off", {})
    working = _days(file, "working", off)
    years = file.get("confirmed_years", list, "confirmed_years = [2026]") or []
    for year in years:
        if not isinstance(year, int) or not 2000 <= year <= 2100:
            example = "confirmed_years = [2026]"
            file.note("confirmed_years", f"“{year}” không phải là năm", example, "no year")
    read = Calendar(off, working, frozenset(y for y in years if isinstance(y, int)), hours(file))
    file.close()
    return read


def _days(file: Table, key: str, off: Mapping[date, str]) -> dict[date, str]:
    """`off` are days that cannot be among them."""
    read: dict[date, str] = {}
    for table in file.tables(key):
        day, reason = table.day("date"), table.name("reason")
        decision = table.text("decision")
        if day is None:
            if "date" not in table:
                table.missing("date", "date = 2026-01-02")
        elif day in read:
            table.note("date", f"ngày {day} đã có ở trên", "một ngày khác", "this day stands twice")
        elif day in off:
            what = f"ngày {day} vừa là ngày nghỉ [[off]] vừa là ngày làm bù [[working]]; bỏ một chỗ"
            table.note("date", what, "", f"{day} is a day off and a working day; remove one")
        else:
            read[day] = f"{reason} ({decision})" if decision else reason
        table.close()
    return read


def hours(file: Table) -> Hours:
    """From when to when people work, in the order of the day; between two spells lies a break. The
    usual hours where nothing is said, or where it is wrong."""
    written = file.get("hours", list, _EXAMPLE)
    if written is None:
        return Calendar().hours
    spells = [_spell(each) for each in written]
    good = tuple(spell for spell in spells if spell)
    instants = [instant for spell in good for instant in spell]
    if not good or len(good) < len(spells) or any(a >= b for a, b in pairwise(instants)):
        what = "giờ làm việc phải là từng cặp giờ bắt đầu, giờ kết thúc, theo thứ tự trong ngày"
        file.note("hours", what, _EXAMPLE, "pairs of begin and end, in the order of the day")
        return Calendar().hours
    return good


def _spell(written: Any) -> tuple[time, time] | None:
    """None for anything but two times."""
    try:
        begin, end = (time.fromisoformat(each.rjust(5, "0")) for each in written)  # "7:00" too
    except (AttributeError, TypeError, ValueError):
        return None
    return begin, end
