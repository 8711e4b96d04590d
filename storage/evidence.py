"""What was done for the items of the plan. Whoever does something for an item keeps it here, in the
transaction that does it."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import col

from cases.plan import Evidence as Kind
from storage.plan_tables import Evidence
from storage.tx import Tx


def keep(
    tx: Tx,
    item: str,
    kind: Kind,
    ref: str,
    now: datetime,
    *,
    office: str = "",
    words: str = "",
    link: str = "",
    file_id: int | None = None,
    by_id: int | None = None,
) -> bool:
    """False where the same was kept before. `ref` tells one piece of its kind from another (a
    number, a code); `words` is one plain line about it, without anything personal."""
    return (
        tx.insert_once(
            "evidence",
            item=item,
            office=office,
            kind=kind,
            ref=ref,
            words=words,
            link=link,
            file_id=file_id,
            at=now,
            by_id=by_id,
        )
        is not None
    )


def between(tx: Tx, begins: datetime, ends: datetime) -> list[Evidence]:
    """From the first instant up to and without the second, oldest first."""
    return tx.find(
        Evidence,
        col(Evidence.at) >= begins,
        col(Evidence.at) < ends,
        order=(col(Evidence.at), col(Evidence.id)),
    )
