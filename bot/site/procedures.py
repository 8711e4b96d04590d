"""The catalogue of procedures for anybody: searched with the chat's own search, one by one, as a
list for the notice board, as a sign for the counter, as a table."""

from __future__ import annotations

import asyncio
from datetime import date
from functools import lru_cache
from typing import Any

from aiohttp import web

from bot.safe_csv import safe_csv
from bot.site.fetched import fetched
from bot.site.house import House
from bot.site.pages import Pages
from bot.site.paging import asked_for, page_of
from bot.site.results import ResultPages
from bot.site.trouble import Trouble
from bot.site.ways import qr_of, shown_address
from bot.site.words import Words, language_of
from cases.agency.agency import Agency
from cases.agency.procedures import Procedure
from cases.by_identity import ByIdentity
from cases.catalogue.finding import of_code
from cases.catalogue.listing import fields_of, in_order, listed, offices_of
from cases.results import Wanted
from messages.dates import full_day

_PER_PAGE = 30
_COLUMNS = (
    "code",
    "name",
    "name_en",
    "field",
    "office",
    "papers",
    "steps",
    "days",
    "fee",
    "by_post",
    "online",
    "where",
    "decision",
)
"""As in procedures.csv of the agency folder."""


class ProcedurePages:
    def __init__(self, house: House, pages: Pages, results: ResultPages) -> None:
        self._house = house
        self._pages = pages
        self._results = results

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/procedures", self.listing),
            web.get("/procedures.csv", self.table),
            web.get("/procedures/print", self.notice_board),
            web.get("/procedures/sign", self.sign),
            web.get("/procedures/{code}", self.one),
        ]

    async def listing(self, request: web.Request) -> web.Response:
        """For anybody."""
        agency, asked = self._house.agency, asked_for(request, "q", "office", "field")
        key = ByIdentity(agency)
        found = await asyncio.to_thread(listed, agency, asked["q"], asked["office"], asked["field"])
        return self._page(
            request,
            "procedure_list.html",
            asked=asked,
            any_asked=any(asked.values()),
            found=page_of(request, found, _PER_PAGE),
            offices=offices_of(key),
            fields=fields_of(key, asked["office"]),
        )

    async def one(self, request: web.Request) -> web.Response:
        """For anybody; an ended one says that it ended, and nothing somebody could act on."""
        procedure = of_code(request.match_info["code"], self._house.agency)
        if procedure is None:
            raise Trouble(404, "not_found")
        if procedure.code != request.match_info["code"]:
            raise web.HTTPMovedPermanently(f"/procedures/{procedure.code}")
        shelf = await self._results.shelf()
        return self._page(
            request,
            "procedure.html",
            procedure=procedure,
            ended=_day(procedure.ended, language_of(request)),
            published=len(shelf.find(Wanted(procedure=procedure.code))),
        )

    async def notice_board(self, request: web.Request) -> web.Response:
        """For anybody: all procedures, to be printed."""
        agency, asked = self._house.agency, asked_for(request, "office")
        offices = [o for o in offices_of(ByIdentity(agency)) if asked["office"] in ("", o)]
        listed_by = {o: [p for p in in_order(ByIdentity(agency)) if p.office == o] for o in offices}
        return await asyncio.to_thread(self._page, request, "notice_board.html", listed=listed_by)

    async def sign(self, request: web.Request) -> web.Response:
        """For anybody: one sheet for the counter, with the code that opens the chat."""
        address = self._house.settings.address
        return self._page(
            request,
            "sign.html",
            chat=f"{address}/chat",
            chat_qr=qr_of(f"{address}/chat"),
            list_address=f"{address}/procedures",
            list_qr=qr_of(f"{address}/procedures"),
            shown=shown_address,
        )

    async def table(self, request: web.Request) -> web.Response:
        """For anybody."""
        body = await asyncio.to_thread(_table, ByIdentity(self._house.agency))
        response = fetched(body, "text/csv")
        response.headers["Content-Disposition"] = 'attachment; filename="procedures.csv"'
        return response

    def _page(self, request: web.Request, template: str, **shown: Any) -> web.Response:
        language, agency = language_of(request), self._house.agency
        return self._pages.page(
            request,
            template,
            v=Words(self._house.texts, language, "site_procedures"),
            named=lambda procedure: (language == "en" and procedure.name_en) or procedure.name,
            office_of={o.id: o for o in agency.offices}.get,
            updated=_day(agency.catalog_date, language),
            **shown,
        )


def _day(written: str, language: str) -> str:
    """'2026-07-18' as people write it; as it stands where it is no such date."""
    try:
        return full_day(date.fromisoformat(written), language)
    except ValueError:
        return written


@lru_cache(maxsize=2)
def _table(key: ByIdentity[Agency]) -> bytes:
    return safe_csv(_COLUMNS, [_row(p) for p in in_order(key)])


def _row(procedure: Procedure) -> list[str]:
    cells = (getattr(procedure, name) for name in _COLUMNS)
    return [" | ".join(cell) if isinstance(cell, tuple) else cell for cell in cells]
