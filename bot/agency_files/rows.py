"""`procedures.csv` as Excel and Notepad save it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, fields
from datetime import date
from pathlib import Path

from bot.agency_files.cells import OpenQuote, numbered
from bot.agency_files.encodings import Unreadable, decode
from bot.agency_files.mistakes import Mistake, closest
from bot.agency_files.toml_file import no_file
from cases.agency.offices import Office
from cases.agency.procedures import Procedure
from cases.words.text import fold

_COLUMNS = tuple(field.name for field in fields(Procedure))
_REQUIRED = tuple(field.name for field in fields(Procedure) if field.default is MISSING)
_LISTS = ("papers", "steps", "aliases")
_WORDS = {
    "by_post": {"": "", "co": "co", "khong": "khong"},
    "online": {
        "": "",
        "toan_trinh": "toan_trinh",
        "toan trinh": "toan_trinh",
        "mot_phan": "mot_phan",
        "mot phan": "mot_phan",
        "khong": "khong",
    },
}
_NATIONAL = re.compile(r"\d\.\d{6}")
_SHORTENED = re.compile(r"\d[.,]\d{1,6}")
_LOCAL = re.compile(r"[A-Z]{2,5}-\d{2,4}")


class Rows:
    """Reads the rows; mistakes go to the common list, wrong rows are left out."""

    def __init__(self, path: Path, offices: Sequence[Office], mistakes: list[Mistake]) -> None:
        self.name = path.name
        self._mistakes = mistakes
        self._offices = {fold(alias): o.id for o in offices for alias in o.aliases}
        self._offices |= {fold(name): o.id for o in offices for name in (o.id, o.name, o.short)}
        self._ids = [office.id for office in offices]
        self._codes: dict[str, int] = {}
        self._path = path

    def read(self) -> tuple[Procedure, ...]:
        if not self._path.is_file():
            self._mistakes.append(no_file(self._path))
            return ()
        try:
            text = decode(self._path.read_bytes())
        except Unreadable as error:
            self._note(error.line, error.what, "", error.what_en)
            return ()
        rows = self._numbered(text)
        line, header = next(rows, (1, []))
        columns = [cell.strip().lower() for cell in header]
        if not self._header(line, columns):
            return ()
        read = (self._row(number, columns, cells) for number, cells in rows)
        return tuple(row for row in read if row is not None)

    def _numbered(self, text: str) -> Iterator[tuple[int, list[str]]]:
        """Up to the first quote that is not closed: what follows is only an echo of it."""
        try:
            yield from numbered(text)
        except OpenQuote as error:
            what = "dấu nháy kép mở ra ở dòng này mà không đóng; thêm dấu nháy, hoặc bỏ dấu thừa"
            self._note(error.line, what, "", "a quote opens on this line and is not closed")

    def _note(self, line: int, what: str, instead: str, en: str) -> None:
        self._mistakes.append(Mistake(self.name, line, what, instead, en))

    def _header(self, line: int, columns: list[str]) -> bool:
        """Whether the rows can be read at all."""
        for column in columns:
            if column and column not in _COLUMNS:
                meant = closest(column, set(_COLUMNS) - set(columns))
                what = f"không rõ cột “{column}”" + ("" if meant else "; hãy bỏ cột này")
                self._note(line, what, meant, f"the column “{column}” is not known")
        lost = [column for column in _REQUIRED if column not in columns]
        for column in lost:
            self._note(line, f"thiếu cột “{column}”", column, f"the column “{column}” is missing")
        twice = [c for n, c in enumerate(columns) if c and c in columns[:n]]
        for column in twice:
            self._note(line, f"cột “{column}” có hai lần", "", f"two columns “{column}”")
        return not lost and not twice

    def _row(self, line: int, columns: list[str], cells: list[str]) -> Procedure | None:
        if len([cell for cell in cells[len(columns) :] if cell.strip()]):
            what = f"dòng có {len(cells)} ô, bảng có {len(columns)} cột; chữ có dấu phẩy phải đặt "
            what += "trong dấu nháy kép"
            self._note(line, what, "", f"{len(cells)} cells for {len(columns)} columns")
            return None
        row = {c: cell.strip() for c, cell in zip(columns, cells, strict=False) if c in _COLUMNS}
        for column in ("code", "name", "office"):
            if not row.get(column):
                self._note(line, f"cột “{column}” bỏ trống", "", f"“{column}” is empty")
                return None
        self._code(line, row["code"])
        return self._procedure(line, row)

    def _code(self, line: int, code: str) -> None:
        if code in self._codes:
            what = f"mã “{code}” đã có ở dòng {self._codes[code]}"
            self._note(line, what, "một mã khác", f"“{code}” is on line {self._codes[code]} too")
        self._codes.setdefault(code, line)
        if _NATIONAL.fullmatch(code) or _LOCAL.fullmatch(code):
            return
        if _SHORTENED.fullmatch(code):
            # Excel takes 2.001610 for a number and shows 2.00161.
            meant = code.replace(",", ".").ljust(8, "0")
            what = f"mã “{code}” mất số 0 ở cuối vì Excel đổi thành số; hãy để cột này dạng Text"
            self._note(line, what, meant, f"Excel has cut the code “{code}”; format it as Text")
        else:
            what = f"mã “{code}” không đúng dạng"
            self._note(line, what, "2.001610 hoặc VP-01", f"“{code}” is no code")

    def _procedure(self, line: int, row: Mapping[str, str]) -> Procedure:
        texts = {key: row[key] for key in row if key not in _LISTS}
        texts["office"] = self._office(line, row["office"])
        for column, words in _WORDS.items():
            texts[column] = self._word(line, column, row.get(column, ""), words)
        days = row.get("days", "")
        if days.startswith("-") or days == "0":
            self._note(line, f"số ngày “{days}” phải lớn hơn 0", "3", f"“{days}” is no time limit")
        elif days and not re.search(r"\d", days):
            self._note(line, f"số ngày “{days}” phải viết bằng số", "15", f"“{days}” has no digits")
        if row.get("ended"):
            self._day(line, row["ended"])
        lists = {key: _list(row.get(key, "")) for key in _LISTS}
        return Procedure(
            **texts, papers=lists["papers"], steps=lists["steps"], aliases=lists["aliases"]
        )

    def _day(self, line: int, written: str) -> None:
        try:
            date.fromisoformat(written)
        except ValueError:
            what = f"ngày “{written}” ở cột “ended” không đúng dạng"
            self._note(line, what, "2026-01-31", f"“{written}” in “ended” is no date")

    def _office(self, line: int, written: str) -> str:
        if not self._ids or (known := self._offices.get(fold(written))):
            return written if not self._ids else known or written
        instead = closest(written, self._ids) or ", ".join(self._ids)
        self._note(line, f"không có phòng “{written}”", instead, f"no office “{written}”")
        return written

    def _word(self, line: int, column: str, written: str, words: Mapping[str, str]) -> str:
        key = written.lower() if "_" in written else fold(written)
        if key in words:
            return words[key]
        instead = ", ".join(dict.fromkeys(word for word in words.values() if word))
        self._note(line, f"cột “{column}” ghi “{written}”", instead, f"“{column}”: “{written}”")
        return ""


def _list(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())
