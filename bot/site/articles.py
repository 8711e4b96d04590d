"""Published articles: pages, feed, ready copies for the department's own site, and their data. What
was taken off answers 410."""

from __future__ import annotations

from math import ceil
from typing import Any

import orjson
from aiohttp import web

from bot.site import article_feed
from bot.site.article_shown import Shown, shown_of
from bot.site.conditional import unless_known
from bot.site.house import House
from bot.site.pages import Pages
from bot.site.trouble import Trouble
from bot.site.words import Words, language_of
from cases.articles import State
from storage import article_pictures, articles
from storage.tx import Tx

_AT_ONCE = 10
_IN_FEED = 50
_IN_DATA = 500
_NUMBER = r"{number:[Bb][Vv]\d{2}-\d{5,7}}"
_COPY_POLICY = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox"
"""A copy bears its few styles in itself, since it is pasted elsewhere, and nothing that runs."""


class Articles:
    def __init__(self, house: House, pages: Pages) -> None:
        self._house = house
        self._pages = pages

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/articles", self.listed),
            web.get("/articles.atom", self.feed),
            web.get(rf"/articles/{_NUMBER}.html", self.copy),
            web.get(rf"/articles/{_NUMBER}{{slug:(-[a-z0-9-]*)?}}", self.article),
            web.get("/data/articles.json", self.data),
        ]

    async def listed(self, request: web.Request) -> web.Response:
        """For anybody."""
        asked = request.query.get("page", "1")
        page = max(int(asked), 1) if asked.isdecimal() and len(asked) < 6 else 1
        found, count = await self._published(_AT_ONCE, (page - 1) * _AT_ONCE)
        language = language_of(request)
        return self._page(
            request,
            "articles.html",
            articles=[each.in_language(language) for each in found],
            page=page,
            more=page < ceil(count / _AT_ONCE),
        )

    async def article(self, request: web.Request) -> web.Response:
        """For anybody; whatever stands behind the number leads there too."""
        shown = await self._one(request)
        said = shown.in_language(language_of(request))
        return self._page(request, "article_page.html", article=said)

    async def copy(self, request: web.Request) -> web.Response:
        """For anybody: the article alone, to be put on another site, pictures by their whole
        address."""
        said = (await self._one(request)).in_language(language_of(request))
        base = self._house.settings.address
        response = self._page(request, "article_copy.html", article=said, base=base)
        response.headers["Content-Security-Policy"] = _COPY_POLICY
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    async def feed(self, request: web.Request) -> web.StreamResponse:
        """For anybody."""
        language = language_of(request)
        found, _ = await self._published(_IN_FEED)
        said = [each.in_language(language) for each in found]
        base, render = self._house.settings.address, self._pages.rendered
        entries = [(e, render("article_body.html", article=e, base=base)) for e in said]
        words = Words(self._house.texts, language, "article_pages")
        title = words("feed_title", agency=self._house.agency).unescape()
        body = article_feed.atom(self._house, title, language, entries)
        modified = found[0].published_at if found else None
        return unless_known(request, body, "application/atom+xml", modified)

    async def data(self, request: web.Request) -> web.StreamResponse:
        """For anybody."""
        found, _ = await self._published(_IN_DATA)
        body = orjson.dumps([each.data() for each in found], option=orjson.OPT_INDENT_2)
        modified = found[0].published_at if found else None
        return unless_known(request, body, "application/json", modified)

    async def _one(self, request: web.Request) -> Shown:
        """Raises Trouble: 410 for what was published once, 404 for what never was."""
        number = request.match_info["number"].upper()

        def work(tx: Tx) -> Shown:
            article = articles.by_number(tx, number)
            if article is None or (article.state != State.PUBLISHED and not article.published_at):
                raise Trouble(404, "not_found")
            if article.state != State.PUBLISHED:
                raise Trouble(410, "article_gone")
            return shown_of(self._house, article, article_pictures.shown(tx, article))

        return await self._house.store.read(work)

    async def _published(self, limit: int, skipped: int = 0) -> tuple[list[Shown], int]:
        def work(tx: Tx) -> tuple[list[Shown], int]:
            found, count = articles.published(tx, limit, skipped)
            pictures = ((a, article_pictures.shown(tx, a)) for a in found)
            return [shown_of(self._house, a, some) for a, some in pictures], count

        return await self._house.store.read(work)

    def _page(self, request: web.Request, template: str, **shown: Any) -> web.Response:
        words = Words(self._house.texts, language_of(request), "article_pages")
        return self._pages.page(request, template, a=words, **shown)
