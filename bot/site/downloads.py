"""Files of a chat: `/chat/file/{id}`, opened by a signed address that ends soon, or by the session
whose chat the file stands in."""

from __future__ import annotations

from urllib.parse import quote

from aiohttp import web

from bot.site.house import House
from bot.site.sessions import Sessions
from bot.site.slips import Slips
from bot.site.trouble import Trouble
from storage.mailbox import chat_history

_SECONDS = 3600
_SHOWN = ("image/jpeg", "image/png", "image/gif", "image/webp", "audio/", "video/")
"""What a browser may show in place; everything else is saved. Pictures were drawn anew when they
were kept, so they are what they say."""

# A file opened by itself must not run anything, whatever a browser takes it for.
_POLICY = "default-src 'none'; img-src 'self'; media-src 'self'; sandbox"


class FileLinks:
    def __init__(self, house: House) -> None:
        self._slips = Slips(house.keys, house.now, "web file")

    def url(self, file_id: int) -> str:
        """Good for at least an hour, for whoever has it."""
        slip = self._slips.sign(str(file_id), _SECONDS, rounded=True)
        return f"/chat/file/{file_id}?t={slip}"

    def opens(self, file_id: int, slip: str) -> bool:
        return self._slips.expiry(str(file_id), slip) > 0


class Downloads:
    def __init__(self, house: House, sessions: Sessions, links: FileLinks) -> None:
        self._house = house
        self._sessions = sessions
        self._links = links

    def routes(self) -> list[web.RouteDef]:
        return [web.get(r"/chat/file/{id:\d{1,18}}", self.file)]

    async def file(self, request: web.Request) -> web.StreamResponse:
        file_id = int(request.match_info["id"])
        await self._check(request, file_id)
        found = await self._house.store.read(lambda tx: chat_history.kept_file(tx, file_id))
        if found is None:
            raise Trouble(404, "file_gone")
        path, name, type_ = found
        try:
            on_disk = self._house.files.open_path(path)
        except FileNotFoundError as error:
            raise Trouble(404, "file_gone") from error
        response = web.FileResponse(
            on_disk,
            headers={
                "Content-Disposition": disposition(name, shown=type_.startswith(_SHOWN)),
                "Content-Security-Policy": _POLICY,
                "Cache-Control": f"private, max-age={_SECONDS}",
            },
        )
        response.content_type = type_
        if type_.startswith("text/"):
            response.charset = "utf-8"
        return response

    async def _check(self, request: web.Request, file_id: int) -> None:
        if "Authorization" in request.headers:
            session = await self._sessions.of(request)
            chat_id = session.chat_id
            if not await self._house.store.read(
                lambda tx: chat_history.stands_in(tx, chat_id, file_id)
            ):
                raise Trouble(404, "file_gone")
        elif not self._links.opens(file_id, request.query.get("t", "")):
            raise Trouble(403, "link_over")


def disposition(name: str, *, shown: bool) -> str:
    """`Content-Disposition` of RFC 6266: an ASCII name for old browsers, the real one beside it."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "._- ") else "_" for c in name)
    kind = "inline" if shown else "attachment"
    encoded = quote(name, safe="", errors="replace")
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{encoded}"
