"""A published article as readers see it, in one language or as data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.site.house import House
from cases.plan.article_text import Block, blocks, opening
from cases.plan.articles import path
from messages.dates import full_day, local
from storage.tables.mailbox import StoredFile
from storage.tables.plan import Article

SMALL, LARGE = 640, 1600
"""Widths of the copies of a picture, in pixels."""
_FIRST_WORDS = 220


@dataclass(frozen=True, slots=True)
class Picture:
    """`small` and `large` are paths on this site."""

    small: str
    large: str
    caption: str
    alt: str


@dataclass(frozen=True, slots=True)
class Said:
    """In one language; `language` is Vietnamese where there is no English version."""

    number: str
    language: str
    title: str
    blocks: Sequence[Block]
    opening: str
    day: str
    iso: str
    path: str
    url: str
    pictures: Sequence[Picture]
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Shown:
    article: Article
    address: str  # of this site, without a slash at its end
    published_at: datetime
    pictures: Sequence[Picture]

    def in_language(self, language: str) -> Said:
        article = self.article
        english = language == "en" and bool(article.title_en)
        body = article.body_en if english else article.body
        return Said(
            number=article.number,
            language="en" if english else "vi",
            title=article.title_en if english else article.title,
            blocks=blocks(body),
            opening=opening(body, _FIRST_WORDS),
            day=full_day(local(self.published_at).date(), language),
            iso=local(self.published_at).date().isoformat(),
            path=path(article.number, article.title),
            url=self.address + path(article.number, article.title),
            pictures=self.pictures,
            published_at=self.published_at,
        )

    def data(self) -> dict[str, Any]:
        article = self.article
        return {
            "number": article.number,
            "item": article.item,
            "title": {"vi": article.title, "en": article.title_en},
            "body": {"vi": article.body, "en": article.body_en},
            "published_at": self.published_at,
            "url": self.address + path(article.number, article.title),
            "own_site": article.link,
            "pictures": [
                {"url": self.address + p.large, "caption": p.caption} for p in self.pictures
            ],
        }


def shown_of(house: House, article: Article, files: Sequence[tuple[StoredFile, str]]) -> Shown:
    address = house.settings.address
    pictures = [
        Picture(
            small=picture_path(article, file, SMALL),
            large=picture_path(article, file, LARGE),
            caption=caption,
            alt=caption or article.title,
        )
        for file, caption in files
    ]
    return Shown(article, address, article.published_at or article.changed_at, pictures)


def picture_path(article: Article, file: StoredFile, width: int) -> str:
    """Named by what it shows, so that browsers may keep it."""
    return f"/articles/{article.number}/{file.sha256[:16]}-{width}.jpg"
