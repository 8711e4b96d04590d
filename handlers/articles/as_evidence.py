"""What an article shows for the plan: that it stands on our pages, and on the department's own. It
counts as long as it stands on ours."""

from __future__ import annotations

from cases.agency.plan import Evidence
from handlers.articles import preview
from handlers.articles.rights import office_of
from handlers.desk import Desk
from storage.plan import evidence
from storage.tables.plan import Article


def follow(desk: Desk, article: Article, move: str, by_id: int) -> None:
    """After a move of `cases.plan.articles.MOVES`."""
    if move == "publish":
        keep(desk, article, by_id)
    elif move == "withdraw":
        drop(desk, article)


def keep(desk: Desk, article: Article, by_id: int) -> None:
    """Once it is published, and again once it is linked. `by_id` is who did that."""
    who = article.author_id or by_id
    shown = [(Evidence.ARTICLE, article.number, preview.address(desk, article))]
    if article.link:
        shown.append((Evidence.MANUAL, article.link, article.link))
    for kind, ref, link in shown:
        evidence.keep(
            desk.tx,
            article.item,
            kind,
            ref,
            desk.now,
            office=office_of(desk, who),
            words=article.title,
            link=link,
            by_id=who,
        )


def drop(desk: Desk, article: Article) -> None:
    """Once it is taken off."""
    evidence.drop_ref(desk.tx, Evidence.ARTICLE, article.number)
    drop_link(desk, article)


def drop_link(desk: Desk, article: Article) -> None:
    """Once another is given."""
    if article.link:
        evidence.drop_ref(desk.tx, Evidence.MANUAL, article.link)
