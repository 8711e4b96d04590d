"""Rows of the database as whoever has the key reads them: sealed words open, and a chat is asked
for by its address as it was before it was marked."""

from __future__ import annotations

import re
from typing import Any

from storage.engine.tx import Tx
from storage.keys import WrongKey
from storage.mailbox.chats import mark

_CHANNELS = ("telegram", "zalo", "zalo_bot", "web", "email", "fake")
_BY_ADDRESS = re.compile(r"((?:\w+\.)?external) = :(\w+)")
_ADDRESS = re.compile(r"\bexternal\b(?! IN)")


def rows(tx: Tx, sql: str, **params: Any) -> list[tuple[Any, ...]]:
    for name in {match[1] for match in _BY_ADDRESS.findall(sql)}:
        address = params.pop(name)
        params |= {f"{name}_{c}": mark(tx, c, address) for c in _CHANNELS}
    sql = _BY_ADDRESS.sub(
        lambda m: f"{m[1]} IN ({', '.join(f':{m[2]}_{c}' for c in _CHANNELS)})", sql
    )
    found = tx.all(_ADDRESS.sub("sealed", sql), **params)
    return [tuple(_open(tx, value) for value in row) for row in found]


def _open(tx: Tx, value: Any) -> Any:
    try:
        if isinstance(value, bytes | memoryview):
            return tx.opened_bytes(bytes(value))
        return tx.opened(value) if isinstance(value, str) else value
    except WrongKey:
        return value  # it was never sealed
