"""Which office document this is: opened far enough to tell a letter from an installer (both are
OLE files) or from an archive (both are zip files), and to refuse the ones with macros."""

from __future__ import annotations

import io
import zipfile
import zlib

_MACROS = {"Macros", "_VBA_PROJECT_CUR", "_VBA_PROJECT", "VBA"}
_OPEN_DOCUMENTS = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
}
_MAIN_PARTS = {"wordprocessingml.document.main+xml": "docx", "spreadsheetml.sheet.main+xml": "xlsx"}


def office_extension(data: bytes) -> str:
    """doc, xls, docx, xlsx, odt or ods; empty for everything else and for any with macros."""
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _ole(data)
    return _zipped(data) if data.startswith(b"PK\x03\x04") else ""


def _ole(data: bytes) -> str:
    names = _ole_names(data)
    if names & _MACROS:
        return ""
    if "WordDocument" in names:
        return "doc"
    return "xls" if names & {"Workbook", "Book"} else ""


def _ole_names(data: bytes) -> set[str]:
    """Names of the directory entries, following the directory's chain of sectors ([MS-CFB] 2)."""
    size = {9: 512, 12: 4096}.get(int.from_bytes(data[30:32], "little"))
    names: set[str] = set()
    if size is None:
        return names
    sector, seen = _number(data, 48), set[int]()
    while sector not in seen and (sector + 1) * size < len(data):
        seen.add(sector)
        start = (sector + 1) * size
        for entry in range(start, start + size, 128):
            used = int.from_bytes(data[entry + 64 : entry + 66], "little")
            name = data[entry : entry + min(max(used - 2, 0), 62)]
            names.add(name.decode("utf-16-le", "replace"))
        table, index = divmod(sector, size // 4)
        sector = _number(data, (_table_sector(data, size, table) + 1) * size + 4 * index)
    return names


def _table_sector(data: bytes, size: int, table: int) -> int:
    """Where a part of the allocation table lies: 109 are named in the header, others in a chain."""
    if table < 109:
        return _number(data, 76 + 4 * table)
    links = size // 4 - 1
    sector = _number(data, 68)
    for _ in range((table - 109) // links):
        sector = _number(data, (sector + 1) * size + 4 * links)
    return _number(data, (sector + 1) * size + 4 * ((table - 109) % links))


def _number(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "little")


def _zipped(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _office_document(archive)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, ValueError, OSError, EOFError):
        return ""


def _office_document(archive: zipfile.ZipFile) -> str:
    names = archive.namelist()
    if any("vbaproject" in name.lower() or name.startswith("Basic/") for name in names):
        return ""
    if "mimetype" in names[:1]:
        declared = _head(archive, "mimetype").decode("ascii", "replace").strip()
        return _OPEN_DOCUMENTS.get(declared, "")
    if "[Content_Types].xml" not in names:
        return ""
    parts = _head(archive, "[Content_Types].xml").decode("utf-8", "replace")
    return next((extension for part, extension in _MAIN_PARTS.items() if part in parts), "")


def _head(archive: zipfile.ZipFile, name: str) -> bytes:
    """The beginning of a member, never more: a small archive can hold gigabytes."""
    with archive.open(name) as member:
        return member.read(200_000)
