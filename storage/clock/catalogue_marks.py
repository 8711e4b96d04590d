"""How each procedure stood when it was last looked at."""

from __future__ import annotations

import orjson

from storage.engine.tx import Tx

_NAME = "catalogue"


def kept(tx: Tx) -> dict[str, str] | None:
    """None before the first look."""
    row = tx.one("SELECT value FROM kept WHERE name = :name", name=_NAME)
    return orjson.loads(row[0]) if row else None


def keep(tx: Tx, marks: dict[str, str]) -> None:
    value = orjson.dumps(marks).decode()
    if not tx.insert_once_plain("kept", name=_NAME, value=value):
        tx.run("UPDATE kept SET value = :value WHERE name = :name", value=value, name=_NAME)
