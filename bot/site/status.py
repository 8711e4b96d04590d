"""How a case stands, by its receipt number, without a chat and without JavaScript. The number comes
in the body of the request, so that it stands in no address and in no log."""

from __future__ import annotations

from typing import Any

from aiohttp import web
from markupsafe import Markup

from bot.site.clients import Clients
from bot.site.house import House
from bot.site.pages import Pages
from bot.site.words import Words, language_of
from cases.numbers.codes import find_code, receipt_digits
from handlers.citizen.cases.by_number import Looked, look
from handlers.desk import Desk
from storage.casework import guesses
from storage.engine.tx import Tx

_LONGEST = 100
_THIS_MACHINE = "this machine"


class StatusPage:
    def __init__(self, house: House, pages: Pages, clients: Clients) -> None:
        self._house = house
        self._pages = pages
        self._clients = clients

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/status", self.form), web.post("/status", self.look_up)]

    async def form(self, request: web.Request) -> web.Response:
        """For anybody."""
        return self._page(request, found="")

    async def look_up(self, request: web.Request) -> web.Response:
        """For whoever has the number. A number that opens nothing and one that never was are
        answered alike; a code opens nothing, since codes are said aloud."""
        form = await request.post()
        asked = str(form.get("number", ""))[:_LONGEST]
        digits = receipt_digits(asked)
        if digits is None:
            return self._page(request, found="code" if find_code(asked) else "unreadable")
        looked = await self._look(request, digits)
        if looked.words:
            return self._page(request, found="case", words=Markup(looked.words))
        found = "wait" if looked.seconds else "nothing"
        return self._page(request, found=found, seconds=looked.seconds)

    async def _look(self, request: web.Request, digits: str) -> Looked:
        house, language = self._house, language_of(request)
        client = guesses.client(house.keys, self._clients.paced(request) or _THIS_MACHINE)

        def work(tx: Tx) -> Looked:
            return look(Desk(tx, house.ground(), house.now()), client, digits, language)

        return await house.store.run(work, client)

    def _page(self, request: web.Request, **shown: Any) -> web.Response:
        words = Words(self._house.texts, language_of(request), "site_status")
        response = self._pages.page(
            request, "look_up.html", v=words, **{"words": "", "seconds": 0, **shown}
        )
        response.headers["Cache-Control"] = "no-store"
        return response
