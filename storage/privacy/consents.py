"""Stored answers to the privacy notice and to each opt-in (Luật 91/2025/QH15: consent per purpose,
with a verifiable record)."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import col

from storage.engine.tx import Tx
from storage.tables.privacy import Consent


def store(
    tx: Tx,
    person_id: int,
    case_id: int | None,
    purpose: str,
    notice_version: str,
    button: str,
    channel: str,
    granted: bool,
    now: datetime,
) -> None:
    tx.insert(
        "consent",
        person_id=person_id,
        case_id=case_id,
        purpose=purpose,
        notice_version=notice_version,
        button=button,
        channel=channel,
        granted=int(granted),
        at=now,
    )


def noticed(tx: Tx, person_id: int, notice_version: str) -> bool:
    """Whether the person has answered this version of the privacy notice before."""
    found = tx.one(
        "SELECT 1 FROM consent WHERE person_id = :id AND purpose = 'notice'"
        " AND notice_version = :version LIMIT 1",
        id=person_id,
        version=notice_version,
    )
    return found is not None


def granted(tx: Tx, person_id: int, case_id: int | None, purpose: str) -> bool | None:
    """The newest answer about that purpose, for all of a person's cases or for this one; None where
    none was ever given: then nothing was agreed to. What was withdrawn is a no."""
    row = tx.one(
        "SELECT granted, withdrawn_at FROM consent WHERE person_id = :person AND purpose = :purpose"
        " AND (case_id IS NULL OR case_id = :case) ORDER BY id DESC LIMIT 1",
        person=person_id,
        purpose=purpose,
        case=case_id or 0,
    )
    return None if row is None else bool(row[0]) and row[1] is None


def withdraw(tx: Tx, person_id: int, purpose: str, now: datetime) -> int:
    """Take back every yes to that purpose; the proof of it stays. How many there were."""
    return tx.run(
        "UPDATE consent SET withdrawn_at = :now WHERE person_id = :person AND purpose = :purpose"
        " AND granted = 1 AND withdrawn_at IS NULL",
        now=now,
        person=person_id,
        purpose=purpose,
    )


def cut_from_case(tx: Tx, case_id: int) -> None:
    """The proof stays with the person, and leads to the case no more."""
    tx.run("UPDATE consent SET case_id = NULL WHERE case_id = :case", case=case_id)


def of_person(tx: Tx, person_id: int) -> list[Consent]:
    """Newest first."""
    return tx.find(Consent, Consent.person_id == person_id, order=col(Consent.id).desc())
