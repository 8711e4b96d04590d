"""Somebody with all rights over the database and without the house's key."""

from __future__ import annotations

from storage.tx import Tx

_OF_SQLITE = ("no_update", "no_delete", "no_replace")


def take_guards_away(tx: Tx) -> None:
    """What keeps history from being changed, which whoever owns the tables can drop. The next test
    on PostgreSQL finds it again (see `conftest.empty_postgres`)."""
    if tx.lock:
        tx.run("ALTER TABLE case_history DISABLE TRIGGER USER")
        return
    for name in _OF_SQLITE:
        tx.run(f"DROP TRIGGER IF EXISTS case_history_{name}")
