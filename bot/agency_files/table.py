"""Reading one table of a TOML file key by key; every mistake is noted and reading goes on."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime, time
from typing import Any

from bot.agency_files import meant
from bot.agency_files.lines import Path
from bot.agency_files.mistakes import closest
from bot.agency_files.toml_file import TomlFile

_CLOCK = re.compile(r"(\d{1,2})\s*(?:[:hg.]\s*(\d{2})?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


class Table:
    """Each method reads a key, remembers that it was asked for, and returns a harmless value where
    the key is wrong. `close` then reports the keys nobody asked for."""

    def __init__(self, file: TomlFile, data: Mapping[str, Any], path: Path = ()) -> None:
        self.file = file
        self.path = path
        self._data = data
        self._asked: set[str] = set()

    def __contains__(self, key: str) -> bool:
        return key in self._data

    def names(self) -> list[str]:
        return list(self._data)

    def note(self, key: str | int, what: str, instead: str, en: str, instead_en: str = "") -> None:
        self.file.note((*self.path, key), what, instead, en, instead_en)

    def get(self, key: str, sort: type | tuple[type, ...], example: str) -> Any:
        """The value if it is of that sort, else None."""
        self._asked.add(key)
        value = self._data.get(key)
        if value is None:
            return None
        # True is an int for Python, not for an office.
        wrong_bool = isinstance(value, bool) and sort is not bool
        if isinstance(value, sort) and not wrong_bool:
            return value
        what, english = meant.FORMS.get(sort, ("không đúng dạng", "has the wrong type"))
        instead = meant.as_it_should_be(key, value, sort) or example
        self.note(key, f"“{key}” {what}", instead, f"“{key}” {english}")
        return None

    def missing(self, key: str, example: str) -> None:
        if not self.file.broken:
            self.note(key, f"thiếu “{key}”", example, f"“{key}” is missing")

    def text(self, key: str, default: str = "") -> str:
        value = self.get(key, str, f'{key} = "..."')
        return default if value is None else str(value).strip()

    def name(self, key: str) -> str:
        """A text that must be there and not be empty."""
        value = self.text(key)
        if key not in self._data:
            self.missing(key, f'{key} = "..."')
        elif not value and isinstance(self._data[key], str):
            self.note(key, f"“{key}” bỏ trống", f'{key} = "..."', f"“{key}” is empty")
        return value

    def number(
        self, key: str, default: int | None = None, least: int = 1, most: int | None = None
    ) -> int:
        value = self.get(key, int, f"{key} = {default or least}")
        if value is None:
            if key not in self._data and default is None:
                self.missing(key, f"{key} = {least}")
            return least if default is None else default
        if value < least:
            what = f"“{key}” là {value}, phải từ {least} trở lên"
            near = max(abs(value), least)
            self.note(key, what, f"{key} = {near}", f"“{key}” must be {least} or more")
        elif most is not None and value > most:
            what = f"“{key}” là {value}, nhiều nhất là {most}"
            self.note(key, what, f"{key} = {most}", f"“{key}” must be {most} or less")
        return int(value)

    def decimal(self, key: str, default: float) -> float:
        value = self.get(key, (int, float), f"{key} = {default}")
        return default if value is None else float(value)

    def flag(self, key: str, default: bool) -> bool:
        value = self.get(key, bool, f"{key} = true")
        return default if value is None else bool(value)

    def day(self, key: str) -> date | None:
        """A date, written 2026-01-02 with or without quotes; None where absent or empty."""
        value = self.get(key, (date, str), f"{key} = 2026-01-02")
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date) or not value:
            return value or None
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            what = f"“{value}” không phải là ngày"
            self.note(key, what, f"{key} = {_iso(value)}", f"“{value}” is no date")
            return None

    def clock(self, key: str, default: time) -> time:
        """A time of day, written "07:00"; "7h" and "7g30" are understood and corrected."""
        written = self.text(key)
        if not written:
            return default
        try:
            return time.fromisoformat(written)
        except ValueError:
            what = f"“{written}” không phải giờ trong ngày"
            instead = f'{key} = "{_time_meant(written, default):%H:%M}"'
            self.note(key, what, instead, f"“{written}” is no time of day")
            return default

    def link(self, key: str) -> str:
        """A web address, or empty."""
        link = self.text(key)
        if link and not link.startswith(("https://", "http://")):
            what = f"“{link}” không phải địa chỉ trang mạng"
            self.note(key, what, f'{key} = "https://{link}"', f"“{link}” is no web address")
        return link

    def texts(self, key: str, required: bool = False) -> tuple[str, ...]:
        values = self.get(key, list, f'{key} = ["...", "..."]')
        if required and values == []:
            self.note(key, f"“{key}” bỏ trống", f'{key} = ["..."]', f"“{key}” is empty")
        if values is None:
            if required and key not in self._data:
                self.missing(key, f'{key} = ["...", "..."]')
            return ()
        for at, value in enumerate(values):
            if not isinstance(value, str) or not value.strip():
                path = (*self.path, key, at)
                self.file.note(path, f"“{key}” có chỗ trống hoặc không phải chữ", '"..."',
                               f"“{key}” holds something empty or no text")  # fmt: skip
        return tuple(v.strip() for v in values if isinstance(v, str) and v.strip())

    def table(self, key: str, required: bool = True) -> Table:
        value = self.get(key, dict, f"[{key}]")
        if value is None and required and key not in self._data:
            self.missing(key, f"[{key}]")
        # What is missing inside a missing table was told once.
        return Table(self.file, value, (*self.path, key)) if value is not None else Absent(self)

    def tables(self, key: str) -> list[Table]:
        values = self.get(key, list, f"[[{key}]]") or []
        good = all(isinstance(value, dict) for value in values)
        if not good:
            self.note(key, f"“{key}” không đúng dạng", f"[[{key}]]", f"“{key}” has the wrong type")
            return []
        return [Table(self.file, v, (*self.path, key, n)) for n, v in enumerate(values)]

    def known(self, key: str | int, value: str, allowed: Collection[str], what: str) -> bool:
        """Whether the value is one of the allowed; notes what was probably meant. `what` names the
        list in Vietnamese: "phòng"."""
        if value in allowed:
            return True
        near = closest(value, allowed)
        instead = f'"{near}"' if near else ", ".join(allowed)
        self.note(key, f"không có {what} “{value}”", instead, f"“{value}” is not known")
        return False

    def close(self) -> None:
        """Reports the keys nobody asked for. In a broken file they may only have lost the header
        they stand under."""
        for key in self._data:
            if key not in self._asked and not self.file.broken:
                what, en = f"không rõ “{key}” là gì", f"“{key}” is not known"
                if near := closest(key, self._asked - set(self._data)):
                    self.note(key, what, near, en)
                else:
                    self.note(key, f"{what}; hãy bỏ dòng này", "", f"{en}; remove it")


class Absent(Table):
    """A table that is not there: everything in it has its harmless value, nothing is noted."""

    def __init__(self, around: Table) -> None:
        super().__init__(around.file, {}, around.path)

    def missing(self, key: str, example: str) -> None:
        return


def _iso(written: str) -> str:
    match = _DAY_FIRST.search(written)
    return f"{match[3]}-{match[2]:0>2}-{match[1]:0>2}" if match else "2026-01-02"


def _time_meant(written: str, default: time) -> time:
    found = _CLOCK.search(written)
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (24, 0)
    return time(hour, minute) if hour < 24 and minute < 60 else default
