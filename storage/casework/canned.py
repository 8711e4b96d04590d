"""Words an office answers with again and again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlmodel import col

from cases.words.text import fold
from storage.engine.tx import Tx
from storage.tables.casework import CannedAnswer


def of_offices(tx: Tx, offices: Collection[str]) -> list[CannedAnswer]:
    """Those in use, by name."""
    if not offices:
        return []
    where = (col(CannedAnswer.office).in_(sorted(offices)), col(CannedAnswer.removed_at).is_(None))
    return tx.find(CannedAnswer, *where, order=(col(CannedAnswer.name), col(CannedAnswer.id)))


def keep(tx: Tx, office: str, name: str, body: str, author_id: int, now: datetime) -> bool:
    """True where it takes the place of one of that name, however that was written."""
    same = [c for c in of_offices(tx, [office]) if fold(c.name) == fold(name)]
    for each in same:
        remove(tx, each.id, now)
    tx.insert("canned_answer", office=office, name=name, body=body, author_id=author_id, at=now)
    return bool(same)


def remove(tx: Tx, canned_id: int, now: datetime) -> None:
    """It is offered no more; what was answered with it stays as it is."""
    tx.run("UPDATE canned_answer SET removed_at = :now WHERE id = :id", now=now, id=canned_id)
