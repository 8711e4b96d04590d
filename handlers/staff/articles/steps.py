"""The parts of an article, in the order in which they are asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from cases.plan.articles import LONGEST_BODY, LONGEST_CAPTION, LONGEST_TITLE
from handlers.conversation.dialogue import Option
from handlers.desk import Turn
from handlers.plan import wording
from handlers.staff.articles.step import LOOK, Options, Said, Step
from storage.plan import article_pictures, articles
from storage.tables.plan import Article

_DONE, _ANEW, _SKIP, _DROP = "done", "anew", "skip", "drop"


def _write(turn: Turn, article: Article, **changes: Any) -> None:
    articles.write(turn.tx, article.id, turn.now, **changes)


# --- item ----------------------------------------------------------------------------------------

_LONGEST_LABEL = 60


def _items(turn: Turn, article: Article) -> list[Option]:
    """That of the article first."""
    found = sorted(turn.agency.plan.items, key=lambda item: item.id != article.item)
    return [Option(i.id, label=_short(wording.named(turn, i.id, turn.language))) for i in found]


def _short(words: str) -> str:
    if len(words) <= _LONGEST_LABEL:
        return words
    return f"{words[: _LONGEST_LABEL - 1].rpartition(' ')[0]}…"


def _keep_item(turn: Turn, article: Article, said: Said) -> str:
    _write(turn, article, item=said["do"])
    return "title"


# --- title and body ------------------------------------------------------------------------------


def _if_there(column: str, *options: tuple[str, str]) -> Options:
    """Offered once something is written there."""

    def offered(turn: Turn, article: Article) -> list[Option]:
        return [Option(*option) for option in options] if getattr(article, column) else []

    return offered


def _keeps_title(column: str, following: str) -> Callable[[Turn, Article, Said], str]:
    def keep(turn: Turn, article: Article, said: Said) -> str:
        if "do" not in said:
            _write(turn, article, **{column: " ".join(said["text"].split())})
        return following

    return keep


def _keeps_body(name: str, column: str, following: str) -> Callable[[Turn, Article, Said], str]:
    """Each message is at least a paragraph of its own."""

    def keep(turn: Turn, article: Article, said: Said) -> str:
        if said.get("do") == _DONE:
            return following
        before = getattr(article, column)
        more = "" if "do" in said else said["text"]
        both = "\n\n".join(filter(None, (before, more))) if more else ""
        _write(turn, article, **{column: both})
        return name

    return keep


# --- pictures ------------------------------------------------------------------------------------


def _picture_options(turn: Turn, article: Article) -> list[Option]:
    if not article.pictures:
        return [Option(_DONE, "article.b_no_pictures")]
    return [Option(_DONE, "article.b_done"), Option(_DROP, "article.b_drop_picture")]


def _keep_picture(turn: Turn, article: Article, said: Said) -> str:
    if said.get("do") == _DONE:
        return "english"
    if said.get("do") == _DROP:
        if article.pictures:
            article_pictures.drop_last(turn.tx, article, turn.now)
    else:
        article_pictures.describe_last(turn.tx, article, said["text"], turn.now)
    return "pictures"


# --- English -------------------------------------------------------------------------------------


def _english_options(turn: Turn, article: Article) -> list[Option]:
    if not article.title_en:
        return [Option(_SKIP, "article.b_skip")]
    return [Option(_DONE, "article.b_keep"), Option(_DROP, "article.b_no_english")]


def _keep_english(turn: Turn, article: Article, said: Said) -> str:
    if said.get("do") == _DROP:
        _write(turn, article, title_en="", body_en="")
    if said.get("do") in (_DROP, _SKIP):
        return LOOK
    return _keeps_title("title_en", "body_en")(turn, article, said)


_BODY_OPTIONS = ((_DONE, "article.b_done"), (_ANEW, "article.b_anew"))

_IN_ORDER = (
    Step("item", "item", 0, _items, _keep_item),
    Step(
        "title",
        "title",
        LONGEST_TITLE,
        _if_there("title", (_DONE, "article.b_keep")),
        _keeps_title("title", "body"),
    ),
    Step(
        "body",
        "body",
        LONGEST_BODY,
        _if_there("body", *_BODY_OPTIONS),
        _keeps_body("body", "body", "pictures"),
    ),
    Step("pictures", "pictures", LONGEST_CAPTION, _picture_options, _keep_picture),
    Step("english", "title_en", LONGEST_TITLE, _english_options, _keep_english, leads_on=True),
    Step(
        "body_en",
        "body_en",
        LONGEST_BODY,
        _if_there("body_en", *_BODY_OPTIONS),
        _keeps_body("body_en", "body_en", LOOK),
        in_menu=False,
    ),
)
STEPS: Mapping[str, Step] = {step.name: step for step in _IN_ORDER}
FIRST = _IN_ORDER[0].name
