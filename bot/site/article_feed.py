"""The feed of the articles."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from datetime import datetime

from bot.site.article_shown import Said
from bot.site.atom import Entry, Feed, atom
from bot.site.house import House
from bot.site.words import Words


def article_feed(
    house: House,
    articles: Sequence[Said],
    body_of: Callable[[Said], str],
    updated: datetime,
    words: Words,
) -> bytes:
    """`articles` newest first, each with its body as HTML; `updated` is when one was published or
    taken off last."""
    feed = Feed(
        id=_urn(house, "articles", words.language),
        title=words("feed_title", agency=house.agency).unescape(),
        path="/articles",
        updated=updated,
        entries=[
            Entry(
                id=_urn(house, said.number, words.language),
                title=said.title,
                path=said.path,
                published=said.published_at,
                updated=said.published_at,
                content=body_of(said),
                form="html",
                summary=said.opening,
                language=said.language,
            )
            for said in articles
        ],
    )
    return atom(feed, house, words.language)


def _urn(house: House, name: str, language: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{house.agency.id}/{name}/{language}").urn
