"""What was done for the items of the plan. Whoever does something for an item keeps it here, in the
transaction that does it."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import col

from cases.agency.plan import Evidence as Kind
from storage.columns.plain import unstamp
from storage.engine.tx import Tx
from storage.tables.plan import Evidence

_MOST = 300


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


def newest(tx: Tx, until: datetime) -> dict[tuple[str, str], datetime]:
    """When something was last done by then, by item and office."""
    rows = tx.all(
        "SELECT item, office, MAX(at) FROM evidence WHERE at <= :until GROUP BY item, office",
        until=until,
    )
    return {(row[0], row[1]): unstamp(row[2]) for row in rows}


def of_item(tx: Tx, item: str, since: datetime | None = None) -> list[Evidence]:
    """The newest first, at most a few hundred: nobody reads further."""
    where = [Evidence.item == item, *([col(Evidence.at) >= since] if since else [])]
    order = (col(Evidence.at).desc(), col(Evidence.id).desc())
    return tx.find(Evidence, *where, order=order, limit=_MOST)


def by_ref(tx: Tx, kind: Kind, ref: str) -> Evidence | None:
    found = tx.find(Evidence, Evidence.kind == kind.value, Evidence.ref == ref, limit=1)
    return found[0] if found else None


def drop(tx: Tx, evidence_id: int) -> bool:
    """What was entered by mistake. False where it was gone already."""
    return tx.run("DELETE FROM evidence WHERE id = :id", id=evidence_id) > 0


def drop_ref(tx: Tx, kind: Kind, ref: str) -> None:
    """What can be seen no more, for every item it counted for."""
    tx.run("DELETE FROM evidence WHERE kind = :kind AND ref = :ref", kind=kind.value, ref=ref)
