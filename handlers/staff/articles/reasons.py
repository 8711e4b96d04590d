"""The reason of what is not done without one: asked for where it was not typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from handlers.citizen.interludes import begin_over, ended
from handlers.desk import Turn
from handlers.dialogue import Ask, Option, dialogue
from handlers.staff.articles import approving, keeping
from handlers.staff.articles.moving import may
from storage import articles
from storage.plan_tables import Article

_LONGEST = 500
_CANCEL = Option("/huy", "staff.b_cancel", stays=True)
_DONE: Mapping[str, Callable[[Turn, Article, str], None]] = {
    "tralai": approving.give_back,
    "go": keeping.withdraw,
}


def with_reason(verb: str) -> Callable[[Turn, Article, str], None]:
    def do(turn: Turn, article: Article, words: str) -> None:
        if words:
            _DONE[verb](turn, article, words[:_LONGEST])
        elif may(turn, article, verb):
            begin_over(turn, "article_reason", {"number": article.number, "verb": verb})

    return do


def _finish(turn: Turn, told: dict[str, Any]) -> None:
    article = articles.by_number(turn.tx, told["number"])
    if article is not None:
        _DONE[told["verb"]](turn, article, told["reason"])
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
