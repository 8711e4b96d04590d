"""Bringing a database up to the newest shape: Alembic migrations, run at every start."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from storage.engine.db import open_engine
from storage.keys import Keys
from storage.tables.listed import METADATA

_MIGRATIONS = Path(__file__).parent.parent / "migrations"
_ONE_AT_A_TIME = 0x4C4E_4748_4502


def config() -> Config:
    made = Config()
    # "%" opens an interpolation in Alembic's configuration.
    made.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return made


@cache
def newest() -> str:
    """The newest revision there is."""
    head = ScriptDirectory.from_config(config()).get_current_head()
    assert head is not None
    return head


def _stands_at(connection: Connection, revision: str) -> bool:
    """Asked without Alembic, which takes longer to find that there is nothing to do than all the
    rest of a start."""
    with connection.begin():
        if not inspect(connection).has_table("alembic_version"):
            return False
        found = connection.execute(text("SELECT version_num FROM alembic_version")).all()
    return [row[0] for row in found] == [revision]


def migrate(url: str, keys: Keys | None = None) -> None:
    """To the newest revision; does nothing where it is there already. An older database is sealed
    on the way: raises WrongKey where that needs a key."""
    engine = open_engine(url)
    try:
        with engine.connect() as connection:
            if _stands_at(connection, newest()):
                return
            if connection.dialect.name == "postgresql":
                # Processes that start together would all make the same tables.
                connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _ONE_AT_A_TIME})
                connection.commit()
            made = config()
            made.attributes["connection"] = connection
            made.attributes["keys"] = keys
            command.upgrade(made, "head")
    finally:
        engine.dispose()


def differences_in(connection: Connection) -> list[str]:
    """Tables and columns by which the database differs from the models, "+" or "-" before each."""
    live, found = inspect(connection), []
    for name, table in sorted(METADATA.tables.items()):
        there = {c["name"] for c in live.get_columns(name)} if live.has_table(name) else set()
        ours = {column.name for column in table.columns}
        found += [f"+{name}.{column}" for column in sorted(there - ours)]
        found += [f"-{name}.{column}" for column in sorted(ours - there)]
    return found
