"""Articles put before an official: one with all that the page will show, or lists of them."""

from __future__ import annotations

from collections.abc import Sequence

from cases.plan.articles import State
from handlers.articles import preview
from handlers.articles.rights import allowed
from handlers.desk import Turn
from messages.envelope import Choice, ChoiceKind
from storage.plan import article_pictures, articles
from storage.tables.plan import Article

_SHOWN = 5
"""Of each list: Zalo bears five buttons, and nobody reads further at once."""


def look(turn: Turn, article: Article) -> None:
    """All of it, with what they may do now."""
    shown = preview.parameters(turn, article, turn.language)
    if article.title_en or article.body_en:
        turn.say(
            "article.english",
            number=article.number,
            title=article.title_en,
            blocks=preview.chat_blocks(article.body_en),
        )
    turn.say("article.preview", choices(turn, article), **shown)


def choices(turn: Turn, article: Article) -> list[Choice]:
    assert turn.viewer is not None
    found = [_button(turn, article, verb) for verb in allowed(turn, article, turn.viewer)]
    if article.pictures:
        found.append(turn.button("article.b_anh", f"/baiviet {article.number} anh"))
    if article.state == State.PUBLISHED and turn.ground.public_url:
        label = turn.words(turn.language, "article.b_open")
        found.append(Choice(label, preview.address(turn, article), ChoiceKind.URL))
    return found


def _button(turn: Turn, article: Article, verb: str) -> Choice:
    """An approval names what was seen."""
    seen = f" {preview.mark(article)}" if verb == "duyet" else ""
    return turn.button(f"article.b_{verb}", f"/baiviet {article.number} {verb}{seen}")


def pictures(turn: Turn, article: Article) -> None:
    """Each with what will stand under it."""
    shown = article_pictures.shown(turn.tx, article)
    for at, (file, caption) in enumerate(shown, 1):
        turn.say("article.picture", file_id=file.id, at=at, total=len(shown), caption=caption)
    turn.say("article.pictures_shown", choices(turn, article), count=len(shown))


def listed(turn: Turn) -> None:
    """Their own, those that wait for them, what the machine drafted, and the newest published."""
    assert turn.viewer is not None
    viewer, tx = turn.viewer, turn.tx
    own = [a for a in articles.unfinished(tx, viewer.person_id) if _begun(a)]
    to_approve = [a for a in articles.waiting(tx) if "duyet" in allowed(turn, a, viewer)]
    others = articles.drafts_of_others(tx, viewer.person_id)
    offered = [a for a in others if _begun(a) and "nhan" in allowed(turn, a, viewer)]
    published, count = articles.published(tx, _SHOWN), articles.published_count(tx)
    groups: list[tuple[str, Sequence[Article]]] = [
        ("to_approve", to_approve),
        ("own", [a for a in own if a not in to_approve]),
        ("offered", offered),
        ("published", published),
    ]
    found = list(dict.fromkeys(a.number for _, some in groups for a in some[:_SHOWN]))
    opens = [Choice(number, f"/baiviet {number}") for number in found]
    turn.say(
        "article.list",
        [turn.button("article.b_new", "/baiviet moi"), *opens],
        groups=[(name, [_line(a) for a in some[:_SHOWN]]) for name, some in groups if some],
        published=count,
    )


def _begun(article: Article) -> bool:
    return bool(article.title or article.body or article.pictures)


def _line(article: Article) -> dict[str, str]:
    return {"number": article.number, "title": article.title, "state": article.state}
