"""A file on its way in: read from the request without filling the memory, checked and kept in a
worker thread before its message is heard."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO
from urllib.parse import unquote

from aiohttp import BodyPartReader, MultipartReader, web
from aiohttp.http_exceptions import BadHttpMessage

from bot.files import FileRejected
from bot.site.house import House
from bot.site.trouble import Trouble
from messages.envelope import Attachment, FileKind, scrub

_IN_MEMORY = 1 << 20
_CHUNK = 1 << 16
_FIELD_BYTES = 200_000
_AT_ONCE = 2  # pictures being checked take memory and a processor each
_READ_TO_THE_END = 256 << 20
"""Bytes of a file that is too large that are still read, so that the sender gets an answer and no
broken connection."""
_NAME_LENGTH = 120


@dataclass(slots=True)
class Upload:
    """What a multipart request held. `data` stands at its start; `over`: cut at the limit."""

    id: str = ""
    text: str = ""
    name: str = ""
    type: str = ""
    data: IO[bytes] | None = None
    size: int = 0
    over: bool = False


class Uploads:
    def __init__(self, house: House) -> None:
        self._house = house
        self._room = asyncio.Semaphore(_AT_ONCE)

    @property
    def limit(self) -> int:
        """Bytes of one file."""
        return self._house.agency.limits.file_megabytes << 20

    async def read(self, request: web.Request) -> Upload:
        """Raises Trouble when it is no such request."""
        if request.content_type != "multipart/form-data":
            raise Trouble(400, "bad_form")
        upload = Upload()
        try:
            await self._read_parts(await request.multipart(), upload)
        except (ValueError, BadHttpMessage, RuntimeError) as error:
            raise Trouble(400, "bad_form") from error
        if upload.data is None:
            raise Trouble(400, "no_file")
        return upload

    async def _read_parts(self, parts: MultipartReader, upload: Upload) -> None:
        async for part in parts:
            if not isinstance(part, BodyPartReader):
                raise ValueError("nested parts")
            if part.name == "file" and upload.data is None:
                await self._read_file(part, upload)
            elif part.name in ("id", "text"):
                field = await _field(part)
                setattr(upload, part.name, field)

    async def _read_file(self, part: BodyPartReader, upload: Upload) -> None:
        upload.name = _name(part.filename or "")
        upload.type = part.headers.get("Content-Type", "")[:100]
        spool: IO[bytes] = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  # closed by attach
        upload.data = spool
        while chunk := await part.read_chunk(_CHUNK):
            upload.size += len(chunk)
            if upload.size > _READ_TO_THE_END:
                raise Trouble(413, "too_large")
            if upload.size <= self.limit:
                spool.write(chunk)
            else:
                upload.over = True
        spool.seek(0)

    async def attach(self, upload: Upload) -> Attachment:
        """The file as part of a message. One that we do not take still makes a message, with
        `ref` empty and the reason in `type`, so that the conversation can answer. Raises Trouble
        (503) when the disk does not take it."""
        if upload.over:
            return _rejected(upload, "too_large")
        try:
            async with self._room:
                return await asyncio.to_thread(self._keep, upload)
        except FileRejected as rejected:
            return _rejected(upload, rejected.reason)
        except OSError as error:
            raise Trouble(503, "unavailable", retry_after=30) from error

    def _keep(self, upload: Upload) -> Attachment:
        assert upload.data is not None
        kept = self._house.files.keep(upload.name, upload.type, upload.data.read(), self.limit)
        return Attachment(kind_of(kept.type), kept.path, kept.name, kept.type, kept.size)


def _name(given: str) -> str:
    """Some clients percent-encode names in forms, browsers do not."""
    with contextlib.suppress(UnicodeDecodeError):
        given = unquote(given, errors="strict")
    return scrub(given)[-_NAME_LENGTH:].strip() or "file"


async def _field(part: BodyPartReader) -> str:
    read = bytearray()
    while chunk := await part.read_chunk(_CHUNK):
        read += chunk
        if len(read) > _FIELD_BYTES:
            raise Trouble(413, "too_large")
    return read.decode("utf-8", "replace")


def _rejected(upload: Upload, reason: str) -> Attachment:
    kind = kind_of(upload.type)
    return Attachment(kind, "", upload.name, f"rejected:{reason}", upload.size)


def kind_of(type_: str) -> FileKind:
    """Sound sent from a web page is a voice note: the page offers a recorder for it."""
    match type_.split("/")[0]:
        case "image":
            return FileKind.PHOTO
        case "audio":
            return FileKind.VOICE
        case "video":
            return FileKind.VIDEO
        case _:
            return FileKind.DOCUMENT
