"""Writing an article, step by step. Each answer is kept in the article itself at once, so that a
draft waits as long as it must, in any chat of its author. Read `writing` first."""

from __future__ import annotations

from typing import Any

from handlers.articles import items
from handlers.articles.rights import allowed
from handlers.citizen.interludes import begin_over, ended
from handlers.conversation.dialogue import Ask, Option, dialogue
from handlers.conversation.replay import begin
from handlers.desk import Turn
from handlers.staff.articles import showing
from handlers.staff.articles.step import LOOK, kept
from handlers.staff.articles.steps import FIRST, STEPS
from storage.people import people
from storage.plan import articles
from storage.plan.articles import WrongState
from storage.tables.plan import Article

_CANCEL = Option("/huy", "article.b_later", stays=True)


def begin_new(turn: Turn) -> None:
    """One begun before in which nothing was written is taken up instead."""
    who = turn.chat.person_id
    article = articles.begun_empty(turn.tx, who) or articles.add(
        turn.tx, items.in_plan(turn), turn.now, author_id=who
    )
    begin_over(turn, "article", {"number": article.number, "step": FIRST, "in_order": True})


def edit(turn: Turn, article: Article, words: str) -> None:
    """Which part is asked."""
    begin_over(turn, "article", {"number": article.number})


@dialogue("article", lambda turn, told: _finish(turn, told), words=("said",), official=True)
def writing(ask: Ask) -> dict[str, Any]:
    """One step of one article."""
    article = articles.by_number(ask.turn.tx, ask.answers["number"])
    if article is None or not _open_to(ask.turn, article):
        return ask.answers
    chosen = ask.choice(
        "step",
        (
            *(Option(name, f"article.s_{name}") for name in STEPS if STEPS[name].in_menu),
            Option(LOOK, "article.b_look", stays=True),
        ),
        text="article.which_step",
        params=lambda: {"number": article.number},
    )
    if chosen != LOOK:
        step = STEPS[chosen]
        ask.question(
            "said",
            text=step.asks(article),
            params=lambda: step.params(article),
            options=lambda: (*step.options(ask.turn, article), _CANCEL),
            read=lambda turn, text: step.read(turn, article, text),
            takes_files=True,
        )
    return ask.answers


def _open_to(turn: Turn, article: Article) -> bool:
    return turn.viewer is not None and "sua" in allowed(turn, article, turn.viewer)


def _finish(turn: Turn, told: dict[str, Any]) -> None:
    """Keep what was said, and go on to what comes next."""
    article = articles.by_number(turn.tx, told["number"])
    if article is None or not _open_to(turn, article):
        turn.say("article.not_now", number=told["number"])
        ended(turn)
        return
    following = LOOK
    if told["step"] != LOOK:
        _take_over(turn, article)
        try:
            following = kept(turn, article, STEPS[told["step"]], told["said"])
        except WrongState:
            turn.say("article.not_now", number=article.number)
            ended(turn)
            return
    _go_on(turn, article, told, following)


def _take_over(turn: Turn, article: Article) -> None:
    """Whoever writes in it is its author: a substitute must not approve their own words."""
    who, before = turn.chat.person_id, article.author_id
    if before != who and articles.take(turn.tx, article, who, turn.now) and before:
        turn.tell_person(
            before,
            "article.taken_over",
            number=article.number,
            title=article.title,
            by=people.name_of(turn.tx, who),
        )


def _go_on(turn: Turn, article: Article, told: dict[str, Any], following: str) -> None:
    """The same step again, the next one, or the whole article."""
    over = turn.state.get("over")
    step = STEPS.get(told["step"])
    if following != told["step"] and step and not (told.get("in_order") or step.leads_on):
        following = LOOK
    if following == LOOK:
        ended(turn)
        now = articles.by_number(turn.tx, article.number)
        assert now is not None
        showing.look(turn, now)
        return
    more = {"in_order": True} if told.get("in_order") else {}
    begin(turn, "article", {"number": article.number, "step": following, **more})
    if over:
        turn.state["over"] = over
