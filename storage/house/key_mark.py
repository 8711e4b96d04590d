"""A mark of SECRET_KEY beside the data, to notice a lost or wrong key before anything is sealed
under it or fails to open."""

from __future__ import annotations

from storage.engine.tx import Tx
from storage.keys import Keys

_NAME = "key"


def mark_of(keys: Keys) -> str:
    return keys.mark("key check", "1")


def kept_mark(tx: Tx) -> str:
    """The mark of the key this data was sealed under; empty while no key was used yet."""
    row = tx.one("SELECT value FROM kept WHERE name = :name", name=_NAME)
    return str(row[0]) if row else ""


def keep_mark(tx: Tx, keys: Keys) -> bool:
    """Before anything is sealed. True at the very first start."""
    return tx.insert_once_plain("kept", name=_NAME, value=mark_of(keys))
