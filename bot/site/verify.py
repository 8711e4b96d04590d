"""Checking a receipt, and the sums of the days: for anybody, without an account and without
JavaScript. Whether a receipt is genuine is told from its signature alone; the database is asked
only whether its day lists it."""

from __future__ import annotations

import hashlib
from datetime import date
from functools import partial
from typing import Any, Literal

from aiohttp import web

from bot.site.fetched import as_json
from bot.site.house import House
from bot.site.pages import Pages
from bot.site.paging import Page, page_from
from bot.site.trouble import Trouble
from bot.site.words import Words, language_of
from cases.numbers.signed_receipt import Slip, base64url, read_payload, read_slip
from messages.dates import day_text, full_day, local
from messages.envelope import scrub
from storage.casework import signed_receipts
from storage.engine.db import StorageUnavailable
from storage.engine.tx import Tx
from storage.proof import day_roots
from storage.proof.day_roots import DayRoot, PublishedDay

_DAYS_AT_ONCE = 31
_LONGEST = 20_000  # of a pasted text, in characters, as in the chat

Listed = Literal["listed", "waiting", "missing", "unknown"]


class Verify:
    def __init__(self, house: House, pages: Pages) -> None:
        self._house = house
        self._pages = pages

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/verify", self.check),
            web.post("/verify", self.compare),
            web.get("/verify/days", self.days),
            web.get("/data/receipts/key.json", self.key),
            web.get(r"/data/receipts/{day:\d{4}-\d{2}-\d{2}}.json", self.day),
        ]

    async def check(self, request: web.Request) -> web.Response:
        """For anybody. `r` is a receipt, or whatever was pasted that has one in it."""
        return await self._answer(request, request.query.get("r", ""), None)

    async def compare(self, request: web.Request) -> web.Response:
        """For anybody. `text` is held against the receipt and forgotten: it comes in the body, so
        that it stands in no address and in no log."""
        form = await request.post()
        return await self._answer(request, str(form.get("r", "")), str(form.get("text", "")))

    async def _answer(self, request: web.Request, asked: str, story: str | None) -> web.Response:
        slip = read_slip(asked)
        result = self._result(asked, slip)
        shown: dict[str, Any] = {"result": result, "line": slip.line if slip else ""}
        if result == "genuine" and slip is not None:
            shown |= await self._genuine(request, slip, story)
        response = self._page(
            request, "check_receipt.html", longest=_LONGEST, **self._key(), **shown
        )
        response.headers["Cache-Control"] = "no-store"
        return response

    def _result(self, asked: str, slip: Slip | None) -> str:
        if not asked.strip():
            return ""
        if slip is None:
            return "garbled"
        return "genuine" if signed_receipts.is_ours(self._house.keys, slip) else "forged"

    async def _genuine(self, request: web.Request, slip: Slip, story: str | None) -> dict[str, Any]:
        receipt, language = read_payload(slip.payload), language_of(request)
        if receipt is None:
            raise Trouble(400, "refused")
        listed, count = await self._listed(slip, receipt.day.isoformat())
        at = local(receipt.received_at)
        return {
            "line": slip.line,
            "code": receipt.code,
            "hour": at.hour,
            "minute": at.minute,
            "day": full_day(at.date(), language),
            "iso_day": at.date().isoformat(),
            "due": _due(receipt.due, language) if receipt.due else "",
            "listed": listed,
            "count": count,
            "same": None if not story else slip.is_of(scrub(story)),
        }

    async def _listed(self, slip: Slip, day: str) -> tuple[Listed, int]:
        """Whether the published list of its day has it, and how many that list has."""
        try:
            return await self._house.store.read(partial(_looked_up, slip, day))
        except StorageUnavailable:
            return "unknown", 0

    async def days(self, request: web.Request) -> web.Response:
        """For anybody."""
        language = language_of(request)

        def work(tx: Tx) -> Page[tuple[DayRoot, str]]:
            return page_from(
                request,
                day_roots.how_many(tx),
                _DAYS_AT_ONCE,
                lambda start: [
                    (root, full_day(date.fromisoformat(root.day), language))
                    for root in day_roots.newest(tx, _DAYS_AT_ONCE, start)
                ],
            )

        return self._page(request, "receipt_days.html", days=await self._house.store.read(work))

    async def day(self, request: web.Request) -> web.Response:
        """For anybody: what is needed to compute the root of a day again."""
        day = request.match_info["day"]
        found = await self._house.store.read(lambda tx: day_roots.published(tx, day))
        if found is None:
            raise Trouble(404, "not_found")
        return as_json(_published(found))

    async def key(self, request: web.Request) -> web.Response:
        """For anybody."""
        return as_json({"algorithm": "Ed25519", **self._key()})

    def _key(self) -> dict[str, str]:
        public = self._house.keys.public(signed_receipts.PURPOSE)
        return {"public_key": base64url(public), "fingerprint": fingerprint(public)}

    def _page(self, request: web.Request, template: str, **shown: Any) -> web.Response:
        words = Words(self._house.texts, language_of(request), "verify")
        return self._pages.page(request, template, v=words, **shown)


def fingerprint(public: bytes) -> str:
    """Short enough to be read out: 16 digits in groups of four."""
    digits = hashlib.sha256(public).hexdigest()[:16]
    return " ".join(digits[at : at + 4] for at in range(0, 16, 4))


def _looked_up(slip: Slip, day: str, tx: Tx) -> tuple[Listed, int]:
    found = day_roots.published(tx, day)
    if found is None:
        last = day_roots.last_day(tx)
        return "missing" if last and day < last else "waiting", 0
    there = slip.leaf in found.leaves and found.agrees
    return "listed" if there else "missing", len(found.leaves)


def _due(day: date, language: str) -> str:
    """'thứ Ba 8/12/2026' or 'Tue 8 Dec 2026'."""
    return f"{day_text(day, language)}{'/' if language == 'vi' else ' '}{day.year}"


def _published(found: PublishedDay) -> dict[str, Any]:
    root = found.root
    return {
        "day": root.day,
        "count": root.count,
        "root": root.root,
        "previous": root.previous,
        "signature": root.signature,
        "leaves": found.leaves,
    }
