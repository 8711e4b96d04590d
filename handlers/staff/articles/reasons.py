"""The reason of what is not done without one: asked for where it was not typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from handlers.citizen.interludes import begin_over, ended
from handlers.conversation.dialogue import Ask, Option, dialogue
from handlers.desk import Turn
from handlers.labels import Label
from handlers.staff.articles.moving import may, moved, tell_author
from storage.plan import articles
from storage.tables.plan import Article

_LONGEST = 500
_CANCEL = Option("/huy", "staff.b_cancel", stays=True)


@dataclass(frozen=True, slots=True)
class Undone:
    """By which move; what is said to whoever does it, and to the author, who may go on with
    `then`."""

    move: str
    said: str
    told: str
    then: str


_VERBS: Mapping[str, Undone] = {
    "tralai": Undone("return", "article.returned", "article.was_returned", "sua"),
    "go": Undone("withdraw", "article.withdrawn", "article.was_withdrawn", "vietlai"),
}
"""What waits is given back; what is published is taken off the pages, and its address says that it
is gone (HTTP 410)."""


def with_reason(verb: str) -> Callable[[Turn, Article, str], None]:
    def do(turn: Turn, article: Article, words: str) -> None:
        if words:
            _undo(turn, article, verb, words[:_LONGEST])
        elif may(turn, article, verb):
            begin_over(turn, "article_reason", {"number": article.number, "verb": verb})

    return do


def _undo(turn: Turn, article: Article, verb: str, reason: str) -> None:
    undone = _VERBS[verb]
    if not may(turn, article, verb):
        return
    now = moved(turn, article, verb, undone.move, reason=reason)
    if now is not None:
        turn.say(undone.said, number=now.number)
        then = Label(f"article.b_{undone.then}", f"/baiviet {now.number} {undone.then}")
        tell_author(turn, now, undone.told, [then], reason=reason)


def _finish(turn: Turn, told: dict[str, Any]) -> None:
    article = articles.by_number(turn.tx, told["number"])
    if article is not None:
        _undo(turn, article, told["verb"], told["reason"])
    ended(turn)


@dialogue("article_reason", _finish, words=("reason",), official=True)
def reason(ask: Ask) -> dict[str, Any]:
    number, verb = ask.answers["number"], ask.answers["verb"]
    ask.text(
        "reason",
        longest=_LONGEST,
        text=f"article.why_{verb}",
        options=(_CANCEL,),
        params=lambda: {"number": number},
    )
    return ask.answers
