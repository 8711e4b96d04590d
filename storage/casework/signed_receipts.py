"""Receipts: signed when a case is made, under a key of which nothing more has to be kept than
SECRET_KEY, and held by their senders from then on."""

from __future__ import annotations

import secrets

from cases.days.deadlines import local_day
from cases.numbers.signed_receipt import SALT_BYTES, Receipt, Slip, base64url, kind_hash, text_hash
from storage.engine.tx import Tx
from storage.keys import Keys
from storage.tables.casework import Case
from storage.tables.proof import SignedReceipt

PURPOSE = "receipt"
"""Of the key that signs receipts and the sums of days: one to publish."""


def issue(tx: Tx, keys: Keys, case: Case, story: str) -> None:
    """Sign what was received. Takes 50 µs."""
    salt = base64url(secrets.token_bytes(SALT_BYTES))
    receipt = Receipt(
        code=case.code,
        received_at=case.received_at,
        due=local_day(case.due_at) if case.due_at else None,
        kind=kind_of(keys, case.code, case.kind),
        text=text_hash(salt, story),
    )
    signature = base64url(keys.sign(PURPOSE, receipt.payload))
    slip = Slip(receipt.payload, salt, signature)
    tx.insert_row(
        "signed_receipt",
        case_id=case.id,
        code=case.code,
        day=receipt.day.isoformat(),
        payload=slip.payload,
        salt=slip.salt,
        signature=slip.signature,
        leaf=slip.leaf,
    )


def kind_of(keys: Keys, code: str, kind: str) -> str:
    """What a receipt says of the kind: nothing, to whoever does not have the house's key."""
    return kind_hash(keys.mark("receipt kind", code), kind)


def is_ours(keys: Keys, slip: Slip) -> bool:
    return keys.signed(PURPOSE, slip.payload, slip.signature_bytes)


def of_case(tx: Tx, case_id: int) -> Slip | None:
    """None for a case older than receipts are, and once the salt is erased with the words."""
    rows = tx.of_case(SignedReceipt, case_id)
    return next((Slip(r.payload, r.salt, r.signature) for r in rows if r.salt), None)


def leaves(tx: Tx, day: str) -> list[str]:
    """Of a day (2026-11-16), in the order in which they are published."""
    rows = tx.all("SELECT leaf FROM signed_receipt WHERE day = :day ORDER BY leaf", day=day)
    return [row[0] for row in rows]


def first_day(tx: Tx) -> str | None:
    row = tx.one("SELECT MIN(day) FROM signed_receipt")
    return row[0] if row else None
