"""One TOML file of the folder, read as far as it can be read."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from bot.agency_files.encodings import Unreadable, decode
from bot.agency_files.lines import Lines
from bot.agency_files.meant import whole_number, yes_or_no
from bot.agency_files.mistakes import Mistake

_WHERE = re.compile(r"(?P<what>.*) \(at (?:line (?P<line>\d+), column \d+|end of document)\)", re.S)
_STATEMENT = re.compile(r"\s*[A-Za-z_\[]")
_STRAIGHT = str.maketrans("“”„«»‘’′", '"""""\'\'\'')
_OPENS = re.compile(r"\s*[\w.-]+\s*=\s*[\[{]")
_LIKE_DATE = re.compile(r"=\s*\"?(\d{4}-\d+-\d+|\d+/\d+/\d{4})")
_MOST = 20

# What tomllib says, by its first words, in words for a clerk.
_PLAIN = (
    ("Cannot overwrite", "tên này đã có ở trên rồi, bỏ bớt một chỗ", "this name stands twice"),
    ("Cannot declare", "mục này đã có ở trên rồi, gộp lại làm một", "this table stands twice"),
    ("Cannot mutate", "mục này đã có ở trên rồi, gộp lại làm một", "this table stands twice"),
    ("Duplicate", "tên này đã có ở trên rồi, bỏ bớt một chỗ", "this name stands twice"),
    ("Unclosed", "thiếu dấu nháy, dấu phẩy hoặc dấu đóng ]", "a quote, comma or ] is missing"),
    ("Unterminated", "thiếu dấu nháy đóng", "a closing quote is missing"),
    ("Illegal character", "thiếu dấu nháy đóng, hoặc có ký tự lạ", "a closing quote is missing"),
    ("Expected '='", "thiếu dấu = sau tên", "the = after the name is missing"),
    ("Invalid date", "ngày không có thật", "no such date"),
    ("Unescaped", "dấu \\ phải viết thành \\\\", "write \\\\ for \\"),
)
_COMMA = re.compile(r"=\s*\d+,\d+\s*(?:#|$)")
_WHOLE = (
    "số không viết dấu phẩy; số ngày, số giờ phải là số nguyên",
    "a number has no comma; days and hours are whole numbers",
)
_YES_NO = ("phải là true (có) hoặc false (không)", "it must be true or false")
_FLAGS = frozenset({"handles", "sample", "approval", "active"})
_ABOVE = ("phần ở trên thiếu dấu đóng ]", "what stands above has no closing ]")
_DATE = ("ngày viết sai, hoặc không có ngày này", "the date is miswritten or does not exist")
_OTHER = ("không đúng cách viết, chữ phải nằm trong dấu nháy", "text must stand in quotes")


class TomlFile:
    """`data` is empty where nothing could be read. `broken`: there was a syntax mistake, so what is
    missing may only be hidden by it."""

    def __init__(self, path: Path, mistakes: list[Mistake], required: bool) -> None:
        self.path = path
        self.name = path.name
        self.mistakes = mistakes
        self.data: dict[str, Any] = {}
        self.broken = True
        self._lines = Lines("")
        if path.is_file():
            self._read(path.read_bytes())
        elif required or path.with_name(f"{path.name}.txt").is_file():
            self.mistakes.append(no_file(path))

    def note(
        self, path: tuple[str | int, ...], what: str, instead: str, en: str, instead_en: str = ""
    ) -> None:
        """Adds a mistake at the line of a key path."""
        line = self._lines.of(path)
        self.mistakes.append(Mistake(self.name, line, what, instead, en, instead_en))

    def _read(self, data: bytes) -> None:
        try:
            text = decode(data)
        except Unreadable as error:
            self.mistakes.append(Mistake(self.name, error.line, error.what, "", error.what_en))
            return
        lines = text.split("\n")
        for tries in range(_MOST):
            try:
                self.data = tomllib.loads("\n".join(lines))
            except tomllib.TOMLDecodeError as error:
                if not self._syntax(str(error), lines, first=tries == 0):
                    return
            else:
                self._lines = Lines("\n".join(lines))
                self.broken = tries > 0
                return

    def _syntax(self, said: str, lines: list[str], first: bool) -> bool:
        """Notes the mistake and empties its line so that later ones are found too. False where it
        is not worth going on: the next one may be only an echo of the first."""
        match = _WHERE.fullmatch(said)
        number = int(match["line"]) if match and match["line"] else len(lines)
        line = lines[number - 1]
        if not first and (not _STATEMENT.match(line) or _is_right(line)):
            return False
        vi, en = _plain(match["what"] if match else said, line)
        self.mistakes.append(Mistake(self.name, number, vi, _suggestion(line), en))
        lines[number - 1] = ""
        return bool(line.strip())


def no_file(path: Path) -> Mistake:
    """The file is not there, or Notepad has given it a second ending."""
    if path.with_name(f"{path.name}.txt").is_file():
        vi = f"tệp đang có tên {path.name}.txt; hãy đổi tên, bỏ đuôi .txt"
        en = f"the file is named {path.name}.txt; rename it without .txt"
    else:
        vi, en = "thiếu tệp này; hãy chép từ cơ quan mẫu", "this file is missing; copy the sample's"
    return Mistake(path.name, 0, vi, "", en)


def _plain(said: str, line: str) -> tuple[str, str]:
    for start, vi, en in _PLAIN:
        if said.startswith(start):
            return vi, en
    if _is_right(line) or _OPENS.match(line):
        return _ABOVE
    if _COMMA.search(line):
        return _WHOLE
    if line.partition("=")[0].strip() in _FLAGS:
        return _YES_NO
    return _DATE if _LIKE_DATE.search(line) else _OTHER


def _is_right(line: str) -> bool:
    try:
        tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        return False
    return True


def _suggestion(line: str) -> str:
    """The line as it was probably meant, only if that would be right."""
    if _is_right(line) or _OPENS.match(line):
        return ""
    line = re.sub(r"\s+#.*", "", line).strip().translate(_STRAIGHT)
    if match := re.fullmatch(r"(\[+)\s*([\w.-]+)\s*\]*", line):
        return f"[[{match[2]}]]" if match[1] == "[[" else f"[{match[2]}]"
    if match := re.fullmatch(r"([\w-]+)\s*[=:]?\s*(.*)", line):
        meant = f"{match[1]} = {_value(match[1], match[2])}"
        return next((try_ for try_ in (line, meant) if _is_right(try_)), "")
    word = line.strip(' ,"')
    return f'"{word}",' if _is_right(f'x = ["{word}"]') else ""


def _value(key: str, written: str) -> str:
    word = written.strip(" \"'")
    if key in _FLAGS:
        return yes_or_no(word) or "true"
    if re.fullmatch(r"\d+,\d+", word):
        return whole_number(word)
    if match := re.match(r"(\d{1,2})/(\d{1,2})/(\d{4})$", word):
        return f"{match[3]}-{match[2]:0>2}-{match[1]:0>2}"
    if re.match(r"\d{4}-\d+-\d+", word):
        return "2026-01-02"
    if match := re.match(r"\d+(?= |$)", word):
        return match[0]
    return word.lower() if word.lower() in ("true", "false") else f'"{word}"'
