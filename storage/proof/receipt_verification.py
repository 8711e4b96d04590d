"""Whether each case has the receipt that was signed for it, and each day the sum that was
published."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from cases.numbers.signed_receipt import Slip, read_payload
from storage.casework import history, signed_receipts
from storage.columns.plain import unstamp
from storage.engine.tx import Tx
from storage.keys import Keys, WrongKey
from storage.proof import day_roots
from storage.proof.broken import Broken
from storage.proof.day_roots import DayRoot
from storage.tables.casework import CaseHistory


def of_case(
    tx: Tx, keys: Keys | None, case_id: int, code: str, received_at: str, kind: str
) -> Broken | None:
    """`kind` is the one it was filed as, `received_at` what the case says now. Without `keys`
    signatures are passed over."""
    row = tx.one(
        "SELECT payload, salt, signature, code, day, leaf FROM signed_receipt WHERE case_id = :id",
        id=case_id,
    )
    if row is None:
        earlier = tx.one("SELECT 1 FROM signed_receipt WHERE case_id < :id LIMIT 1", id=case_id)
        return Broken(code, "unsigned") if earlier else None
    slip = Slip(row[0], _opened(tx, row[1]) if keys else "", row[2])
    receipt = read_payload(slip.payload)
    if receipt is None or (keys and not _signed(keys, slip)):
        return Broken(code, "signature")
    at: datetime = unstamp(received_at).replace(microsecond=0)
    right = (
        (receipt.code, row[3]) == (code, code)
        and receipt.received_at == at
        and row[4:] == (receipt.day.isoformat(), slip.leaf)
        and (keys is None or receipt.kind == signed_receipts.kind_of(keys, code, kind))
        and (keys is None or _of_words(tx, case_id, slip))
    )
    return None if right else Broken(code, "signed_other")


def _opened(tx: Tx, sealed: str) -> str:
    """A salt that no key of ours sealed fits no words."""
    try:
        return tx.opened(sealed)
    except WrongKey:
        return sealed


def _signed(keys: Keys, slip: Slip) -> bool:
    try:
        return signed_receipts.is_ours(keys, slip)
    except ValueError:  # no longer base64
        return False


def _of_words(tx: Tx, case_id: int, slip: Slip) -> bool:
    """Erased words, or a salt that went with them, cannot be compared."""
    filed = tx.get(CaseHistory, (case_id, 1))
    story = history.text_of(tx, filed) if filed and slip.salt else None
    return story is None or slip.is_of(story.body)


def of_days(tx: Tx, keys: Keys | None) -> Broken | None:
    """The days in their order, each over the one before."""
    days = day_roots.all_in_order(tx)
    before: DayRoot | None = None
    for day in days:
        broken = _day_after(before, day) or _day(tx, keys, day)
        if broken:
            return broken
        before = day
    return _backdated(tx, days[0].day) if days else None


def _day_after(before: DayRoot | None, day: DayRoot) -> Broken | None:
    if before is None:
        return Broken("", "day_chain", day.day) if day.previous else None
    follows = (date.fromisoformat(before.day) + timedelta(days=1)).isoformat()
    if day.day != follows:
        return Broken("", "day_missing", follows)
    return Broken("", "day_chain", day.day) if day.previous != before.root else None


def _day(tx: Tx, keys: Keys | None, day: DayRoot) -> Broken | None:
    found = day_roots.published(tx, day.day)
    if found is None or not found.agrees:
        return Broken("", "day_receipts", day.day)
    if keys is None or day_roots.is_ours(keys, found):
        return None
    return Broken("", "day_signature", day.day)


def _backdated(tx: Tx, first: str) -> Broken | None:
    """A receipt of a day before there were any."""
    row: Any = tx.one(
        "SELECT code, day FROM signed_receipt WHERE day < :first ORDER BY day LIMIT 1", first=first
    )
    return Broken(row[0], "backdated", row[1]) if row else None
