"""Who says that a published matter happened to them too: each person once."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import col

from storage.engine.tx import Tx
from storage.tables.published import MeToo


def add(tx: Tx, case_id: int, person_id: int, now: datetime) -> bool:
    """False where they had said so before."""
    made = tx.insert_once("me_too", case_id=case_id, person_id=person_id, at=now)
    return made is not None


def tell_in(tx: Tx, case_id: int, person_id: int, chat_id: int) -> None:
    """They want to be told there when something new is published."""
    tx.run(
        "UPDATE me_too SET chat_id = :chat WHERE case_id = :case AND person_id = :person",
        chat=chat_id,
        case=case_id,
        person=person_id,
    )


def take_back(tx: Tx, case_id: int, person_id: int) -> bool:
    """False where they had not said so."""
    gone = tx.run(
        "DELETE FROM me_too WHERE case_id = :case AND person_id = :person",
        case=case_id,
        person=person_id,
    )
    return gone > 0


def count(tx: Tx, case_id: int) -> int:
    row = tx.one("SELECT COUNT(*) FROM me_too WHERE case_id = :case", case=case_id)
    return int(row[0]) if row else 0


def cases_of(tx: Tx, person_id: int) -> list[int]:
    """The cases they said it of, newest first."""
    rows = tx.all(
        "SELECT case_id FROM me_too WHERE person_id = :person ORDER BY id DESC", person=person_id
    )
    return [int(row[0]) for row in rows]


def to_tell(tx: Tx, case_id: int) -> list[MeToo]:
    """Those who want to hear of it."""
    return tx.find(MeToo, MeToo.case_id == case_id, col(MeToo.chat_id).is_not(None), order=MeToo.id)


def joined(tx: Tx, goes: int, stays: int) -> None:
    """Two chats have become one person's, who counts once."""
    tx.run(
        "DELETE FROM me_too WHERE person_id = :goes AND case_id IN"
        " (SELECT case_id FROM me_too WHERE person_id = :stays)",
        goes=goes,
        stays=stays,
    )
    tx.run(
        "UPDATE me_too SET person_id = :stays WHERE person_id = :goes",
        goes=goes,
        stays=stays,
    )
