"""What somebody meant who wrote a value in the wrong form."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from cases.words.text import fold

FORMS: dict[Any, tuple[str, str]] = {
    int: ("phải là số nguyên, không có dấu nháy", "must be a whole number without quotes"),
    bool: (
        "phải là true (có) hoặc false (không), không có dấu nháy",
        "must be true or false without quotes",
    ),
}
_YES_NO = {
    **dict.fromkeys(("co", "yes", "dung", "true", "1", "x"), "true"),
    **dict.fromkeys(("khong", "no", "sai", "false", "0", ""), "false"),
}


def yes_or_no(written: object) -> str:
    """ "true" or "false"; empty for neither."""
    return _YES_NO.get(fold(str(written)), "")


def whole_number(written: object) -> str:
    found = re.match(r"\s*(\d+)", str(written))
    return str(int(found[1])) if found and not isinstance(written, bool) else ""


def _decimal(written: object) -> str:
    found = re.fullmatch(r"\s*(-?\d+(?:[.,]\d+)?)\s*", str(written))
    return found[1].replace(",", ".") if found else ""


def _text(written: object) -> str:
    plain = isinstance(written, int | float) and not isinstance(written, bool)
    return f'"{written}"' if plain else ""


def _list(written: object) -> str:
    return f'["{written}"]' if isinstance(written, str) and written else ""


_CURES: dict[Any, Callable[[object], str]] = {
    int: whole_number,
    bool: yes_or_no,
    (int, float): _decimal,
    str: _text,
    list: _list,
}


def as_it_should_be(key: str, value: object, sort: Any) -> str:
    """The line to write, made of what stands there; empty where nothing can be made of it."""
    cure = _CURES.get(sort)
    better = cure(value) if cure else ""
    return f"{key} = {better}" if better else ""
