"""Opening a database for a command: what can be wrong with it, as one of a few plain reasons."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from alembic import command
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, make_url, text
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from storage.engine.db import open_engine
from storage.engine.schema import config, differences_in, migrate
from storage.keys import Keys

Why = Literal["address", "away", "newer", "read_only", "damaged"]


class CannotOpen(Exception):
    """`why`: "address" (DATABASE_URL is wrong in form), "away" (it does not answer), "read_only",
    "damaged", "newer" (a newer program has migrated it). `where` is the address without
    password."""

    def __init__(self, why: Why, where: str, detail: str = "") -> None:
        super().__init__(f"{why}: {where} {detail}".strip())
        self.why: Why = why
        self.where = where
        self.detail = detail


def where(url: str) -> str:
    """The address as it may be shown. Raises CannotOpen for one that is no address."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise CannotOpen("address", "LANGNGHE_DATABASE_URL") from None
    if parsed.get_backend_name() not in ("sqlite", "postgresql", "postgres"):
        raise CannotOpen("address", parsed.get_backend_name())
    return parsed.render_as_string(hide_password=True)


def bring_up(url: str, keys: Keys | None) -> None:
    """Migrate to the newest revision. Raises CannotOpen, or WrongKey as `migrate`."""
    shown = where(url)
    try:
        if revision(url) not in {None, *known_revisions()}:
            raise CannotOpen("newer", shown)
        migrate(url, keys)
    except (SQLAlchemyError, CommandError, OSError) as error:
        raise CannotOpen(_why(error), shown, _reason(error)) from error


def fit_to_use(url: str) -> None:
    """Whether a database that is there is whole and can be written; reads all of it on SQLite.
    Raises CannotOpen."""
    shown = where(url)
    try:
        engine = open_engine(url)
        try:
            with engine.connect() as connection:
                _look_through(connection, shown)
                _try_to_write(connection)
        finally:
            engine.dispose()
    except (SQLAlchemyError, OSError) as error:
        raise CannotOpen(_why(error), shown, _reason(error)) from error


def _look_through(connection: Connection, shown: str) -> None:
    if connection.dialect.name != "sqlite":
        return
    with connection.begin():
        found = connection.execute(text("PRAGMA quick_check(1)")).scalar_one()
    if found != "ok":
        raise CannotOpen("damaged", shown, str(found).partition("\n")[0])


def _try_to_write(connection: Connection) -> None:
    """SQLite takes BEGIN IMMEDIATE of a file it may only read, so something is really written."""
    with connection.begin() as trial:
        connection.execute(text("INSERT INTO kept (name, value) VALUES ('trial', '')"))
        trial.rollback()


def is_damage(error: BaseException) -> bool:
    """Whether the database said that its file is not whole."""
    return _why(error) == "damaged"


def differences(url: str) -> list[str]:
    """Where a database at the newest revision is not as the models say: "+table.column" for what
    should not be there, "-table.column" for what is missing."""
    engine = open_engine(url, read_only=True)
    try:
        with engine.connect() as connection:
            return differences_in(connection)
    finally:
        engine.dispose()


def revision(url: str) -> str | None:
    """Where the database stands; None for one without tables, or not there at all (it is not made
    by looking). Raises CannotOpen."""
    shown = where(url)
    file = make_url(url).database
    if make_url(url).get_backend_name() == "sqlite" and file and not Path(file).exists():
        return None
    try:
        engine = open_engine(url, read_only=True)
        try:
            with engine.connect() as connection:
                return revision_in(connection)
        finally:
            engine.dispose()
    except (SQLAlchemyError, OSError) as error:
        raise CannotOpen(_why(error), shown, _reason(error)) from error


def revision_in(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def known_revisions() -> list[str]:
    """Newest first."""
    script = ScriptDirectory.from_config(config())
    return [each.revision for each in script.walk_revisions()]


def upgrade_in(connection: Connection, target: str = "head", *, keys: Keys | None = None) -> None:
    """Migrate within the caller's transaction. Raises WrongKey as `migrate`."""
    made = config()
    made.attributes["connection"] = connection
    made.attributes["keys"] = keys
    command.upgrade(made, target)


_KINDS: tuple[tuple[str, Why], ...] = (
    ("SQLITE_CORRUPT", "damaged"),
    ("SQLITE_READONLY", "read_only"),
    ("25006", "read_only"),  # PostgreSQL: a standby, or a session set so
    ("42501", "read_only"),  # no right to write
)


def _why(error: BaseException) -> Why:
    origin = getattr(error, "orig", None) or error
    code = getattr(origin, "sqlite_errorname", None) or getattr(origin, "sqlstate", None) or ""
    return next((why for start, why in _KINDS if code.startswith(start)), "away")


def _reason(error: Exception) -> str:
    """The first line of what the driver said: the others repeat statements and their values."""
    origin = getattr(error, "orig", None) or error
    return str(origin).strip().partition("\n")[0]
