"""What search engines may read, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import quote
from xml.sax.saxutils import escape

from aiohttp import web

from bot.site.house import House
from bot.site.results import ResultPages

_PAGES = ("/", "/results", "/procedures", "/articles", "/stats", "/privacy", "/verify", "/status")
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
            *((f"/results/{r.code}", r.updated_at) for r in shelf.results),
            *((f"/procedures/{quote(p.code)}", None) for p in self._house.agency.procedures),
        ]
        response = web.Response(
            text="".join(_lines(self._house.settings.address, listed[:_MOST])),
            content_type="application/xml",
        )
        response.enable_compression()
        return response


def _lines(address: str, listed: list[tuple[str, datetime | None]]) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    for path, changed in listed:
        last = f"<lastmod>{changed:%Y-%m-%d}</lastmod>" if changed else ""
        yield f"<url><loc>{escape(address + path)}</loc>{last}</url>\n"
    yield "</urlset>\n"
