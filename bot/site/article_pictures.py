"""Pictures of published articles, in two sizes drawn from what was kept: never that file itself."""

from __future__ import annotations

import asyncio
from functools import lru_cache
from pathlib import Path

from aiohttp import web

from bot.pictures import PictureBroken, PictureTooLarge, shrunk
from bot.site.article_shown import LARGE, SMALL
from bot.site.house import House
from bot.site.trouble import Trouble
from cases.plan.articles import State
from storage.engine.tx import Tx
from storage.plan import article_pictures, articles

_REMEMBERED = 64
"""Copies kept in memory, some 300 KB each at most."""
_CACHE = "public, max-age=86400"
"""A day: what is taken off shall not be shown for long."""


class ArticlePictures:
    def __init__(self, house: House) -> None:
        self._house = house
        self._copy = lru_cache(maxsize=_REMEMBERED)(_copied)

    def routes(self) -> list[web.RouteDef]:
        number, sizes = r"{number:BV\d{2}-\d{5,7}}", f"{SMALL}|{LARGE}"
        name = rf"{{mark:[0-9a-f]{{16}}}}-{{width:{sizes}}}.jpg"
        return [web.get(f"/articles/{number}/{name}", self.picture)]

    async def picture(self, request: web.Request) -> web.Response:
        """For anybody."""
        asked = request.match_info
        path = await self._house.store.read(lambda tx: _path(tx, asked["number"], asked["mark"]))
        try:
            on_disk = self._house.files.open_path(path)
            drawn = await asyncio.to_thread(self._copy, on_disk, int(asked["width"]))
        except (FileNotFoundError, PictureBroken, PictureTooLarge) as error:
            raise Trouble(404, "file_gone") from error
        return web.Response(
            body=drawn,
            content_type="image/jpeg",
            headers={
                "Cache-Control": _CACHE,
                "Content-Security-Policy": "default-src 'none'; sandbox",
                # The department's own site shows them too.
                "Cross-Origin-Resource-Policy": "cross-origin",
            },
        )


def _path(tx: Tx, number: str, mark: str) -> str:
    """Raises Trouble."""
    article = articles.by_number(tx, number)
    if article is None or article.state != State.PUBLISHED:
        gone = article is not None and article.published_at is not None
        raise Trouble(410 if gone else 404, "article_gone" if gone else "not_found")
    files = (file for file, _ in article_pictures.shown(tx, article))
    found = next((file.path for file in files if file.sha256.startswith(mark)), None)
    if found is None:
        raise Trouble(404, "not_found")
    return found


def _copied(path: Path, width: int) -> bytes:
    return shrunk(path.read_bytes(), width)
