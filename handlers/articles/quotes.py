"""What an article says in the words of a sender. It stands there by their consent to publication
alone, never beside their name, and no longer than they wish."""

from __future__ import annotations

import re

from cases.privacy.private_data import masked
from cases.privacy.pseudonym import without_sender
from cases.words.text import fold
from handlers.articles import as_evidence, preview
from handlers.articles import rights as article_rights
from handlers.desk import Desk
from handlers.labels import Label
from handlers.rights import masking, private_words, rights
from storage.casework import cases
from storage.plan import articles
from storage.privacy import consents
from storage.tables.casework import Case
from storage.tables.plan import Article

_CONSENT = "publication"
_SENTENCE = re.compile(r"[.!?\n]+")
_SHORTEST = 20  # folded characters: shorter ones are anybody's
_LONGEST = 1500
_HIDDEN = "…"


def words_of(desk: Desk, case: Case) -> str:
    """The sender's own words, without what leads to them; empty where they did not agree."""
    story = cases.texts(desk.tx, case.id, "story")
    if not story or not _agreed(desk, case):
        return ""
    told = cases.identity(desk.tx, desk.ground.keys, case.id)
    bare = without_sender(story[0].body, told)
    return masked(bare, lambda sort: _HIDDEN, masking.ours(desk))[:_LONGEST]


def _agreed(desk: Desk, case: Case) -> bool:
    person = case.submitter_id
    return person is not None and bool(consents.granted(desk.tx, person, case.id, _CONSENT))


def why_not(desk: Desk, article: Article) -> str:
    """The key of what says why it cannot be published as it is; empty where it can."""
    case = desk.tx.get(Case, article.case_id) if article.case_id else None
    if case is None:
        return ""
    if case.restricted:
        return "article.restricted"
    said = preview.everything(article)
    # Of a sealed name nothing is tried out: by what is refused it could be guessed.
    if private_words.trace_in(desk, case, said, known=not rights.is_sealed(desk, case)):
        return "article.tells_sender"
    return "article.no_consent" if _quotes(desk, case, said) and not _agreed(desk, case) else ""


def _quotes(desk: Desk, case: Case, said: str) -> bool:
    plain = fold(said)
    return any(
        len(sentence) >= _SHORTEST and sentence in plain
        for text in cases.texts(desk.tx, case.id, "story", "supplement")
        for sentence in map(fold, _SENTENCE.split(text.body))
    )


def take_down(desk: Desk, case: Case) -> None:
    """Their consent is gone: what is published in their words is not shown any more. To be called
    while their words are still there."""
    for article in articles.of_case(desk.tx, case.id):
        if article.published_at and _quotes(desk, case, preview.everything(article)):
            _withdraw(desk, article)


def _withdraw(desk: Desk, article: Article) -> None:
    reason = desk.ground.texts.render("vi", "article.consent_gone").unescape()
    try:
        articles.move(desk.tx, article, "withdraw", desk.now, reason=reason)
    except articles.WrongState:
        return
    as_evidence.drop(desk, article)
    told = {article.author_id, *article_rights.approvers(desk, article)} - {None}
    for person_id in sorted(person for person in told if person):
        desk.tell_person(
            person_id,
            "article.taken_down",
            [Label("article.b_look", f"/baiviet {article.number}")],
            number=article.number,
            reason=reason,
        )
