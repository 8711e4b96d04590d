"""What was typed and cannot be a command, told in Vietnamese first. The words of the library that
reads the command line are English; its errors are known here by name, because where their classes
stand differs from version to version."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from bot.commands.plainly import Refusal

_EXIT = 2


def misuse(error: Exception) -> Refusal | None:
    """None for an error that is of another sort."""
    names = [each.__name__ for each in type(error).__mro__]
    if "UsageError" not in names:
        return None
    known = next((_KNOWN[name] for name in names if name in _KNOWN), _other)
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "langnghe"
    english = str(error.format_message()).strip().replace("Value error, ", "")  # type: ignore[attr-defined]
    if not english.endswith((".", "?")):
        english += "."
    return Refusal(
        f"{known(error)} Gõ {command} --help để xem cách dùng.",
        f"{english} See {command} --help.",
        _EXIT,
    )


def shows_help(error: Exception) -> bool:
    """Nothing was typed after the name."""
    return type(error).__name__ == "NoArgsIsHelpError"


def _missing(error: Any) -> str:
    meaning = str(getattr(error.param, "help", "") or "").partition(" / ")[0].rstrip(".")
    return f"Thiếu {_name(error.param)}{f' ({meaning})' if meaning else ''}."


def _no_option(error: Any) -> str:
    near = f" Có phải {error.possibilities[0]}?" if error.possibilities else ""
    return f"Không có tùy chọn {error.option_name}.{near}"


def _no_command(error: Any) -> str:
    near = re.search(r"Did you mean '(\w+)'", str(error.message))
    return f"Không có lệnh {_quoted(error)}.{f' Có phải {near[1]}?' if near else ''}"


def _no_value(error: Any) -> str:
    return f"Thiếu giá trị sau {error.option_name}."


def _bad_value(error: Any) -> str:
    said = str(error.message)
    found = ((re.search(pattern, said), words) for pattern, words in _RIGHT)
    right = next((words.format(*match.groups()) for match, words in found if match), "")
    return f"Giá trị ghi cho {_name(error.param)} không dùng được{f': {right}' if right else ''}."


# By what the library says of the wrong one.
_RIGHT = (
    (r"is not one of (.*?)\.?$", "chọn một trong {0}"),
    (r"formats?\b", "ngày viết năm-tháng-ngày, ví dụ 2026-01-31"),
    (r"greater than or equal to (\d+)|in the range x>=(\d+)", "phải từ 1 trở lên"),
    (r"integer", "phải là số nguyên"),
)


def _other(error: Any) -> str:
    said = str(error.message)
    if said.startswith("No such command"):  # older versions of the library
        return _no_command(error)
    extra = re.search(r"unexpected extra argument(?:s|\(s\))? \((.*)\)", said)
    return f"Thừa chữ: {extra[1]}." if extra else "Lệnh gõ chưa đúng."


def _quoted(error: Any) -> str:
    found = re.search(r"'([^']*)'", str(error.message))
    return f"“{found[1]}”" if found else "này"


def _name(param: Any) -> str:
    if param is None:
        return "tùy chọn"
    options = [each for each in param.opts if each.startswith("--")]
    return options[0] if options else str(param.name).upper()


_KNOWN: dict[str, Callable[[Any], str]] = {
    "MissingParameter": _missing,
    "NoSuchOption": _no_option,
    "NoSuchCommand": _no_command,
    "BadOptionUsage": _no_value,
    "BadParameter": _bad_value,
}
