"""Cases that wait for the citizen: the clock stands still only once the question was delivered."""

from __future__ import annotations

from datetime import datetime

from storage.engine.tx import Tx


def question_delivered(tx: Tx, outbox_id: int, now: datetime) -> None:
    tx.run(
        "UPDATE cases SET waiting_since = :now WHERE status = 'waiting' AND waiting_since IS NULL"
        " AND id = (SELECT case_id FROM outbox WHERE id = :outbox)",
        now=now,
        outbox=outbox_id,
    )
