"""Wrong receipt numbers, per chat, per client of the site, and of everybody together."""

from __future__ import annotations

from datetime import datetime, timedelta

from cases.numbers.guessing import BY_EVERYBODY, IN_A_CHAT, Patience, after_miss
from storage.columns.plain import stamp, unstamp
from storage.engine.tx import Tx
from storage.keys import Keys

_EVERYBODY = 0  # no chat has this id
_KEPT = timedelta(days=2)


def client(keys: Keys, address: str) -> int:
    """Who asks on the site, in place of a chat: below zero, made of the address under the key, so
    that no address is kept."""
    return -int(keys.mark("guessing client", address)[:12], 16) - 1


def forget_clients(tx: Tx, now: datetime) -> None:
    """Those of the site who have not guessed for days: there is no end of addresses."""
    tx.run("DELETE FROM guess WHERE chat_id < 0 AND until < :old", old=stamp(now - _KEPT))


def waits_until(tx: Tx, chat_id: int, now: datetime) -> datetime | None:
    """Until when this chat may not look up numbers; None when it may."""
    row = tx.one(
        "SELECT MAX(until) FROM guess WHERE chat_id IN (:chat, :all) AND until > :now",
        chat=chat_id,
        all=_EVERYBODY,
        now=now,
    )
    return unstamp(row[0]) if row and row[0] else None


def missed(tx: Tx, chat_id: int, now: datetime) -> None:
    """Count a well-formed number that matches nothing."""
    _count(tx, chat_id, now, IN_A_CHAT)
    _count(tx, _EVERYBODY, now, BY_EVERYBODY)


def _count(tx: Tx, chat_id: int, now: datetime, patience: Patience) -> None:
    tx.insert_once_plain("guess", chat_id=chat_id, failed=0, until=None)
    row = tx.one("SELECT failed, until FROM guess WHERE chat_id = :chat" + tx.lock, chat=chat_id)
    assert row is not None
    failed, until = after_miss(row[0], unstamp(row[1]) if row[1] else None, now, patience)
    tx.run(
        "UPDATE guess SET failed = :failed, until = :until WHERE chat_id = :chat",
        failed=failed,
        until=until,
        chat=chat_id,
    )
