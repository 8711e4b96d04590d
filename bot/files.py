"""The file store under `DATA_DIR/files/`: what citizens and officials attach, and what we make.

A file is named by the SHA-256 of its content, so a crash leaves it whole or not at all, the same
photo sent twice is kept once, and no name from outside ever becomes a path.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import tempfile
import threading
import time
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bot.file_types import FileType, file_type
from bot.pictures import PictureBroken, PictureTooLarge, redraw
from bot.recordings import without_notes

Reason = Literal["empty", "too_large", "type", "broken"]


class FileRejected(Exception):
    """We do not keep this file; `reason` picks the words that say so."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


@dataclass(frozen=True, slots=True)
class Kept:
    """A file on disk. `path` is relative to the store; `size` and `sha256` are of what is kept,
    which for pictures is not what came."""

    path: str
    name: str
    type: str
    size: int
    sha256: str


class FileStore:
    """Safe to call from several threads. Disk trouble leaves as OSError."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()
        self._unfinished = self._root / "unfinished"
        self._change = threading.Lock()
        self._unfinished.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._sweep()

    def _sweep(self) -> None:
        """Remove what a crash left half written; another process may be writing the recent ones."""
        for left in self._unfinished.iterdir():
            with contextlib.suppress(FileNotFoundError):
                if left.stat().st_mtime < time.time() - 86400:
                    left.unlink()

    def keep(self, name: str, declared_type: str, data: bytes, limit: int) -> Kept:
        """Check, clean and store a file from outside; `limit` in bytes. Raises FileRejected.

        Takes up to seconds for a large picture: call it in a worker thread. What is written inside
        PDF and office documents (author, company) and in mp3, ogg and webm is left as it came."""
        if not data:
            raise FileRejected("empty")
        if len(data) > limit:
            raise FileRejected("too_large")
        kind = file_type(data, name, declared_type)
        if kind is None:
            raise FileRejected("type")
        data, kind = _cleaned(data, kind)
        return self._kept(clean_name(name, kind.extensions), kind.type, data)

    def keep_ours(self, name: str, type: str, data: bytes) -> Kept:
        """Store a file we made ourselves, as it is."""
        extension = name.rpartition(".")[2].lower()
        return self._kept(clean_name(name, (extension,)), type, data)

    def open_path(self, path: str) -> Path:
        """Where a kept file lies. Raises FileNotFoundError, also for paths that lead outside."""
        try:
            found = (self._root / path).resolve(strict=True)
        except (OSError, ValueError, RuntimeError) as error:
            raise FileNotFoundError(path) from error
        if not found.is_relative_to(self._root) or not found.is_file():
            raise FileNotFoundError(path)
        return found

    def delete(self, path: str, untouched: float = 0.0) -> bool:
        """Remove a kept file; one that is gone already is fine. Equal files share one path, so the
        caller first makes sure that no other row names it. False, and nothing removed, where it
        came in within the last `untouched` seconds: a row may be about to name it."""
        with self._change:
            try:
                found = self.open_path(path)
                if untouched and found.stat().st_mtime > time.time() - untouched:
                    return False
                found.unlink()
            except FileNotFoundError:
                pass
        return True

    def _kept(self, name: str, type: str, data: bytes) -> Kept:
        digest = hashlib.sha256(data).hexdigest()
        path = f"{digest[:2]}/{digest[2:4]}/{digest}"
        with self._change:
            self._write(self._root / path, data)
        return Kept(path, name, type, len(data), digest)

    def _write(self, target: Path, data: bytes) -> None:
        if target.is_file() and target.stat().st_size == len(data):
            os.utime(target)
            return
        for folder in (target.parent.parent, target.parent):
            if not folder.is_dir():
                folder.mkdir(mode=0o700, exist_ok=True)
                _sync_folder(folder.parent)
        handle, unfinished = tempfile.mkstemp(dir=self._unfinished)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(unfinished, target)
        except BaseException:
            Path(unfinished).unlink(missing_ok=True)
            raise
        _sync_folder(target.parent)


def _cleaned(data: bytes, kind: FileType) -> tuple[bytes, FileType]:
    if kind.boxes:
        return without_notes(data), kind
    if not kind.picture:
        return data, kind
    try:
        return redraw(data, kind)
    except PictureTooLarge as error:
        raise FileRejected("too_large") from error
    except PictureBroken as error:
        raise FileRejected("broken") from error


def _sync_folder(folder: Path) -> None:
    # A renamed file survives a power cut only once its folder is on disk as well.
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


NAME_LENGTH = 120
_KNOWN = re.compile(
    r"\.(?:jpe?g|png|gif|webp|hei[cf]|pdf|docx?|xlsx?|od[ts]|rtf|txt|text|csv|mp[34]|m4a|og[ga]"
    r"|opus|amr|wav|aac|webm|mov|3gp)$",
    re.IGNORECASE,
)


def clean_name(name: str, extensions: tuple[str, ...]) -> str:
    """A name to show and to save under: no folders, no invisible characters, at most 120 long, and
    ending in one of `extensions` (the first, if it came with another)."""
    name = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    # C: control, format (bidi among them), surrogate, unassigned; Zl, Zp: line separators.
    name = "".join(c for c in name if unicodedata.category(c)[0] != "C" and c not in "\u2028\u2029")
    name = re.sub(r'[<>:"|?*]', "_", name)
    name = re.sub(r"\s+", " ", name).strip().rstrip(" .")
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    if extension in extensions:
        stem = name[: -len(extension) - 1]
    else:
        stem, extension = _KNOWN.sub("", name), extensions[0]
    stem = stem[: NAME_LENGTH - len(extension) - 1].strip(" .") or "tep"
    return f"{stem}.{extension}"
