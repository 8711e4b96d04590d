"""One transaction's view of the database. Reads of any shape go through `session` (SQLModel);
hot reads and all writes are plain SQL with :named parameters, the same text on both engines."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

import orjson
from sqlalchemy import Connection
from sqlmodel import Session, SQLModel, select

from messages.envelope import Parcel
from storage.columns import sealing
from storage.columns.plain import stamp
from storage.engine import case_rows
from storage.engine.sealed_columns import SEALED_COLUMNS
from storage.keys import Keys, WrongKey

Row = tuple[Any, ...]
Model = TypeVar("Model", bound=SQLModel)

_PLAIN = (str, int)
_ONCE = " ON CONFLICT DO NOTHING"
_PARAM = re.compile(r"(?<!:):([a-z_][a-z0-9_]*)")


@cache
def _for_postgres(sql: str) -> str:
    return _PARAM.sub(r"%(\1)s", sql.replace("%", "%%"))


@cache
def _insert_sql(table: str, columns: tuple[str, ...], mark: str, tail: str) -> str:
    values = ", ".join([mark] * len(columns))
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({values}){tail}"


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return stamp(value)
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, dict | list | tuple):
        return orjson.dumps(value).decode()
    return value


class Tx:
    """`posted` and `touched` are what the commit makes known: messages to deliver, chats to wake.
    `lock` is the suffix that holds a row until the commit."""

    __slots__ = (
        "_case", "_connection", "_cursor", "_keys", "_known", "_postgres", "_session", "lock",
        "posted", "touched",
    )  # fmt: skip

    def __init__(
        self, connection: Connection, cursor: Any, postgres: bool, keys: Keys | None
    ) -> None:
        self._keys = keys
        self._connection = connection
        self._cursor = cursor
        self._postgres = postgres
        self._session: Session | None = None
        self._case = 0
        self._known: dict[type[SQLModel], list[Any]] = {}  # of that case, since the last write
        self.lock = " FOR UPDATE" if postgres else ""
        self.posted: list[Parcel] = []
        self.touched: set[int] = set()

    def _execute(self, sql: str, params: dict[str, Any]) -> Any:
        if self._known and (not sql.startswith("SELECT") or (self.lock and self.lock in sql)):
            self._known.clear()
        for name, value in params.items():
            if not (value is None or value.__class__ in _PLAIN):
                params[name] = _plain(value)
        return self._cursor.execute(_for_postgres(sql) if self._postgres else sql, params)

    def _insert(self, table: str, values: dict[str, Any], tail: str = "") -> Any:
        sql = _insert_sql(table, tuple(values), "%s" if self._postgres else "?", tail)
        self._known.clear()
        sealed = SEALED_COLUMNS[table]
        plain = [
            self.seal(value)
            if name in sealed
            else value
            if value is None or value.__class__ in _PLAIN
            else _plain(value)
            for name, value in values.items()
        ]
        return self._cursor.execute(sql, plain)

    def one(self, sql: str, **params: Any) -> Row | None:
        row: Row | None = self._execute(sql, params).fetchone()
        return row

    def all(self, sql: str, **params: Any) -> list[Row]:
        rows: list[Row] = self._execute(sql, params).fetchall()
        return rows

    def run(self, sql: str, **params: Any) -> int:
        """Rows changed."""
        count: int = self._execute(sql, params).rowcount
        return count

    def run_many(self, sql: str, rows: list[dict[str, Any]]) -> None:
        """One statement over many rows; values are already plain (text, numbers, None)."""
        self._known.clear()
        self._cursor.executemany(_for_postgres(sql) if self._postgres else sql, rows)

    def insert(self, table: str, **values: Any) -> int:
        """The new row's id."""
        if self._postgres:
            return int(self._insert(table, values, " RETURNING id").fetchone()[0])
        return int(self._insert(table, values).lastrowid)

    def insert_row(self, table: str, **values: Any) -> None:
        """For tables without an id of their own."""
        self._insert(table, values)

    def insert_once(self, table: str, **values: Any) -> int | None:
        """The new row's id, or None where a unique row was there already."""
        if self._postgres:
            row = self._insert(table, values, f"{_ONCE} RETURNING id").fetchone()
            return None if row is None else int(row[0])
        done = self._insert(table, values, _ONCE)
        return int(done.lastrowid) if done.rowcount > 0 else None

    def insert_once_plain(self, table: str, **values: Any) -> bool:
        """For tables without an id: True where the row is new."""
        return bool(self._insert(table, values, _ONCE).rowcount > 0)

    def seal(self, value: Any) -> Any:
        """For a sealed column in plain SQL. Raises WrongKey without a key."""
        return sealing.seal(self._keys, value)

    def opened(self, sealed: str | None) -> str:
        """The text of a sealed column read in plain SQL. Raises WrongKey."""
        return sealing.open_text(self._keys, sealed)

    def opened_json(self, sealed: str | None) -> Any:
        """The same for one that holds JSON; None for nothing."""
        return sealing.open_json(self._keys, sealed)

    def opened_bytes(self, sealed: bytes) -> bytes:
        """Raises WrongKey."""
        return sealing.open_bytes(self._keys, sealed)

    def mark(self, purpose: str, value: str) -> str:
        """The keyed mark by which a value is found again without being kept. Raises WrongKey
        without a key."""
        if self._keys is None:
            raise WrongKey(purpose)
        return self._keys.mark(purpose, value)

    @property
    def session(self) -> Session:
        if self._session is None:
            self._session = Session(
                bind=self._connection,
                autoflush=False,
                expire_on_commit=False,
                join_transaction_mode="rollback_only",
            )
        return self._session

    def get(self, model: type[Model], ident: Any) -> Model | None:
        """The row as it is now (never a stale copy)."""
        return self.session.get(model, ident, populate_existing=True)

    def find(
        self, model: type[Model], *where: Any, order: Any = None, limit: int | None = None
    ) -> list[Model]:
        query = select(model).where(*where).execution_options(populate_existing=True)
        if order is not None:
            query = query.order_by(*order) if isinstance(order, tuple) else query.order_by(order)
        if limit is not None:
            query = query.limit(limit)
        return list(self.session.exec(query).all())

    def of_case(self, model: type[Model], case_id: int) -> list[Model]:
        """All of a case in a table, in order, as it stands after this transaction's last write."""
        if case_id != self._case:
            self._case = case_id
            self._known.clear()
        if model not in self._known:
            rows = self.all(case_rows.query(model), case=case_id)
            self._known[model] = case_rows.made(model, rows, self._connection.dialect)
        return list(self._known[model])

    def close(self) -> None:
        if self._session is not None:
            self._session.close()


Work = Callable[[Tx], Any]
