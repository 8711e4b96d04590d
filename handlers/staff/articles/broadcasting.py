"""A broadcast of a published article, offered to its author: its title, first lines and address to
those who wish to hear of such things. It is approved like any other."""

from __future__ import annotations

from typing import Any

from cases.agency.plan import Topic
from cases.plan.article_text import opening
from cases.plan.campaigns import Audience, CampaignKind
from handlers.articles import preview
from handlers.campaigns.approval import ask_for_approval
from handlers.desk import Turn
from handlers.staff.articles.moving import may, see
from storage.plan import article_pictures, campaigns
from storage.tables.plan import Article, Campaign

_LONGEST = 350  # characters, beside title and link: one message on every channel
_YES = "gui"


def tell_others(turn: Turn, article: Article, words: str) -> None:
    """What will be said is shown first; `phattin gui` sends it for approval."""
    if not may(turn, article, "phattin"):
        return
    topic = turn.agency.plan.topic_of(article.item)
    if topic is None:
        turn.say("article.no_topic", [see(turn, article)], item=article.item)
    elif words.strip() != _YES:
        choices = [
            turn.button("article.b_send", f"/baiviet {article.number} phattin {_YES}"),
            see(turn, article),
        ]
        turn.say("article.broadcast", choices, topic=_name(turn, topic), **_said(article))
    elif made := _made(turn, article, topic):
        campaigns.move(turn.tx, made.id, "submit")
        ask_for_approval(turn, made)
        turn.say("article.broadcast_sent", number=made.number)
    else:
        turn.say("article.broadcast_before", [see(turn, article)], number=article.number)


def _name(turn: Turn, topic: Topic) -> str:
    return topic.name_en if turn.language == "en" else topic.name


def _said(article: Article) -> dict[str, Any]:
    return {"title": article.title, "words": opening(article.body, _LONGEST)}


def _made(turn: Turn, article: Article, topic: Topic) -> Campaign | None:
    """None where that was done before."""
    english = opening(article.body_en, _LONGEST)
    shown = article_pictures.shown(turn.tx, article)
    occasion = f"article {article.number}"
    campaigns.free_occasion(turn.tx, occasion)
    return campaigns.add(
        turn.tx,
        CampaignKind.ARTICLE,
        turn.now,
        title=article.title,
        words_vi=_said(article)["words"],
        title_en=article.title_en if english else "",
        words_en=english,
        audience=Audience(topics=(topic.id,)),
        item=article.item,
        occasion=occasion,
        author_id=turn.chat.person_id,
        link=preview.address(turn, article) if turn.ground.public_url else "",
        file_id=shown[0][0].id if shown else None,
    )
