"""Receipt numbers: kept as a keyed hash only, one in force per case."""

from __future__ import annotations

from datetime import datetime

from cases.numbers.codes import NEAR_RECEIPT
from storage.casework import history
from storage.engine.tx import Tx
from storage.keys import Keys
from storage.mailbox import inbox
from storage.tables.casework import Case


def issue(tx: Tx, keys: Keys, case: Case, digits: str, now: datetime) -> bool:
    """Put a new number in force. True where an older one ends by it."""
    mark = keys.mark("receipt", digits)
    tx.run("UPDATE cases SET receipt_hash = :mark WHERE id = :id", mark=mark, id=case.id)
    data = {"replaces": case.receipt_hash is not None, "receipt": mark}
    history.append(tx, case.id, "submitter", "receipt_number", data, now)
    return case.receipt_hash is not None


def hide_typed(tx: Tx, inbox_id: int) -> None:
    """A number that somebody typed is not kept in the message it came with."""
    inbox.rewrite(tx, inbox_id, lambda said: NEAR_RECEIPT.sub("•••• •••• •••• ••••", said))
