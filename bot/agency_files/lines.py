"""On which line a key of a TOML file stands; `tomllib` does not tell."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left

Path = tuple[str | int, ...]

_SPACE = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_KEY = re.compile(r'"(?:\\.|[^"\\])*"|\'[^\']*\'|[A-Za-z0-9_-]+')
_DOT = re.compile(r"[ \t]*\.[ \t]*")
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\])*"|\'[^\']*\'', re.DOTALL
)
_BARE = re.compile(r"[^,\]}\n#]+")


class Lines:
    """Lines (from 1) of every key, table and array element of a text that `tomllib` accepts."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._breaks = [match.start() for match in re.finditer("\n", text)]
        self._lines: dict[Path, int] = {}
        self._sizes: dict[Path, int] = {}  # how many elements of an array of tables have begun
        self._read()

    def of(self, path: Path) -> int:
        """The line of the path, or of the nearest thing around it; 0 for the file as a whole."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 0)

    def _read(self) -> None:
        table: Path = ()
        while self._skip() < len(self._text):
            if self._text[self._at] == "[":
                table = self._header()
            else:
                self._pair(table)

    def _skip(self) -> int:
        match = _SPACE.match(self._text, self._at)
        self._at = match.end() if match else self._at
        return self._at

    def _mark(self, path: Path) -> None:
        self._lines.setdefault(path, bisect_left(self._breaks, self._at) + 1)

    def _header(self) -> Path:
        many = self._text.startswith("[[", self._at)
        start = self._at
        self._at += 2 if many else 1
        self._skip()
        path = self._inside(self._keys(), many)
        self._at, end = start, self._at
        self._mark(path)
        self._at = self._text.index("]", end) + (2 if many else 1)
        return path

    def _inside(self, keys: tuple[str, ...], many: bool) -> Path:
        """[offices.contact] after the third [[offices]] is ("offices", 2, "contact")."""
        path: Path = ()
        for n, key in enumerate(keys):
            path = (*path, key)
            last = n == len(keys) - 1
            if last and many:
                self._sizes[path] = self._sizes.get(path, 0) + 1
                self._mark(path)
            if path in self._sizes:
                path = (*path, self._sizes[path] - 1)
        return path

    def _keys(self) -> tuple[str, ...]:
        keys: list[str] = []
        while match := _KEY.match(self._text, self._at):
            self._at = match.end()
            raw = match[0]
            keys.append(tomllib.loads(f"k = {raw}")["k"] if raw[0] in "\"'" else raw)
            if not (dot := _DOT.match(self._text, self._at)):
                break
            self._at = dot.end()
        return tuple(keys)

    def _pair(self, table: Path) -> None:
        start = self._at
        keys = self._keys()
        end, self._at = self._at, start
        for n in range(len(keys)):
            self._mark((*table, *keys[: n + 1]))
        self._at = self._text.index("=", end) + 1
        self._value((*table, *keys))

    def _value(self, path: Path) -> None:
        self._skip()
        self._mark(path)
        first = self._text[self._at]
        if first in "[{":
            self._at += 1
            self._members(path, "]" if first == "[" else "}")
        else:
            match = (_STRING if first in "\"'" else _BARE).match(self._text, self._at)
            self._at = match.end() if match else self._at + 1

    def _members(self, path: Path, close: str) -> None:
        count = 0
        while self._text[self._skip()] != close:
            if self._text[self._at] == ",":
                self._at += 1
            elif close == "]":
                self._value((*path, count))
                count += 1
            else:
                self._pair(path)
        self._at += 1
