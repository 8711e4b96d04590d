"""Published articles: pages, feed, ready copies for the department's own site, and their data. What
was taken off answers 410."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from aiohttp import web

from bot.site.article_feed import article_feed
from bot.site.article_shown import Said, Shown, shown_of
from bot.site.atom import NEVER, TYPE
from bot.site.fetched import as_json, fetched
from bot.site.house import House
from bot.site.pages import Pages
from bot.site.paging import Page, page_from
from bot.site.trouble import Trouble
from bot.site.words import Words, language_of
from cases.plan.articles import State
from storage.engine.tx import Tx
from storage.plan import article_pictures, articles
from storage.tables.plan import Article

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
        language = language_of(request)

        def work(tx: Tx) -> Page[Said]:
            return page_from(
                request,
                articles.published_count(tx),
                _AT_ONCE,
                lambda start: [
                    each.in_language(language)
                    for each in self._shown(tx, articles.published(tx, _AT_ONCE, start))
                ],
            )

        return self._page(request, "articles.html", articles=await self._house.store.read(work))

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

    async def feed(self, request: web.Request) -> web.Response:
        """For anybody."""
        language, base = language_of(request), self._house.settings.address
        found, changed_at = await self._newest(_IN_FEED)
        body = article_feed(
            self._house,
            [each.in_language(language) for each in found],
            lambda said: self._pages.rendered("article_body.html", article=said, base=base),
            changed_at,
            Words(self._house.texts, language, "article_pages"),
        )
        return fetched(body, TYPE, changed_at)

    async def data(self, request: web.Request) -> web.Response:
        """For anybody."""
        found, changed_at = await self._newest(_IN_DATA)
        return as_json([each.data() for each in found], changed_at)

    async def _one(self, request: web.Request) -> Shown:
        """Raises Trouble: 410 for what was published once, 404 for what never was."""
        number = request.match_info["number"].upper()

        def work(tx: Tx) -> Shown:
            article = articles.by_number(tx, number)
            if article is None or (article.state != State.PUBLISHED and not article.published_at):
                raise Trouble(404, "not_found")
            if article.state != State.PUBLISHED:
                raise Trouble(410, "article_gone")
            return next(self._shown(tx, [article]))

        return await self._house.store.read(work)

    async def _newest(self, most: int) -> tuple[list[Shown], datetime]:
        """With when something of them changed last."""

        def work(tx: Tx) -> tuple[list[Shown], datetime]:
            changed_at = articles.published_changed(tx) or NEVER
            return list(self._shown(tx, articles.published(tx, most))), changed_at

        return await self._house.store.read(work)

    def _shown(self, tx: Tx, found: Iterable[Article]) -> Iterator[Shown]:
        return (shown_of(self._house, each, article_pictures.shown(tx, each)) for each in found)

    def _page(self, request: web.Request, template: str, **shown: Any) -> web.Response:
        words = Words(self._house.texts, language_of(request), "article_pages")
        return self._pages.page(request, template, a=words, **shown)
