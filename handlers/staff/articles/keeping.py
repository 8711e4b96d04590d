"""What else becomes of an article: taken up, given up, written again, linked to where it stands on
the department's own site."""

from __future__ import annotations

import re

from handlers.articles import as_evidence
from handlers.desk import Turn
from handlers.staff.articles import showing, writing
from handlers.staff.articles.moving import may, moved, refuse
from storage.casework import duties
from storage.plan import article_pictures, articles
from storage.plan.articles import WrongState
from storage.tables.plan import Article

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
        articles.note_link(turn.tx, article, address, turn.now)
    except WrongState:
        refuse(turn, article, "lienket")
        return
    as_evidence.drop_link(turn, article)
    now = articles.by_number(turn.tx, article.number)
    assert now is not None
    as_evidence.keep(turn, now, turn.chat.person_id)
    turn.say("article.linked", number=article.number, address=address)
