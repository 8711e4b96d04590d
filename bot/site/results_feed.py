"""The feed of the published results."""

from __future__ import annotations

import uuid

from bot.site.atom import NEVER, Entry, Feed, atom
from bot.site.house import House
from bot.site.words import Words
from cases.agency.agency import Agency
from cases.results import Result, Shelf

_MOST = 50
_TITLE = 120


def results_feed(house: House, shelf: Shelf, words: Words) -> bytes:
    """The newest. Ids hold no language: a result is the same in each."""
    agency = house.agency
    newest = sorted(shelf.results, key=lambda r: r.updated_at, reverse=True)[:_MOST]
    feed = Feed(
        id=_urn(agency, "results"),
        title=words("feed_title", agency=agency).unescape(),
        path="/results",
        updated=shelf.changed_at or NEVER,
        entries=[_entry(agency, result, words) for result in newest],
    )
    return atom(feed, house, words.language)


def _entry(agency: Agency, result: Result, words: Words) -> Entry:
    said = words("feed_words", question=result.question, answer=result.answer).unescape()
    return Entry(
        id=_urn(agency, result.code),
        title=f"{result.code}: {_shortened(result.question or result.answer)}",
        path=f"/results/{result.code}",
        published=result.published_at,
        updated=result.updated_at,
        content=said.strip(),
        form="text",
    )


def _urn(agency: Agency, name: str) -> str:
    space = uuid.uuid5(uuid.NAMESPACE_URL, f"langnghe:{agency.id}")
    return uuid.uuid5(space, name).urn


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _TITLE else line[: _TITLE - 1].rsplit(" ", 1)[0] + "…"
