"""Broadcasts kept for somebody's next summary."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cases.plan.campaigns import State
from storage.engine.tx import Tx

_TO_TELL = "g.told_at IS NULL AND g.at < :before"


@dataclass(frozen=True, slots=True)
class Kept:
    title: str
    title_en: str
    link: str
    procedure: str  # its code, where it is about one


def add(tx: Tx, campaign_id: int, person_id: int, now: datetime) -> None:
    tx.insert_once("gathered", campaign_id=campaign_id, person_id=person_id, at=now)


def waits(tx: Tx, before: datetime) -> bool:
    """Whether anything gathered before then has not been told."""
    return tx.one(f"SELECT 1 FROM gathered g WHERE {_TO_TELL} LIMIT 1", before=before) is not None


def take(tx: Tx, person_id: int, before: datetime, now: datetime) -> list[Kept]:
    """What was gathered for somebody before then, oldest first. It is told, and not told again."""
    rows = tx.all(
        "SELECT k.title, k.title_en, k.link, k.procedure FROM gathered g"
        f" JOIN campaign k ON k.id = g.campaign_id WHERE g.person_id = :person AND {_TO_TELL}"
        f" AND k.state <> '{State.CANCELLED}' ORDER BY g.id",
        person=person_id,
        before=before,
    )
    tx.run(
        "UPDATE gathered SET told_at = :now"
        " WHERE person_id = :person AND told_at IS NULL AND at < :before",
        person=person_id,
        before=before,
        now=now,
    )
    return [Kept(*row) for row in rows]
