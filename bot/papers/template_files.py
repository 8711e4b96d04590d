"""What a template may be as a file: an ordinary document of bearable size, without macros, and
without anything that reaches out of it when it is opened."""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from bot.papers.template_mistakes import broken

_LARGEST, _UNPACKED, _PARTS = 5 << 20, 40 << 20, 2_000
_OLD = b"\xd0\xcf\x11\xe0"  # how files of Office began before 2007, and those with a password do
_MAIN = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml"}
_ACTIVE = re.compile(r"vbaProject|activeX|/embeddings/|oleObject|externalLinks|customUI", re.I)
_OUTSIDE = re.compile(rb"<Relationship\b[^>]*TargetMode=\"External\"[^>]*>")
_LINK = b"relationships/hyperlink"
_DECLARED = (b"<!DOCTYPE", b"<!ENTITY")


def fit(path: Path) -> None:
    """Raises TemplateBroken."""
    try:
        if path.stat().st_size > _LARGEST:
            what = f"lớn hơn {_LARGEST >> 20} MB; hãy bỏ bớt hình"
            raise broken(path, what, "it is too large; leave out pictures")
        if path.read_bytes().startswith(_OLD):
            what = "có đặt mật khẩu, hoặc là tệp Office đời cũ; hãy bỏ mật khẩu, lưu dạng"
            english = "it has a password, or is of an old Office; save it without one as"
            form = path.suffix[1:]
            raise broken(path, f"{what} {form}", f"{english} {form}")
        with ZipFile(path) as parts:
            _contents(path, parts)
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, KeyError, OSError) as error:
        what = f"không phải tệp {path.suffix[1:]} đọc được; hãy lưu lại bằng Word hoặc Excel"
        raise broken(path, what, "it cannot be read; save it anew in Word or Excel") from error


def _contents(path: Path, parts: ZipFile) -> None:
    parts.getinfo(_MAIN[path.suffix])  # KeyError: another sort of file under this name
    inside = parts.infolist()
    if len(inside) > _PARTS or sum(part.file_size for part in inside) > _UNPACKED:
        raise broken(path, "chứa quá nhiều thứ bên trong", "it holds too much")
    if any(_ACTIVE.search(part.filename) for part in inside):
        what = "có macro, hoặc tệp khác nhúng vào; hãy bỏ đi rồi lưu lại"
        raise broken(path, what, "it has macros or other files in it; remove them")
    for part in inside:
        if part.filename.endswith((".xml", ".rels")):
            _part(path, parts.read(part))


def _part(path: Path, content: bytes) -> None:
    outside = [each for each in _OUTSIDE.findall(content) if _LINK not in each]
    if outside or any(mark in content for mark in _DECLARED) or b"\x00" in content:
        what = "lấy thêm nội dung từ nơi khác; hãy bỏ đi rồi lưu lại"
        raise broken(path, what, "it fetches something from elsewhere; remove that")
