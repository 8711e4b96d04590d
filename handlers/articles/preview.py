"""An article as an official sees it before it is published: all that the page will show, with what
may be somebody's private data marked."""

from __future__ import annotations

import hashlib
from typing import Any

import orjson

from cases.plan import articles as known
from cases.plan.article_text import Block, Heading, Listing, blocks
from cases.privacy.private_data import traces
from handlers.desk import Desk
from handlers.plan import wording
from handlers.rights import masking
from storage.people import people
from storage.plan import article_pictures
from storage.tables.plan import Article


def mark(article: Article) -> str:
    """Stands for exactly these words and pictures: an approval names what was seen."""
    shown = [article.item, *_words(article), article_pictures.of(article)]
    return hashlib.sha256(orjson.dumps(shown)).hexdigest()[:8]


def _words(article: Article) -> list[str]:
    return [article.title, article.body, article.title_en, article.body_en]


def everything(article: Article) -> str:
    """All its words."""
    captions = (caption for _, caption in article_pictures.of(article))
    return "\n".join((*_words(article), *captions))


def findings(desk: Desk, article: Article) -> list[str]:
    """What in it may lead to a person, each once, as it is written."""
    found = traces(everything(article), masking.ours(desk))
    return list(dict.fromkeys(trace.text for trace in found))


def parameters(desk: Desk, article: Article, language: str) -> dict[str, Any]:
    item = desk.agency.plan.item(article.item)
    return {
        "number": article.number,
        "state": article.state,
        "item": article.item,
        "item_text": wording.called(desk, item, language) if item else "",
        "author": people.name_of(desk.tx, article.author_id) if article.author_id else "",
        "reason": article.reason,
        "title": article.title,
        "blocks": chat_blocks(article.body),
        "captions": [caption for _, caption in article_pictures.files_of(desk.tx, article)],
        "found": findings(desk, article),
        "link": article.link,
        "address": address(desk, article),
        "from_case": article.case_id is not None,
    }


def address(desk: Desk, article: Article) -> str:
    return desk.ground.public_url + known.path(article.number, article.title)


def copy_address(desk: Desk, article: Article) -> str:
    """Of the ready copy for the department's own site."""
    return f"{desk.ground.public_url}/articles/{article.number}.html"


def chat_blocks(body: str) -> list[tuple[str, list[str]]]:
    """The body for a chat: what each block is, and its lines."""
    return [(block.kind, _lines(block)) for block in blocks(body)]


def _lines(block: Block) -> list[str]:
    if isinstance(block, Listing):
        heads = (f"{block.first + at}." if block.first else "•" for at in range(len(block.items)))
        return [f"{head} {item}" for head, item in zip(heads, block.items, strict=True)]
    return [block.text] if isinstance(block, Heading) else list(block.lines)
