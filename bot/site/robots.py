"""What search engines may read, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from urllib.parse import quote
from xml.sax.saxutils import escape

from aiohttp import web

from bot.site.fetched import fetched
from bot.site.house import House
from bot.site.results import ResultPages
from messages.dates import local
from storage.plan import articles

_PAGES = (
    *("/", "/results", "/procedures", "/articles", "/stats", "/privacy", "/verify", "/verify/days"),
    *("/status", "/procedures.csv", "/data/articles.json", "/data/stats.json"),
)
_PRIVATE = ("/chat/", "/files/", "/webhooks/")
_MOST = 50_000
"""Addresses of one sitemap (sitemaps.org)."""


class Robots:
    def __init__(self, house: House, results: ResultPages) -> None:
        self._house = house
        self._results = results

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/robots.txt", self.robots), web.get("/sitemap.xml", self.sitemap)]

    async def robots(self, request: web.Request) -> web.Response:
        """For anybody."""
        barred = "".join(f"Disallow: {path}\n" for path in _PRIVATE)
        address = self._house.settings.address
        return web.Response(text=f"User-agent: *\n{barred}Sitemap: {address}/sitemap.xml\n")

    async def sitemap(self, request: web.Request) -> web.Response:
        """For anybody."""
        shelf = await self._results.shelf()
        listed = [
            *((path, None) for path in _PAGES),
            *await self._house.store.read(articles.published_paths),
            *((f"/results/{r.code}", r.updated_at) for r in shelf.results),
            *((f"/procedures/{quote(p.code)}", None) for p in self._house.agency.procedures),
        ]
        body = "".join(_lines(self._house.settings.address, listed[:_MOST]))
        return fetched(body.encode(), "application/xml")


def _lines(address: str, listed: Sequence[tuple[str, datetime | None]]) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    for path, changed in listed:
        last = f"<lastmod>{local(changed):%Y-%m-%d}</lastmod>" if changed else ""
        yield f"<url><loc>{escape(address + path)}</loc>{last}</url>\n"
    yield "</urlset>\n"
