"""Columns whose words open only under the key, which is not in the database: a dump or a backup
without it tells nobody's name, address or story. Rows written by `Tx.insert` and read through the
tables are sealed and opened by their type; plain SQL says so itself (`Tx.seal`, `Tx.opened`)."""

from __future__ import annotations

from typing import Any

import orjson
from sqlalchemy import LargeBinary, Text
from sqlalchemy.types import TypeDecorator

from storage.keys import Keys, WrongKey


def seal(keys: Keys | None, value: Any) -> str | bytes | None:
    """Text as text, bytes as bytes, other values as JSON. Nothing stays nothing, so that emptiness
    can be asked for. Raises WrongKey without a key."""
    if isinstance(value, bytes):
        return _sure(keys).seal_bytes(value)
    if value is None or value == "":
        return value  # type: ignore[no-any-return]
    text = value if isinstance(value, str) else orjson.dumps(value).decode()
    return _sure(keys).seal_text(text)


def open_text(keys: Keys | None, sealed: str | None) -> str:
    """Empty for nothing. Raises WrongKey."""
    return _sure(keys).open_text(sealed) if sealed else ""


def open_json(keys: Keys | None, sealed: str | None) -> Any:
    """None for nothing. Raises WrongKey."""
    return orjson.loads(_sure(keys).open_text(sealed)) if sealed else None


def open_bytes(keys: Keys | None, sealed: bytes) -> bytes:
    """Raises WrongKey."""
    return _sure(keys).open_bytes(sealed)


def _sure(keys: Keys | None) -> Keys:
    if keys is None:
        raise WrongKey("there is no key to open it with")
    return keys


def _of(dialect: Any) -> Keys | None:
    """The key of the engine: each has a dialect of its own."""
    return getattr(dialect, "keys", None)


class SealedText(TypeDecorator[str]):
    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> Any:
        return seal(_of(dialect), value)

    def process_result_value(self, value: str | None, dialect: Any) -> str:
        return open_text(_of(dialect), value)


class SealedJson(TypeDecorator[Any]):
    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> Any:
        return seal(_of(dialect), value)

    def process_result_value(self, value: str | None, dialect: Any) -> Any:
        return open_json(_of(dialect), value)


class SealedBytes(TypeDecorator[bytes]):
    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Any) -> Any:
        return seal(_of(dialect), value)

    def process_result_value(self, value: bytes | None, dialect: Any) -> bytes | None:
        return None if value is None else open_bytes(_of(dialect), bytes(value))


SEALED = (SealedText, SealedJson, SealedBytes)
