"""Articles as they are kept, and the one door through which their state changes. Their words are
sealed like all words: before they are published they may hold what a sender wrote."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import col, func

from cases.plan.articles import MOVES, State, path
from storage.columns.plain import unstamp
from storage.engine.sealed_columns import SEALED_COLUMNS
from storage.engine.tx import Tx
from storage.house.numbers import numbered
from storage.tables.plan import Article

_PREFIX = "BV"
_SEALED = SEALED_COLUMNS["article"]


class WrongState(Exception):
    """Somebody else was there first, or it is too late for that."""


def add(tx: Tx, item: str, now: datetime, *, author_id: int | None, **details: Any) -> Article:
    """A draft. `details`: title, body, case_id."""
    ident = tx.insert(
        "article",
        number=numbered(tx, _PREFIX, "article", now),
        item=item,
        author_id=author_id,
        created_at=now,
        changed_at=now,
        **details,
    )
    made = tx.get(Article, ident)
    assert made is not None
    return made


def by_number(tx: Tx, number: str) -> Article | None:
    row = tx.one("SELECT id FROM article WHERE number = :number", number=number.upper())
    return tx.get(Article, row[0]) if row else None


# --- writing -------------------------------------------------------------------------------------


def write(tx: Tx, ident: int, now: datetime, **changes: Any) -> None:
    """Raises WrongState where it is no draft any more."""
    _set(tx, ident, State.DRAFT, {**changes, "changed_at": now})


def take(tx: Tx, article: Article, person_id: int, now: datetime) -> bool:
    """Become its author instead of who was, or nobody. False where somebody else has."""
    taken = tx.run(
        "UPDATE article SET author_id = :who, changed_at = :now"
        " WHERE id = :id AND COALESCE(author_id, 0) = :before AND state = 'draft'",
        who=person_id,
        now=now,
        id=article.id,
        before=article.author_id or 0,
    )
    return taken > 0


_WORDS = ("title", "body", "title_en", "body_en")


def words_of(article: Article) -> dict[str, str]:
    return {name: getattr(article, name) for name in _WORDS}


def put_words(tx: Tx, article: Article, words: dict[str, str]) -> None:
    """In place of those it has, whatever its state: somebody is taken out of them."""
    _set(tx, article.id, State(article.state), dict(words))


# --- moves ---------------------------------------------------------------------------------------


def move(tx: Tx, article: Article, name: str, now: datetime, **changes: Any) -> Article:
    """The article as it is now. `changes` are other columns set along with it. Raises
    WrongState."""
    source, target = MOVES[name]
    _set(tx, article.id, source, {**changes, "state": target.value, "changed_at": now})
    moved = tx.get(Article, article.id)
    assert moved is not None
    return moved


def _set(tx: Tx, ident: int, source: State, changes: dict[str, Any]) -> None:
    values = {name: tx.seal(v) if name in _SEALED else v for name, v in changes.items()}
    columns = ", ".join(f"{name} = :{name}" for name in values)
    moved = tx.run(
        f"UPDATE article SET {columns} WHERE id = :ident AND state = '{source}'",
        ident=ident,
        **values,
    )
    if not moved:
        raise WrongState


def note_link(tx: Tx, article: Article, link: str, now: datetime) -> None:
    """Where a published one stands on the department's own site. Raises WrongState."""
    _set(tx, article.id, State.PUBLISHED, {"link": link, "changed_at": now})


# --- lists ---------------------------------------------------------------------------------------


def published(tx: Tx, limit: int, skipped: int = 0) -> list[Article]:
    """Newest first."""
    rows = tx.all(
        "SELECT id FROM article WHERE state = 'published' ORDER BY published_at DESC, id DESC"
        " LIMIT :limit OFFSET :skipped",
        limit=limit,
        skipped=skipped,
    )
    by_id = {a.id: a for a in tx.find(Article, col(Article.id).in_([r[0] for r in rows]))}
    return [by_id[r[0]] for r in rows]


def published_count(tx: Tx) -> int:
    row = tx.one("SELECT COUNT(*) FROM article WHERE state = 'published'")
    return int(row[0]) if row else 0


def published_changed(tx: Tx) -> datetime | None:
    """When one was published, linked or taken off last; None before the first."""
    row = tx.one("SELECT MAX(changed_at) FROM article WHERE published_at IS NOT NULL")
    return unstamp(row[0]) if row and row[0] else None


def published_paths(tx: Tx) -> list[tuple[str, datetime]]:
    """Where each stands on our pages, and since when."""
    rows = tx.all(
        "SELECT number, title, published_at FROM article WHERE state = 'published'"
        " ORDER BY published_at DESC, id DESC"
    )
    return [(path(number, tx.opened(title)), unstamp(at)) for number, title, at in rows]


def unfinished(tx: Tx, author_id: int) -> list[Article]:
    """Somebody's own that are not published yet, newest first."""
    states = [State.DRAFT.value, State.WAITING.value]
    where = (Article.author_id == author_id, col(Article.state).in_(states))
    return tx.find(Article, *where, order=col(Article.changed_at).desc())


def waiting(tx: Tx) -> list[Article]:
    """For approval, oldest first."""
    return tx.find(Article, Article.state == State.WAITING.value, order=col(Article.changed_at))


def drafts_of_others(tx: Tx, author_id: int) -> list[Article]:
    """Drafts of the machine and of everybody else, newest first."""
    others = func.coalesce(col(Article.author_id), 0) != author_id
    where = (Article.state == State.DRAFT.value, others)
    return tx.find(Article, *where, order=col(Article.id).desc())


def begun_empty(tx: Tx, author_id: int) -> Article | None:
    """One somebody began and wrote nothing in."""
    found = unfinished(tx, author_id)
    return next((a for a in found if not (a.title or a.body or a.pictures or a.published_at)), None)


def of_case(tx: Tx, case_id: int) -> list[Article]:
    return tx.find(Article, Article.case_id == case_id, order=Article.id)
