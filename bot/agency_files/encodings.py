"""Files as Notepad and Excel save them. Old Vietnamese encodings are named, never guessed at: a
wrong guess would show citizens garbled words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# Bytes that TCVN3 (.VnTime fonts), VNI-Windows and windows-1258 use and the other two do not.
_TCVN3 = set("¨©ª«¬\xad®µ¶·¸¹»¼½¾")
_VNI = set("ñöïøûäåëü")
_CP1258 = set("ðýÌÒÞìò")
# Letters only real Vietnamese has: ă đ ĩ ũ ơ ư and the block U+1EA0 to U+1EF9.
_REAL = re.compile("[ăđĩũơưĂĐĨŨƠƯ\u1ea0-\u1ef9]")
_FEW = 3
_OF_UTF16 = 8  # more than every eighth byte is NUL; a single one was only damaged


@dataclass(frozen=True)
class Unreadable(Exception):
    """The file is not Unicode; `line` is the first that shows it."""

    line: int
    what: str
    what_en: str


def decode(data: bytes) -> str:
    """The text in NFC with \\n line ends. Raises Unreadable for old encodings, also where old
    text was pasted into a UTF-8 file."""
    text = _unicode(data)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for number, line in enumerate(text.split("\n"), 1):
        if not line.isascii() and not _REAL.search(line) and (name := _old_name(line, least=2)):
            raise _old(number, name)
    return unicodedata.normalize("NFC", text)


def _unicode(data: bytes) -> str:
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16")
        if data[:200].count(0) > len(data[:200]) // _OF_UTF16:
            return data.decode("utf-16-le" if data[1:2] == b"\x00" else "utf-16-be")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _undecodable(data, error.start) from error


def _undecodable(data: bytes, at: int) -> Unreadable:
    line = data.count(b"\n", 0, at) + 1
    readable = data.decode("utf-8", "replace")
    if readable.count("\ufffd") <= _FEW and len(_REAL.findall(readable)) > _FEW:
        return Unreadable(
            line,
            "có ký tự hỏng, không đọc được; hãy xóa và gõ lại chữ đó",
            "a broken character cannot be read; delete it and type it again",
        )
    return _old(line, _old_name(data.decode("latin-1"), least=1) or "windows-1258")


def _old_name(text: str, least: int) -> str:
    """Which old encoding the letters betray; empty for none."""
    counts = {
        "TCVN3": sum(char in _TCVN3 for char in text),
        "VNI": sum(char in _VNI for char in text),
    }
    if least == 1:  # bytes, not pasted text: windows-1258 is read by Notepad as proper Unicode
        counts["windows-1258"] = sum(char in _CP1258 for char in text)
    name = max(counts, key=lambda key: counts[key])
    return name if counts[name] >= least else ""


def _old(line: int, name: str) -> Unreadable:
    return Unreadable(
        line,
        f"tệp này lưu bằng bảng mã cũ {name}; hãy chuyển sang Unicode rồi lưu lại bằng UTF-8",
        f"this file is in the old encoding {name}; convert it to Unicode and save it as UTF-8",
    )
