"""What a broadcast tells of that is on the pages no more: a result that was taken down or came to
accuse somebody, an article that was withdrawn, since somebody read and approved the words."""

from __future__ import annotations

import re

from cases.plan.articles import State
from handlers.desk import Desk
from handlers.remembered.published import published
from storage.plan import articles
from storage.tables.plan import Campaign

_PAGE = r"/(?:results/([A-Z]{2}\d{2}-\d{5,7}-[A-Z])|articles/(BV\d{2}-\d{5,7}))\b"


def gone(desk: Desk, campaign: Campaign) -> str:
    """The first code or number; empty where all of it can be read."""
    said = "\n".join((campaign.words_vi, campaign.words_en, campaign.link))
    occasion = campaign.occasion or ""
    if occasion.startswith("article ") and not _is_article(desk, occasion.split()[1]):
        return occasion.split()[1]
    return gone_from(desk, said)


def gone_from(desk: Desk, said: str) -> str:
    """The same, of words with addresses of our pages in them."""
    page = re.compile(re.escape(desk.ground.public_url.rstrip("/")) + _PAGE)
    for code, number in page.findall(said):
        if not (_is_article(desk, number) if number else published(desk.tx, code)):
            return str(number or code)
    return ""


def _is_article(desk: Desk, number: str) -> bool:
    found = articles.by_number(desk.tx, number)
    return found is not None and found.state == State.PUBLISHED
