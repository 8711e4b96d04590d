"""Somebody with all rights over the database and without the house's key."""

from __future__ import annotations

from storage.engine.tx import Tx
from storage.proof.append_only import GUARDED

_OF_SQLITE = ("no_update", "no_delete", "no_replace")


def take_guards_away(tx: Tx) -> None:
    """What keeps history and reports from being changed, which whoever owns the tables can drop.
    The next test on PostgreSQL finds it again (see `conftest.empty_postgres`)."""
    if tx.lock:
        for table in GUARDED:
            tx.run(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        return
    for table in GUARDED:
        for name in _OF_SQLITE:
            tx.run(f"DROP TRIGGER IF EXISTS {table}_{name}")
