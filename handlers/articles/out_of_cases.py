"""Praise that was acknowledged and initiatives that are applied become draft articles, offered to
Văn phòng. Nobody is named in them."""

from __future__ import annotations

from cases.kinds import Kind, Role
from cases.lifecycle import Status
from handlers.articles import items, quotes
from handlers.desk import Desk
from handlers.labels import Label
from handlers.notices import notices
from messages.dates import full_day, local
from storage.casework import duties
from storage.casework.cases import Change
from storage.people import people
from storage.plan import articles
from storage.tables.casework import Case
from storage.tables.plan import Article

DUTY = duties.ARTICLE_DRAFT


def follow(desk: Desk, change: Change) -> None:
    """After a change of a case; once for each case."""
    what = _gives(change)
    if what and not articles.of_case(desk.tx, change.case.id):
        _offer(desk, change.case, what)


def _gives(change: Change) -> str:
    case = change.case
    if case.restricted:
        return ""
    if case.kind == Kind.PRAISE and change.move == "acknowledge":
        return "praise"
    applied = case.kind == Kind.INITIATIVE and case.verdict == "applied"
    return "initiative" if applied and case.status == Status.ANSWERED else ""


def _offer(desk: Desk, case: Case, what: str) -> None:
    article = _drafted(desk, case, what)
    known = {"article": article.id, "number": article.number}
    duties.open_matter(desk.tx, DUTY, desk.agency.reception_office, None, known, desk.now)
    for viewer in people.viewers(desk.tx, desk.now):
        if viewer.is_(Role.DISPATCHER):
            desk.tell_person(
                viewer.person_id,
                "article.offered",
                [Label("article.b_look", f"/baiviet {article.number}")],
                number=article.number,
                what=what,
                title=article.title,
            )


def _drafted(desk: Desk, case: Case, what: str) -> Article:
    office = case.about_office or case.office or case.suggested_office
    known = {
        "office": notices.office_name(desk, office, "vi") if office else "",
        "day": full_day(local(case.received_at).date(), "vi"),
        "words": quotes.words_of(desk, case),
    }
    render = desk.ground.texts.render
    wanted = items.INITIATIVES if what == "initiative" else items.REFORM
    return articles.add(
        desk.tx,
        items.in_plan(desk, wanted),
        desk.now,
        author_id=None,
        case_id=case.id,
        title=render("vi", f"article.{what}_title", office=known["office"]).unescape(),
        body=render("vi", f"article.{what}_body", **known).unescape(),
    )
