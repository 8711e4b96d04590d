"""Everything in the database as plain rows, and back: the same rows for both engines, so that what
was saved from one can be put into the other."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from sqlalchemy import Connection, inspect, text

from storage.engine.db import open_engine
from storage.engine.opening import revision_in, upgrade_in
from storage.keys import Keys
from storage.mailbox import sending_marks
from storage.mailbox.zalo_tokens import OF_THIS_PLACE
from storage.tables.listed import METADATA

Record = dict[str, Any]

_AT_ONCE = 500
_QUIET_START = frozenset({"kept", "invitation"})
"""Tables that the first start fills before anybody has said a word."""


class Snapshot:
    """The database as it was at one instant, however long the reading takes."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.revision = revision_in(connection) or ""
        self.tables = _tables(connection)

    def records(self, table: str) -> Iterator[Record]:
        """Every row in the order of its key; bytes as {"base64": …}."""
        columns = [c["name"] for c in inspect(self._connection).get_columns(table)]
        order = ", ".join(str(c.name) for c in METADATA.tables[table].primary_key)
        query = text(f"SELECT {', '.join(columns)} FROM {table} ORDER BY {order}")
        rows = self._connection.execution_options(stream_results=True, yield_per=_AT_ONCE).execute(
            query
        )
        for row in rows:
            yield {name: _out(value) for name, value in zip(columns, row, strict=True)}


@contextmanager
def snapshot(url: str) -> Iterator[Snapshot]:
    """A reading transaction that writers neither disturb nor are disturbed by."""
    engine = open_engine(url, read_only=True)
    try:
        with engine.connect() as connection:
            if connection.dialect.name != "sqlite":
                # SQLite's reading transaction is a snapshot by itself.
                connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield Snapshot(connection)
    finally:
        engine.dispose()


class Misfit(Exception):
    """What was saved has columns with something in them that the tables here do not have."""

    def __init__(self, table: str, columns: list[str]) -> None:
        super().__init__(f"{table}: {', '.join(columns)}")
        self.table = table
        self.columns = columns


class Refill:
    """A database being filled anew, in one transaction: all of it or nothing."""

    def __init__(self, connection: Connection, keys: Keys | None) -> None:
        self._connection = connection
        self._keys = keys
        self._own: list[Record] = []

    def is_empty(self) -> bool:
        """Whether nobody has said anything here yet."""
        found = (name for name in _tables(self._connection) if name not in _QUIET_START)
        return not any(self._has_rows(name) for name in found)

    def _has_rows(self, table: str) -> bool:
        return self._connection.execute(text(f"SELECT 1 FROM {table} LIMIT 1")).first() is not None

    def begin(self, revision: str) -> None:
        """Drop what is there and make the tables as they were at `revision`."""
        self._own = self._of_this_place()
        for name in [*_tables(self._connection), "alembic_version"]:
            self._connection.execute(text(f"DROP TABLE IF EXISTS {name}"))
        upgrade_in(self._connection, revision)

    def _of_this_place(self) -> list[Record]:
        if "kept" not in _tables(self._connection):
            return []
        rows = self._connection.execute(text("SELECT name, value FROM kept ORDER BY name"))
        return [{"name": row[0], "value": row[1]} for row in rows if row[0] in OF_THIS_PLACE]

    def add(self, table: str, records: Iterable[Record]) -> int:
        """How many rows went in. A column that is not here is left out where nothing stands in
        it. Raises Misfit."""
        live = inspect(self._connection)
        known = {c["name"] for c in live.get_columns(table)} if live.has_table(table) else set()
        count, rest = 0, iter(records)
        while some := list(islice(rest, _AT_ONCE)):
            lost = {n for record in some for n, v in record.items() if n not in known and v}
            if lost or not known:
                raise Misfit(table, sorted(lost))
            names = [name for name in some[0] if name in known]
            values = ", ".join(f":{name}" for name in names)
            self._connection.execute(
                text(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({values})"),
                [{name: _in(record[name]) for name in names} for record in some],
            )
            count += len(some)
        return count

    def finish(self) -> None:
        """To the newest shape, and new rows after the old ones. What is of this place stays as it
        was before. Raises WrongKey where older rows are to be sealed and the key is not theirs."""
        upgrade_in(self._connection, keys=self._keys)
        for name in OF_THIS_PLACE:
            self._connection.execute(text("DELETE FROM kept WHERE name = :name"), {"name": name})
        # Since the backup was made anything that waits in it may have been sent.
        self._connection.execute(
            text("DELETE FROM kept WHERE name LIKE :sending"), {"sending": f"{sending_marks.NAME}%"}
        )
        if self._own:
            insert = text("INSERT INTO kept (name, value) VALUES (:name, :value)")
            self._connection.execute(insert, self._own)
        if self._connection.dialect.name == "sqlite":
            return  # the next id is always above the highest there is
        for name in _tables(self._connection):
            if "id" in METADATA.tables[name].primary_key.columns:
                self._connection.execute(
                    text(
                        f"SELECT setval(pg_get_serial_sequence('{name}', 'id'),"
                        f" COALESCE(MAX(id), 0) + 1, false) FROM {name}"
                    )
                )


@contextmanager
def refill(url: str, keys: Keys | None) -> Iterator[Refill]:
    """Commits when the block ends well."""
    engine = open_engine(url)
    try:
        with engine.connect() as connection, connection.begin():
            yield Refill(connection, keys)
    finally:
        engine.dispose()


def _tables(connection: Connection) -> list[str]:
    """Ours among those there: a database may be shared, and may be of an older shape."""
    present = set(inspect(connection).get_table_names())
    return sorted(present & METADATA.tables.keys())


def _out(value: Any) -> Any:
    return {"base64": base64.b64encode(value).decode()} if isinstance(value, bytes) else value


def _in(value: Any) -> Any:
    return base64.b64decode(value["base64"]) if isinstance(value, dict) else value
