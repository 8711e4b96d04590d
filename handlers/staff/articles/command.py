"""`/baiviet`: what is typed after it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cases.confidentiality import Viewer
from handlers.articles import out_of_cases, rights
from handlers.desk import Desk, Turn
from handlers.router import command
from handlers.staff.articles import (
    approving,
    broadcasting,
    keeping,
    moving,
    numbers,
    showing,
    writing,
)
from handlers.staff.articles.reasons import with_reason
from handlers.staff.matters import MATTERS, Matter
from handlers.staff.roles import CASEWORK
from storage.plan import articles
from storage.tables.casework import Duty
from storage.tables.plan import Article

To = Callable[[Turn, Article, str], None]


def _look(turn: Turn, article: Article, words: str) -> None:
    showing.look(turn, article)


def _pictures(turn: Turn, article: Article, words: str) -> None:
    showing.pictures(turn, article)


_BY_NAME: tuple[tuple[To, tuple[str, ...]], ...] = (
    (_look, ("xem", "see")),
    (_pictures, ("anh", "pictures")),
    (writing.edit, ("sua", "edit")),
    (keeping.take, ("nhan", "take")),
    (approving.submit, ("gui", "submit")),
    (approving.take_back, ("layve", "takeback")),
    (approving.approve, ("duyet", "approve")),
    (with_reason("tralai"), ("tralai", "return")),
    (with_reason("go"), ("go", "goxuong", "withdraw")),
    (keeping.write_again, ("vietlai", "rewrite")),
    (keeping.give_up, ("bo", "drop")),
    (keeping.link, ("lienket", "link")),
    (broadcasting.tell_others, ("phattin", "tell")),
)
_TO_ONE: Mapping[str, To] = {word: to for to, words in _BY_NAME for word in words}
_NEW = ("moi", "new")


@command("baiviet", "article", who=CASEWORK)
def article_command(turn: Turn, words: str) -> None:
    """`/baiviet`, `/baiviet moi`, `/baiviet NUMBER [WORD] [MORE]`."""
    number, verb, rest = numbers.parted(words, (*_TO_ONE, *_NEW))
    if verb in _NEW:
        writing.begin_new(turn)
    elif not number:
        showing.listed(turn)
    elif article := _seen(turn, number):
        _TO_ONE.get(verb, _look)(turn, article, rest)
    else:
        turn.say("article.unknown", [turn.button("article.b_list", "/baiviet")], number=number)


def _seen(turn: Turn, number: str) -> Article | None:
    article = articles.by_number(turn.tx, number)
    if article is None or turn.viewer is None:
        return None
    return article if rights.may_see(turn, article, turn.viewer) else None


# --- in the list of today ------------------------------------------------------------------------


def _of(desk: Desk, duty: Duty) -> Article | None:
    return desk.tx.get(Article, int((duty.data or {})["article"]))


def _to_approve(desk: Desk, duty: Duty, viewer: Viewer) -> bool:
    article = _of(desk, duty)
    return article is not None and "duyet" in rights.allowed(desk, article, viewer)


def _to_take_up(desk: Desk, duty: Duty, viewer: Viewer) -> bool:
    article = _of(desk, duty)
    return article is not None and "nhan" in rights.allowed(desk, article, viewer)


def _show(turn: Turn, duty: Duty) -> None:
    article = _of(turn, duty)
    assert article is not None
    showing.look(turn, article)


MATTERS[moving.DUTY] = Matter(_to_approve, _show)
MATTERS[out_of_cases.DUTY] = Matter(_to_take_up, _show)
