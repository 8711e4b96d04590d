"""Files of ours in Zalo: they are uploaded before they are sent (facts: channels 1.3)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp

from bot.channels.base import Later, Refused, Unknown
from bot.channels.zalo_parts.api import Api
from bot.channels.zalo_parts.errors import NotDone
from bot.files import clean_name
from messages.envelope import Document, Priority

# Sources say 1 and 5 MB; the smaller reading of it is safe.
_IMAGE_LIMIT, _FILE_LIMIT = 1_000_000, 5_000_000
_IMAGES = {"image/jpeg": ("jpg", "jpeg"), "image/png": ("png",)}
_FILES = {
    "application/pdf": ("pdf",),
    "application/msword": ("doc",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ("docx",),
}
_LIFE = timedelta(days=6)  # an upload dies after 7; there are 5,000 of them in a month
_REMEMBERED = 1000


def fits(file: Document) -> bool:
    """Whether Zalo takes it as a file; anything else goes out as a link."""
    if file.type in _IMAGES:
        return 0 < file.size <= _IMAGE_LIMIT
    return file.type in _FILES and 0 < file.size <= _FILE_LIMIT


class Uploads:
    """`root` is where `Document.path` starts."""

    def __init__(self, api: Api, root: Path, now: Callable[[], datetime]) -> None:
        self._api, self._root, self._now = api, root, now
        self._known: dict[tuple[str, str], tuple[str, datetime]] = {}

    async def attachment(self, file: Document, priority: Priority) -> dict[str, Any]:
        """The attachment of a message that shows `file`. Raises NotDone, or OSError."""
        handle = await self._handle(file, priority)
        if file.type in _IMAGES:
            element = {"media_type": "image", "attachment_id": handle}
            payload = {"template_type": "media", "elements": [element]}
            return {"type": "template", "payload": payload}
        return {"type": "file", "payload": {"token": handle}}

    def forget(self, file: Document) -> None:
        """Zalo no longer has it."""
        self._known.pop((file.path, file.name), None)

    async def _handle(self, file: Document, priority: Priority) -> str:
        known, until = self._known.get((file.path, file.name), ("", self._now()))
        if known and self._now() < until:
            return known
        handle = await self._uploaded(file, priority)
        self._known[file.path, file.name] = handle, self._now() + _LIFE
        if len(self._known) > _REMEMBERED:
            del self._known[next(iter(self._known))]
        return handle

    async def _uploaded(self, file: Document, priority: Priority) -> str:
        try:
            content = await asyncio.to_thread((self._root / file.path).read_bytes)
        except FileNotFoundError:
            raise NotDone(Refused("the file is not there")) from None
        picture = file.type in _IMAGES
        path = f"/v2.0/oa/upload/{'image' if picture else 'file'}"
        name = clean_name(file.name, (_IMAGES if picture else _FILES)[file.type])

        def form() -> aiohttp.FormData:
            made = aiohttp.FormData(quote_fields=False)
            made.add_field("file", content, filename=name, content_type=file.type)
            return made

        try:
            data = await self._api.post(path, form=form, priority=priority)
        except NotDone as error:
            if isinstance(error.outcome, Unknown):  # nobody sees an upload: it may be made twice
                raise NotDone(Later(15, error.outcome.why)) from None
            raise
        handle = data.get("attachment_id" if picture else "token")
        if not isinstance(handle, str) or not handle:
            raise NotDone(Refused("Zalo took a file and gave no id for it"))
        return handle
