"""Figures for everybody: a few charts with a table behind each, and the same as data. Counted on a
reading connection, drawn in a process apart, and kept: many visitors cost no more than one."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from aiohttp import web
from markupsafe import Markup

from bot.papers import svg
from bot.papers.apart import apart
from bot.site.fetched import as_json
from bot.site.house import House
from bot.site.pages import Pages
from bot.site.stats_charts import charts
from bot.site.words import Words, language_of
from cases.reports.figures import FEWEST
from cases.reports.public_figures import PublicFigures, midnight, month_begins, public_figures
from handlers.desk import Desk
from handlers.reports import figures
from messages.dates import full_day, local
from messages.numbers import written
from messages.sheet import Chart
from storage.engine.tx import Tx

_KEPT = timedelta(minutes=30)
_ROOM = "stats_page"


@dataclass(frozen=True, slots=True)
class _Counted:
    at: datetime
    figures: PublicFigures


class Stats:
    def __init__(self, house: House, pages: Pages) -> None:
        self._house = house
        self._pages = pages
        self._counted: _Counted | None = None
        self._drawn: dict[str, tuple[PublicFigures, list[str]]] = {}
        self._one_at_a_time = asyncio.Lock()

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/stats", self.page), web.get("/data/stats.json", self.data)]

    async def page(self, request: web.Request) -> web.Response:
        """For anybody."""
        found, language = await self._figures(), language_of(request)
        words = Words(self._house.texts, language, _ROOM)
        drawn = charts(found, words, self._house.texts)
        pictures = await self._pictures(found, drawn, language)
        response = self._pages.page(
            request,
            "figures.html",
            s=words,
            until=full_day(found.until, language),
            found=found,
            figures=list(zip(drawn, map(Markup, pictures), strict=True)),
            written=partial(_told, language),
            fewest=FEWEST,
        )
        response.headers["Cache-Control"] = "public, max-age=600"
        return response

    async def data(self, request: web.Request) -> web.Response:
        """For anybody: what the page shows; null is a group of fewer than `fewest`."""
        return as_json(_published(await self._figures()))

    async def _figures(self) -> PublicFigures:
        async with self._one_at_a_time:
            now = self._house.now()
            until = month_begins(local(now).date())
            known = self._counted
            fresh = known is not None and known.figures.until == until and now - known.at < _KEPT
            if known is None or not fresh:
                found = await self._house.store.read_long(partial(self._count, until))
                known = self._counted = _Counted(now, found)
            return known.figures

    def _count(self, until: date, tx: Tx) -> PublicFigures:
        desk = Desk(tx, self._house.ground(), self._house.now())
        return public_figures(figures.facts(desk, midnight(until)), until, desk.agency.calendar)

    async def _pictures(
        self, found: PublicFigures, drawn: Sequence[Chart], language: str
    ) -> list[str]:
        """Without them where they can't be drawn: the tables say the same."""
        async with self._one_at_a_time:
            known = self._drawn.get(language)
            if known is None or known[0] != found:
                try:
                    made = await apart([partial(svg, c, language) for c in drawn]) if drawn else []
                except RuntimeError:
                    return ["" for _ in drawn]
                known = self._drawn[language] = (found, made)
            return known[1]


def _told(language: str, value: int | float | None) -> str:
    return f"< {FEWEST}" if value is None else written(value, language)


def _published(found: PublicFigures) -> dict[str, Any]:
    return {
        "until": found.until.isoformat(),
        "fewest": FEWEST,
        "received": found.received,
        "answered": found.answered,
        "months": [
            {
                "month": f"{each.first:%Y-%m}",
                "received": each.received,
                "answered": each.answered,
                "on_time_percent": each.on_time,
                "median_working_days": each.days,
            }
            for each in found.months
        ],
        "kinds": {str(kind): count for kind, count in found.kinds},
        "sources": {str(source): count for source, count in found.sources},
    }
