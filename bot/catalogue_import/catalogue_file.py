"""`procedures.csv` as somebody saved it: read cell by cell and written back in the same form, so
that those who edit it in Excel or Notepad keep theirs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.agency_files.cells import comma_of, numbered, says_comma
from bot.agency_files.encodings import decode

_MARKS = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"\xef\xbb\xbf", "utf-8"))


@dataclass(frozen=True, slots=True)
class Form:
    """How the bytes of a text file are written: its byte order mark, encoding, line end, and what
    parts cells."""

    mark: bytes = b""
    encoding: str = "utf-8"
    line_end: str = "\n"
    comma: str = ","
    says_comma: bool = False

    @classmethod
    def of(cls, data: bytes) -> Form:
        mark, encoding = next((m for m in _MARKS if data.startswith(m[0])), (b"", "utf-8"))
        if not mark and b"\x00" in data[:200]:
            encoding = "utf-16-le" if data[1:2] == b"\x00" else "utf-16-be"
        text = data.decode(encoding, "replace")
        plain = text.lstrip("\ufeff").replace("\r\n", "\n")
        line_end = "\r\n" if "\r\n" in text else "\n"
        return cls(mark, encoding, line_end, comma_of(plain), says_comma(plain))

    def encoded(self, text: str) -> bytes:
        return self.mark + text.replace("\n", self.line_end).encode(self.encoding)

    def table(self, rows: Iterable[Sequence[str]]) -> bytes:
        text = io.StringIO()
        if self.says_comma:
            text.write(f"sep={self.comma}\n")
        csv.writer(text, delimiter=self.comma, lineterminator="\n").writerows(rows)
        return self.encoded(text.getvalue())


@dataclass(frozen=True, slots=True)
class CatalogueFile:
    """`rows` by column, in their order; an absent cell is ""."""

    form: Form
    columns: tuple[str, ...]
    rows: tuple[dict[str, str], ...]

    @classmethod
    def of(cls, data: bytes) -> CatalogueFile:
        """Of a file that `load` accepts."""
        head, *rows = (cells for _, cells in numbered(decode(data)))
        columns = tuple(cell.strip().lower() for cell in head)
        while columns and not columns[-1]:
            columns = columns[:-1]
        read = (dict(zip(columns, map(str.strip, cells), strict=False)) for cells in rows)
        return cls(Form.of(data), columns, tuple({c: r.get(c, "") for c in columns} for r in read))

    def written(self, rows: Sequence[Mapping[str, str]]) -> bytes:
        """These rows in the file's form; a column it has not yet is added where a row needs it."""
        more = dict.fromkeys(c for r in rows for c, cell in r.items() if cell)
        columns = (*self.columns, *(c for c in more if c not in self.columns))
        return self.form.table([columns, *([row.get(c, "") for c in columns] for row in rows)])
