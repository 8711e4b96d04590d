"""The pictures of an article: stored files with their captions. They came through an official's
chat and belong to the article from then on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import col

from storage.engine.tx import Tx
from storage.mailbox import drafts, files
from storage.plan import articles
from storage.tables.mailbox import StoredFile
from storage.tables.plan import Article

Picture = tuple[int, str]
"""A stored file and its caption."""


def of(article: Article) -> list[Picture]:
    return [(int(file_id), str(caption)) for file_id, caption in article.pictures or ()]


def add(tx: Tx, article: Article, file_ids: Sequence[int], caption: str, now: datetime) -> None:
    """The caption stands under the first. Raises WrongState."""
    captions = [caption, *[""] * (len(file_ids) - 1)]
    _keep(tx, article, [*of(article), *zip(file_ids, captions, strict=True)], now)
    for file_id in sorted(file_ids):
        tx.run(f"UPDATE stored_file SET kind = '{files.ARTICLE}' WHERE id = :id", id=file_id)


def describe_last(tx: Tx, article: Article, caption: str, now: datetime) -> None:
    """Raises WrongState."""
    *before, (file_id, _) = of(article)
    _keep(tx, article, [*before, (file_id, caption)], now)


def drop_last(tx: Tx, article: Article, now: datetime) -> None:
    """The last picture is deleted. Raises WrongState."""
    *before, (file_id, _) = of(article)
    _keep(tx, article, before, now)
    _delete(tx, file_id, now)


def delete(tx: Tx, article: Article, now: datetime) -> None:
    """All of them, with the article that was given up."""
    for file_id, _ in of(article):
        _delete(tx, file_id, now)


def _keep(tx: Tx, article: Article, pictures: list[Picture], now: datetime) -> None:
    kept: list[Any] = [list(picture) for picture in pictures]
    articles.write(tx, article.id, now, pictures=kept)


def _delete(tx: Tx, file_id: int, now: datetime) -> None:
    """One that a broadcast shows too stays."""
    file = tx.get(StoredFile, file_id)
    shown = tx.one("SELECT 1 FROM campaign WHERE file_id = :id", id=file_id)
    if file is not None and shown is None:
        tx.run("UPDATE outbox SET file_id = NULL WHERE file_id = :id", id=file_id)
        drafts.forget_file(tx, file_id, file.path, now)


# --- the files behind them -----------------------------------------------------------------------


def files_of(tx: Tx, article: Article) -> list[tuple[StoredFile, str]]:
    """With their captions, in order; without what could not be kept, or proved to be no picture."""
    named = of(article)
    found = tx.find(StoredFile, col(StoredFile.id).in_([file_id for file_id, _ in named]))
    rows = {file.id: file for file in found}
    return [
        (rows[file_id], caption)
        for file_id, caption in named
        if file_id in rows and _may_be_shown(rows[file_id])
    ]


def _may_be_shown(file: StoredFile) -> bool:
    return file.state == "wanted" or (file.state == "kept" and file.type.startswith("image/"))


def shown(tx: Tx, article: Article) -> list[tuple[StoredFile, str]]:
    """Those that are on disk by now."""
    return [each for each in files_of(tx, article) if each[0].state == "kept"]


def on_their_way(tx: Tx, article: Article) -> bool:
    """Whether one is still being fetched from its channel."""
    return any(file.state == "wanted" for file, _ in files_of(tx, article))
