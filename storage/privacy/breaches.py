"""Breaches of personal data, each with its 72 hours (Luật 91/2025/QH15 Art. 23). What happened is
told without naming anybody; the cases concerned are named by their codes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import col

from storage.engine.tx import Tx
from storage.tables.casework import Case
from storage.tables.privacy import Breach


def open_(tx: Tx, detected_at: datetime, data: dict[str, Any], now: datetime) -> int:
    """Returns its number."""
    return tx.insert("breach", detected_at=detected_at, entered_at=now, data=data)


def get(tx: Tx, number: int) -> Breach | None:
    return tx.get(Breach, number)


def everything(tx: Tx) -> list[Breach]:
    """Oldest first."""
    return tx.find(Breach, order=Breach.id)


def running(tx: Tx, detected_by: datetime, after: int, limit: int) -> list[int]:
    """Those neither reported nor closed, detected by then."""
    found = tx.find(
        Breach,
        col(Breach.reported_at).is_(None),
        col(Breach.closed_at).is_(None),
        Breach.detected_at <= detected_by,
        Breach.id > after,
        order=Breach.id,
        limit=limit,
    )
    return [breach.id for breach in found]


def reported(tx: Tx, number: int, now: datetime) -> bool:
    """False where it was noted before."""
    return bool(
        tx.run(
            "UPDATE breach SET reported_at = :now WHERE id = :id AND reported_at IS NULL",
            now=now,
            id=number,
        )
    )


def close(tx: Tx, number: int, now: datetime) -> bool:
    """False where it was closed before."""
    return bool(
        tx.run(
            "UPDATE breach SET closed_at = :now WHERE id = :id AND closed_at IS NULL",
            now=now,
            id=number,
        )
    )


def cases_between(tx: Tx, begin: datetime, end: datetime) -> list[str]:
    """Codes of the cases whose data were here at that time: received by its end, with a sender
    still known."""
    found = tx.find(
        Case,
        Case.received_at < end,
        col(Case.pseudonymised_at).is_(None),
        (col(Case.ended_at).is_(None)) | (col(Case.ended_at) >= begin),
        order=Case.id,
    )
    return [case.code for case in found]


def unknown(tx: Tx, codes: list[str]) -> list[str]:
    """Of these codes those that are no case's."""
    known = {c.code for c in tx.find(Case, col(Case.code).in_(codes))} if codes else set()
    return [code for code in codes if code not in known]
