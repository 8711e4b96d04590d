"""One move of an article, and a clear answer to whoever was too late or may not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from handlers.articles import as_evidence, rights
from handlers.desk import Turn
from handlers.labels import Label
from messages.envelope import Choice
from storage.casework import duties
from storage.people import people
from storage.plan import articles
from storage.plan.articles import WrongState
from storage.tables.plan import Article

DUTY = duties.ARTICLE
"""Of those who may approve one that waits."""
_ENDS = {
    "publish": DUTY,
    "return": DUTY,
    "take_back": DUTY,
    "drop": duties.ARTICLE_DRAFT,
}
"""Which duty is over with which move."""


def may(turn: Turn, article: Article, verb: str) -> bool:
    """Where not, they are told why."""
    if turn.viewer is not None and verb in rights.allowed(turn, article, turn.viewer):
        return True
    refuse(turn, article, verb)
    return False


def refuse(turn: Turn, article: Article, verb: str) -> None:
    """It stands elsewhere by now, or is somebody else's to do."""
    now = turn.tx.get(Article, article.id) or article
    state, _ = rights.VERBS[verb]
    if now.state != state:
        by = people.name_of(turn.tx, now.approver_id)
        turn.say("article.stands", [see(turn, now)], number=now.number, state=now.state, by=by)
    elif verb in ("duyet", "tralai") and now.author_id == turn.chat.person_id:
        turn.say("article.own", number=now.number)
    else:
        turn.say("article.not_yours", number=now.number)


def see(turn: Turn, article: Article) -> Choice:
    return turn.button("article.b_look", f"/baiviet {article.number}")


def moved(turn: Turn, article: Article, verb: str, name: str, **changes: Any) -> Article | None:
    """The article as it is now; None where somebody was first, who has been told of."""
    try:
        now = articles.move(turn.tx, article, name, turn.now, **changes)
    except WrongState:
        refuse(turn, article, verb)
        return None
    kind = _ENDS.get(name)
    if kind:
        duties.close_matters(turn.tx, kind, "article", article.id, turn.now)
    as_evidence.follow(turn, now, name, turn.chat.person_id)
    return now


def tell_author(
    turn: Turn, article: Article, key: str, choices: Sequence[Choice | Label], **more: Any
) -> None:
    """Nothing where they did it themselves."""
    who = turn.chat.person_id
    if article.author_id and article.author_id != who:
        by = people.name_of(turn.tx, who)
        known: dict[str, Any] = {"number": article.number, "title": article.title, "by": by}
        turn.tell_person(article.author_id, key, choices, **known, **more)
