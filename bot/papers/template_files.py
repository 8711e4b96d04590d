"""What a template may be as a file: an ordinary document of bearable size, without macros, and
without anything that reaches out of it when it is opened."""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from bot.papers.template_mistakes import broken

_LARGEST, _UNPACKED, _PARTS = 5 << 20, 40 << 20, 2_000
_ACTIVE = re.compile(r"vbaProject|activeX|/embeddings/|oleObject|externalLinks|customUI", re.I)
_OUTSIDE = re.compile(rb"<Relationship\b[^>]*TargetMode=\"External\"[^>]*>")
_LINK = b"relationships/hyperlink"
_DECLARED = (b"<!DOCTYPE", b"<!ENTITY")


def fit(path: Path) -> None:
    """Raises TemplateBroken, FileNotFoundError."""
    if path.stat().st_size > _LARGEST:
        what = f"lớn hơn {_LARGEST >> 20} MB; hãy bỏ bớt hình"
        raise broken(path, what, "it is too large; leave out pictures")
    try:
        with ZipFile(path) as parts:
            _contents(path, parts)
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        what = f"không phải tệp {path.suffix[1:]} đọc được; hãy lưu lại bằng Word hoặc Excel"
        raise broken(path, what, "it cannot be read; save it anew in Word or Excel") from error


def _contents(path: Path, parts: ZipFile) -> None:
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
