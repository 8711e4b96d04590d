"""What else becomes of an article: taken up, given up, written again, linked to where it stands on
the department's own site."""

from __future__ import annotations

import re

from cases.plan import Evidence
from handlers.articles.rights import office_of
from handlers.desk import Turn
from handlers.staff.articles import showing, writing
from handlers.staff.articles.moving import may, moved, refuse
from storage import article_pictures, articles, duties, evidence
from storage.articles import WrongState
from storage.plan_tables import Article

_LONGEST_LINK = 500
_HOST = r"[^\s<>\"'/?#@]+"
_ADDRESS = re.compile(rf"https?://{_HOST}\.{_HOST}(?:[/?#][^\s<>\"']*)?", re.IGNORECASE)


def take(turn: Turn, article: Article, words: str) -> None:
    """What the machine drafted becomes theirs."""
    if not may(turn, article, "nhan"):
        return
    if not articles.take(turn.tx, article, turn.chat.person_id, turn.now):
        refuse(turn, article, "nhan")
        return
    duties.close_matters(turn.tx, duties.ARTICLE_DRAFT, "article", article.id, turn.now)
    turn.say("article.taken", number=article.number)
    now = articles.by_number(turn.tx, article.number)
    assert now is not None
    showing.look(turn, now)


def give_up(turn: Turn, article: Article, words: str) -> None:
    """A draft, with its pictures."""
    if may(turn, article, "bo") and moved(turn, article, "bo", "drop"):
        article_pictures.delete(turn.tx, article, turn.now)
        turn.say(
            "article.dropped",
            [turn.button("article.b_list", "/baiviet")],
            number=article.number,
        )


def write_again(turn: Turn, article: Article, words: str) -> None:
    """Under its old number."""
    if may(turn, article, "vietlai") and (now := moved(turn, article, "vietlai", "write_again")):
        writing.edit(turn, now, "")


def link(turn: Turn, article: Article, words: str) -> None:
    """`/baiviet NUMBER lienket https://…`: where it stands on the department's own site. Kept as
    evidence of its own."""
    if not may(turn, article, "lienket"):
        return
    address = words.strip()
    if len(address) > _LONGEST_LINK or not _ADDRESS.fullmatch(address):
        turn.say("article.link_form", number=article.number)
        return
    try:
        articles.note_link(turn.tx, article, address)
    except WrongState:
        refuse(turn, article, "lienket")
        return
    _keep_evidence(turn, article, address)
    turn.say("article.linked", number=article.number, address=address)


def _keep_evidence(turn: Turn, article: Article, address: str) -> None:
    who = turn.chat.person_id
    evidence.keep(
        turn.tx,
        article.item,
        Evidence.MANUAL,
        address,
        turn.now,
        office=office_of(turn, article.author_id or who),
        words=article.title,
        link=address,
        by_id=who,
    )
