"""A backup as a file, sealed under a key of its own (`sealed_file`): a gzip'd tar of tables (JSON
lines), stored files and a manifest with the SHA-256 of each. Written under another name and
renamed, so that a half one never looks whole."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import re
import tarfile
import tempfile
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import orjson

from bot.commands.sealed_file import SealedWriter, Spoilt, Unlock, opened

MANIFEST = "manifest.json"
FORMAT = 1
_PIECE = 1 << 20
_NAME = re.compile(
    r"tables/[a-z_]+\.jsonl|files/[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{64}|manifest\.json"
)


class Broken(Exception):
    """Not a backup, or not whole any more; the message names what is wrong."""


class Writer:
    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self._members: dict[str, dict[str, Any]] = {}

    def add(self, name: str, content: IO[bytes]) -> None:
        """`content` from where it stands to its end; it must not grow meanwhile."""
        digest, start = hashlib.sha256(), content.tell()
        while piece := content.read(_PIECE):
            digest.update(piece)
        entry = tarfile.TarInfo(name)
        entry.size, entry.mtime, entry.mode = content.tell() - start, int(time.time()), 0o600
        content.seek(start)
        self._tar.addfile(entry, content)
        self._members[name] = {"size": entry.size, "sha256": digest.hexdigest()}

    def close(self, about: dict[str, Any]) -> None:
        """The manifest comes last: where it stands, everything before it does."""
        manifest = {"format": FORMAT, **about, "members": self._members}
        data = orjson.dumps(manifest, option=orjson.OPT_INDENT_2)
        self.add(MANIFEST, io.BytesIO(data))


@contextmanager
def written(target: Path, name: str, key: bytes) -> Iterator[Writer]:
    """A new backup at `target`, on disk for good when the block ends well, not there otherwise."""
    handle, unfinished = tempfile.mkstemp(prefix=".unfinished-", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            sealed = SealedWriter(file, name, key)
            with (
                gzip.GzipFile(fileobj=sealed, mode="wb", filename="") as packed,
                tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as tar,
            ):
                yield Writer(tar)
            sealed.finish()
            file.flush()
            os.fsync(file.fileno())
        os.rename(unfinished, target)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def members(file: Path, unlock: Unlock) -> Iterator[tuple[str, IO[bytes]]]:
    """Name and content of each, in order. Raises Broken, and what `unlock` raises."""
    with opened(file, unlock) as content, gzip.GzipFile(fileobj=content) as packed:
        with tarfile.open(fileobj=packed, mode="r|") as tar:
            for entry in tar:
                inside = tar.extractfile(entry)
                # Nothing is ever unpacked by its name, and nothing else has a place in a backup.
                if inside is None or not _NAME.fullmatch(entry.name):
                    raise Broken(f"unexpected {entry.name[:60]!r}")
                yield entry.name, inside
        while packed.read(_PIECE):
            pass  # the checksum of the whole stands at its very end


def manifest_of(file: Path, unlock: Unlock) -> dict[str, Any]:
    """The manifest, after every member was compared with it. Raises Broken, OSError, and what
    `unlock` raises."""
    try:
        return _compared(file, unlock)
    # BadGzipFile is an OSError too, hence this order.
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile, Spoilt) as error:
        raise Broken(type(error).__name__) from error


def _compared(file: Path, unlock: Unlock) -> dict[str, Any]:
    found: dict[str, dict[str, Any]] = {}
    manifest: dict[str, Any] = {}
    for name, content in members(file, unlock):
        if name in found or manifest:
            raise Broken(f"{name} twice, or after the end")
        if name == MANIFEST:
            manifest = _parsed(content.read())
        else:
            found[name] = _measured(content)
    if not manifest:
        raise Broken("no manifest: the end is missing")
    if manifest.get("format") != FORMAT:
        raise Broken("of another format")
    _compare(found, manifest.get("members", {}))
    return manifest


def _measured(content: IO[bytes]) -> dict[str, Any]:
    digest, size = hashlib.sha256(), 0
    while piece := content.read(_PIECE):
        digest.update(piece)
        size += len(piece)
    return {"size": size, "sha256": digest.hexdigest()}


def _parsed(data: bytes) -> dict[str, Any]:
    try:
        parsed = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise Broken("the manifest cannot be read") from error
    if not isinstance(parsed, dict):
        raise Broken("the manifest cannot be read")
    return parsed


def _compare(found: dict[str, Any], listed: dict[str, Any]) -> None:
    for name in found.keys() | listed.keys():
        if found.get(name) != listed.get(name):
            raise Broken(f"{name} is not as it was saved")
