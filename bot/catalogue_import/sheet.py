"""The file a portal exports, CSV or XLSX, as rows of our columns."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from bot.agency_files.cells import COMMAS, OpenQuote, numbered
from bot.agency_files.encodings import Unreadable, decode
from bot.catalogue_import.heads import columns_of, is_head
from bot.commands.plainly import Refusal

_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_WEB_PAGE = (b"<html", b"<table", b"<!doctype", b"<?xml")
_HEAD_WITHIN = 30  # rows: titles and the name of the ministry stand above the table
_LARGEST = 50 << 20

Rows = Iterable[tuple[int, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Row:
    """`cells` by our columns, those left empty left out. `line` as a spreadsheet counts."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    columns: frozenset[str]
    rows: tuple[Row, ...]


def read(path: Path) -> Sheet:
    """Raises Refusal, in plain words, for a file that is no table of procedures."""
    data = _bytes(path)
    if data.startswith(_ZIP):
        tables = _workbook(path)
    elif data.startswith(_OLD_EXCEL) or data[:500].lstrip().lower().startswith(_WEB_PAGE):
        raise Refusal(
            f"{path.name} là tệp Excel kiểu cũ hoặc trang web mang đuôi .xls: hãy mở bằng Excel,"
            " chọn Lưu thành (Save As), kiểu Excel Workbook (.xlsx), rồi nhập tệp mới.",
            f"{path.name} is an old Excel file or a web page: save it as .xlsx first.",
        )
    else:
        tables = _texts(path, data)
    return _with_head(path, tables)


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST:
            raise Refusal(f"{path.name} lớn hơn 50 MB.", f"{path.name} is larger than 50 MB.")
        return path.read_bytes()
    except OSError as error:
        raise Refusal(
            f"Không đọc được tệp {path} ({error.strerror}).",
            f"{path} cannot be read ({error.strerror}).",
        ) from None


def _with_head(path: Path, tables: Iterable[Rows]) -> Sheet:
    """The first table with a head row we know, and what stands under that."""
    for table in tables:
        rows = iter(table)
        for _, cells in islice(rows, _HEAD_WITHIN):
            columns = columns_of(cells)
            if is_head(columns):
                return Sheet(frozenset(columns) - {""}, tuple(_rows(columns, rows)))
    raise Refusal(
        f"{path.name} không có dòng tiêu đề nào nhận ra được. Bảng phải có cột “Tên thủ tục” và cột"
        " “Mã thủ tục” hoặc “Lĩnh vực”.",
        f"{path.name} has no head row we know: it needs “name” and “code” or “field”.",
    )


def _rows(columns: Sequence[str], rows: Iterator[tuple[int, Sequence[str]]]) -> Iterator[Row]:
    for line, cells in rows:
        named = {c: v.strip() for c, v in zip(columns, cells, strict=False) if c and v.strip()}
        if named and columns_of(cells) != list(columns):  # a head that is repeated on each page
            yield Row(line, named)


def _texts(path: Path, data: bytes) -> list[Rows]:
    """Title lines do not show what parts the cells, so each way is tried."""
    try:
        text = decode(data)
        return [tuple(numbered(text, comma)) for comma in _commas(text)]
    except Unreadable as error:
        line, vi, en = error.line, error.what, error.what_en
    except OpenQuote as error:
        line, vi = error.line, "dấu nháy kép mở ra ở dòng này mà không đóng"
        en = "a quote opens on this line and is not closed"
    raise Refusal(f"{path.name} dòng {line}: {vi}.", f"{path.name} line {line}: {en}.")


def _commas(text: str) -> list[str]:
    """Those with which a head row is found; reading on with a wrong one would find open quotes."""
    lines = text.split("\n")[:_HEAD_WITHIN]
    return [c for c in COMMAS if any(is_head(columns_of(_parted(line, c))) for line in lines)]


def _parted(line: str, comma: str) -> list[str]:
    try:
        return next((cells for _, cells in numbered(line, comma)), [])
    except OpenQuote:
        return []


def _workbook(path: Path) -> list[Rows]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
        try:
            return [_cells(sheet.iter_rows(values_only=True)) for sheet in book.worksheets]
        finally:
            book.close()
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError, SyntaxError):
        # ParseError of a broken part inside is a SyntaxError.
        raise Refusal(
            f"{path.name} không phải là bảng Excel đọc được, hoặc đã hỏng.",
            f"{path.name} is no Excel workbook that can be read, or it is damaged.",
        ) from None


def _cells(rows: Iterable[Sequence[Any]]) -> Rows:
    return [(line, [_text(cell) for cell in cells]) for line, cells in enumerate(rows, 1)]


def _text(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
