"""Files of ours for channels that cannot carry them: addresses that open without an account, to
whoever has them, until their time is over. All of it stands in the address, signed, so any process
answers and nothing is stored."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from aiohttp import web

from bot.site.downloads import disposition
from bot.site.slips import Slips
from bot.site.trouble import Trouble
from messages.envelope import Document
from storage.keys import Keys

PATH = "/files/once/{token}"
FETCHED = timedelta(seconds=120)
"""For a service that fetches the file at once."""
READ = timedelta(days=7)
"""For a person, who opens it as often as they like."""

# Pictures we send were drawn anew when they were kept; anything else is saved, never run.
_SHOWN = ("image/jpeg", "image/png")
_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    # The chat services and their previews show pictures from pages of their own.
    "Cross-Origin-Resource-Policy": "cross-origin",
}


class FileLinks:
    """`address` is where people reach us, `open_path` finds a kept file (`FileStore.open_path`),
    and `now` is aware UTC."""

    def __init__(
        self,
        keys: Keys,
        address: str,
        open_path: Callable[[str], Path],
        now: Callable[[], datetime],
    ) -> None:
        self._address = address
        self._open_path = open_path
        self._slips = Slips(keys, now, "file link")

    def link(self, file: Document, lives: timedelta = READ) -> str:
        """Good for as long as it `lives`."""
        value = "\n".join((file.type, file.path, file.name))
        slip = self._slips.sign(value, int(lives.total_seconds()))
        packed = base64.urlsafe_b64encode(f"{slip}\n{value}".encode()).rstrip(b"=").decode()
        return self._address + PATH.format(token=packed)

    def opened(self, token: str) -> tuple[str, str, str] | None:
        """(type, path, name) of the file that a token opens; None when it is not ours or over."""
        try:
            padded = token.encode("ascii") + b"=" * (-len(token) % 4)
            slip, value = base64.urlsafe_b64decode(padded).decode().split("\n", 1)
            type_, path, name = value.split("\n")
        except ValueError:
            return None
        return (type_, path, name) if self._slips.expiry(value, slip) else None

    def routes(self) -> list[web.RouteDef]:
        """Who may call: whoever was given the address, while it lives."""
        return [web.get(PATH, self.handle)]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """The file, or a page that says what to do."""
        found = self.opened(request.match_info["token"])
        if found is None:
            raise Trouble(404, "old_link")
        type_, path, name = found
        try:
            on_disk = await asyncio.to_thread(self._open_path, path)
        except FileNotFoundError:
            raise Trouble(404, "old_link") from None
        shown = {"Content-Disposition": disposition(name, shown=type_ in _SHOWN)}
        response = web.FileResponse(on_disk, headers=_HEADERS | shown)
        response.content_type = type_
        if type_.startswith("text/"):
            response.charset = "utf-8"
        return response
