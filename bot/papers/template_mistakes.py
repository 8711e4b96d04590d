"""What is wrong in a template of the office, in words a clerk can act on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from jinja2 import TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError

from bot.agency_files.mistakes import Mistake, closest

_QUOTED = re.compile(r"'(\w+)'(?= is undefined)|attribute '(\w+)'")
FOLDER = "reports"


class TemplateBroken(Exception):
    def __init__(self, mistake: Mistake) -> None:
        super().__init__(mistake.file)
        self.mistake = mistake


def broken(path: Path, what: str, english: str, instead: str = "") -> TemplateBroken:
    return TemplateBroken(Mistake(f"{FOLDER}/{path.name}", 0, what, instead, english))


def of_placeholder(
    path: Path, error: Exception, names: Iterable[str], where: str = ""
) -> TemplateBroken:
    """`where`: the cell, or what else stands before the sentence."""
    at, at_en = (f"ô {where}: ", f"cell {where}: ") if where else ("", "")
    if isinstance(error, UndefinedError) and (found := _QUOTED.search(error.message or "")):
        name = found[1] or found[2]
        near = closest(name, names)
        return broken(
            path,
            f"{at}chỗ điền {{{{ {name} }}}} không có; tên dùng được xem trong reports/README.md",
            f"{at_en}there is no placeholder {{{{ {name} }}}}; see reports/README.md",
            f"{{{{ {near} }}}}" if near else "",
        )
    if isinstance(error, SecurityError):
        what = f"{at}chỗ điền này không được phép; chỉ điền tên có trong reports/README.md"
        return broken(path, what, f"{at_en}this is not allowed in a template")
    if isinstance(error, TemplateSyntaxError):
        what = f"{at}chỗ điền viết chưa đúng; mỗi chỗ phải có đủ {{{{ và }}}}, hoặc {{% và %}}"
        return broken(path, what, f"{at_en}a placeholder is written wrongly: {error.message}")
    return broken(path, f"{at}không điền được", f"{at_en}cannot be filled in")


CAUGHT = (TemplateError, TypeError, ValueError, KeyError, ArithmeticError, RecursionError)
"""What filling in can raise because of what stands in a template."""
