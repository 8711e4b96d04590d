"""Styles, scripts and icons. Their address holds a hash of all of them, so browsers keep them for
good and never mix an old script with a new one."""

from __future__ import annotations

import hashlib
import mimetypes
from pathlib import Path

from aiohttp import web
from markupsafe import Markup

from bot.site.trouble import Trouble

_FOLDER = Path(__file__).parent / "static"
_YEAR = 31_536_000
_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


class Assets:
    def __init__(self) -> None:
        self._files = {
            path.relative_to(_FOLDER).as_posix(): path.read_bytes()
            for path in sorted(_FOLDER.rglob("*"))
            if path.is_file()
        }
        everything = b"\0".join(name.encode() + b"\0" + d for name, d in self._files.items())
        self._version = hashlib.sha256(everything).hexdigest()[:12]

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/static/{version}/{name:.+}", self.file)]

    def url(self, name: str) -> str:
        """Raises KeyError for a file that is not there."""
        if name not in self._files:
            raise KeyError(name)
        return f"/static/{self._version}/{name}"

    def icon(self, name: str) -> Markup:
        """An icon to stand in a page, in the colour of the text around it, silent to readers."""
        return Markup(self.text(f"icons/{name}.svg").strip())

    def text(self, name: str) -> str:
        return self._files[name].decode()

    async def file(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if name not in self._files:
            raise Trouble(404, "not_found")
        current = request.match_info["version"] == self._version
        cache = f"public, max-age={_YEAR}, immutable" if current else "no-cache"
        suffix = Path(name).suffix
        type_ = _TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
        charset = "utf-8" if suffix in _TYPES else None
        response = web.Response(
            body=self._files[name],
            content_type=type_,
            charset=charset,
            headers={"Cache-Control": cache},
        )
        response.enable_compression()
        return response
