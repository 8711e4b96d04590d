"""Column types that both engines store alike: plain SQL and SQLModel read the same bytes."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import Text
from sqlalchemy.types import TypeDecorator


@lru_cache(maxsize=512)
def stamp(at: datetime) -> str:
    """An aware time as kept: UTC, always 32 characters, so that text order is time order."""
    if at.tzinfo is not UTC:
        at = at.astimezone(UTC)
    return at.isoformat(timespec="microseconds")


def unstamp(text: str) -> datetime:
    return datetime.fromisoformat(text)


def dump(value: Any) -> str:
    return orjson.dumps(value).decode()


class UtcTime(TypeDecorator[datetime]):
    """An aware UTC time as fixed-width ISO text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> str | None:
        return None if value is None else stamp(value)

    def process_result_value(self, value: str | None, dialect: Any) -> datetime | None:
        return None if value is None else unstamp(value)


class Json(TypeDecorator[Any]):
    """A JSON value as text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> str | None:
        return None if value is None else dump(value)

    def process_result_value(self, value: str | None, dialect: Any) -> Any:
        return None if value is None else orjson.loads(value)
