"""What was published of cases: searched, one by one, and as a feed. Of what accuses somebody only
the class of its outcome is shown, and nothing that says which case it was."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from bot.site.atom import NEVER, TYPE
from bot.site.fetched import fetched
from bot.site.house import House
from bot.site.pages import Pages
from bot.site.paging import asked_for, page_of
from bot.site.results_feed import results_feed
from bot.site.trouble import Trouble
from bot.site.words import Words, language_of
from cases.numbers.codes import find_code
from cases.results import Shelf, Wanted
from handlers.remembered.results import Results
from messages.dates import full_day, local
from storage.published import publications

_PER_PAGE = 20


class ResultPages:
    def __init__(self, house: House, pages: Pages) -> None:
        self._house = house
        self._pages = pages
        self._results = Results()
        self._feeds: dict[str, tuple[Shelf, bytes]] = {}  # by language

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/results", self.listing),
            web.get("/results.atom", self.feed),
            web.get("/results/{code}", self.one),
        ]

    async def shelf(self) -> Shelf:
        agency = self._house.agency
        return await self._house.store.read(lambda tx: self._results.of(tx, agency))

    async def listing(self, request: web.Request) -> web.Response:
        """For anybody."""
        shelf = await self.shelf()
        asked = asked_for(request, "q", "office", "procedure", "kind", "month")
        wanted = Wanted(
            asked["q"], asked["office"], asked["procedure"], asked["kind"], asked["month"]
        )
        page = page_of(request, shelf.find(wanted), _PER_PAGE)
        return self._page(
            request,
            "results.html",
            asked=asked,
            any_asked=any(asked.values()),
            results=page,
            kinds=shelf.kinds,
            offices=[o for o in self._house.agency.offices if o.id in shelf.offices],
            months=shelf.months,
            outcomes=shelf.outcomes,
        )

    async def one(self, request: web.Request) -> web.Response:
        """For anybody. What accuses somebody is answered like what does not exist."""
        shelf, asked = await self.shelf(), request.match_info["code"]
        code = find_code(asked) or ""
        result = shelf.of_code(code)
        if result is None:
            gone = await self._house.store.read(lambda tx: publications.taken_down(tx, code))
            raise Trouble(410, "taken_down") if gone else Trouble(404, "not_found")
        if code != asked:
            raise web.HTTPMovedPermanently(f"/results/{code}")
        return self._page(request, "result.html", result=result)

    async def feed(self, request: web.Request) -> web.Response:
        """For anybody."""
        shelf, language = await self.shelf(), language_of(request)
        of, body = self._feeds.get(language, (None, b""))
        if of is not shelf:
            words = Words(self._house.texts, language, "site_results")
            body = results_feed(self._house, shelf, words)
            self._feeds[language] = (shelf, body)
        return fetched(body, TYPE, shelf.changed_at or NEVER)

    def _page(self, request: web.Request, template: str, **shown: Any) -> web.Response:
        language, texts = language_of(request), self._house.texts
        return self._pages.page(
            request,
            template,
            v=Words(texts, language, "site_results"),
            kind_name=lambda kind: texts.render(language, f"kind.{kind}"),
            procedure_of=self._house.agency.procedure,
            office_of={o.id: o for o in self._house.agency.offices}.get,
            day=lambda at: full_day(at, language),
            published_on=lambda at: full_day(local(at).date(), language),
            **shown,
        )
