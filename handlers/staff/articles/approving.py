"""The second pair of eyes on an article: sent for approval, published, taken back."""

from __future__ import annotations

from typing import Any

from handlers.articles import preview, quotes
from handlers.articles.rights import approvers
from handlers.desk import Turn
from handlers.labels import Label
from handlers.staff.articles import showing
from handlers.staff.articles.moving import DUTY, may, moved, see, tell_author
from messages.envelope import ChoiceKind
from storage.casework import duties
from storage.people import people
from storage.plan import article_pictures
from storage.tables.plan import Article

_SURE = "roi"  # after the mark: what is marked in it was looked at

# --- sent for approval ---------------------------------------------------------------------------


def submit(turn: Turn, article: Article, words: str) -> None:
    if not may(turn, article, "gui"):
        return
    if missing := _missing(turn, article):
        edit = [turn.button("article.b_sua", f"/baiviet {article.number} sua")]
        turn.say(missing, edit, number=article.number)
        return
    now = moved(turn, article, "gui", "submit", reason="")
    if now is None:
        return
    known = {"article": now.id, "number": now.number}
    duties.open_matter(turn.tx, DUTY, turn.agency.reception_office, None, known, turn.now)
    able = approvers(turn, now)
    _ask(turn, now, able)
    turn.say("article.submitted", number=now.number, able=len(able))


def _missing(turn: Turn, article: Article) -> str:
    """The key of what says what must be done first; empty for nothing."""
    if not (article.title and article.body):
        return "article.unfinished"
    if turn.agency.plan.items and turn.agency.plan.item(article.item) is None:
        return "article.item_gone"
    if bool(article.title_en) != bool(article.body_en):
        return "article.half_english"
    if article_pictures.on_their_way(turn.tx, article):
        return "article.pictures_on_way"
    return quotes.why_not(turn, article)


def _ask(turn: Turn, article: Article, able: list[int]) -> None:
    """Who may approve and is not away; where nobody may, the admins hear that it waits."""
    away = people.away(turn.tx, turn.now)
    known: dict[str, Any] = {"number": article.number, "title": article.title}
    button = [Label("article.b_look", f"/baiviet {article.number}")]
    for person_id in [who for who in able if who not in away] or able:
        if person_id != turn.chat.person_id:
            author = people.name_of(turn.tx, article.author_id)
            turn.tell_person(person_id, "article.to_approve", button, author=author, **known)
    if not able:
        for admin in people.admins(turn.tx, turn.now):
            turn.tell_person(admin, "article.nobody_approves", **known)


# --- published -----------------------------------------------------------------------------------


def approve(turn: Turn, article: Article, words: str) -> None:
    """Only what was on their screen: without its mark, or where something else is written there
    now, it is shown first. What may be private data is looked at once more."""
    if not may(turn, article, "duyet"):
        return
    seen, _, sure = words.partition(" ")
    mark = preview.mark(article)
    if seen != mark:
        if seen:
            turn.say("article.changed", number=article.number)
        showing.look(turn, article)
    elif why := quotes.why_not(turn, article):
        back = [turn.button("article.b_tralai", f"/baiviet {article.number} tralai")]
        turn.say(why, back, number=article.number)
    elif (found := preview.findings(turn, article)) and sure != _SURE:
        _look_again(turn, article, found, mark)
    else:
        _publish(turn, article)


def _look_again(turn: Turn, article: Article, found: list[str], mark: str) -> None:
    head = f"/baiviet {article.number}"
    choices = [
        turn.button("article.b_tralai", f"{head} tralai"),
        turn.button("article.b_publish_anyway", f"{head} duyet {mark} {_SURE}"),
    ]
    turn.say("article.look_again", choices, number=article.number, found=found)


def _publish(turn: Turn, article: Article) -> None:
    who = turn.chat.person_id
    now = moved(turn, article, "duyet", "publish", approver_id=who, published_at=turn.now)
    if now is None:
        return
    address = preview.address(turn, now)
    own = _next(turn, now, own=True)
    mine = own if now.author_id == who else _next(turn, now, own=False)
    turn.say("article.published", mine, number=now.number, address=address)
    copy = preview.copy_address(turn, now)
    tell_author(turn, now, "article.was_published", own, address=address, copy=copy)


def _next(turn: Turn, article: Article, *, own: bool) -> list[Label]:
    """What its author is offered: to tell those who wish to hear of such things."""
    choices = []
    if own and turn.agency.plan.topic_of(article.item):
        choices.append(Label("article.b_phattin", f"/baiviet {article.number} phattin"))
    if turn.ground.public_url:
        address = preview.address(turn, article)
        choices.append(Label("article.b_open", address, kind=ChoiceKind.URL))
    return choices


# --- taken back ----------------------------------------------------------------------------------


def take_back(turn: Turn, article: Article, words: str) -> None:
    """Its author wants to change it: it waits no more."""
    if may(turn, article, "layve") and (now := moved(turn, article, "layve", "take_back")):
        turn.say("article.taken_back", [see(turn, now)], number=now.number)
        showing.look(turn, now)
