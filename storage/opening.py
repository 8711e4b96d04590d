"""Opening a database for a command: what can be wrong with it, as one of a few plain reasons."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from alembic import command
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from storage.db import open_engine
from storage.schema import config, migrate

Why = Literal["address", "away", "newer"]


class CannotOpen(Exception):
    """`why`: "address" (DATABASE_URL is wrong in form), "away" (it does not answer, or cannot be
    written), "newer" (a newer program has migrated it). `where` is the address without password."""

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


def bring_up(url: str) -> None:
    """Migrate to the newest revision. Raises CannotOpen."""
    shown = where(url)
    try:
        if revision(url) not in {None, *known_revisions()}:
            raise CannotOpen("newer", shown)
        migrate(url)
    except (SQLAlchemyError, CommandError, OSError) as error:
        raise CannotOpen("away", shown, _reason(error)) from error


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
        raise CannotOpen("away", shown, _reason(error)) from error


def revision_in(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def known_revisions() -> list[str]:
    """Newest first."""
    script = ScriptDirectory.from_config(config())
    return [each.revision for each in script.walk_revisions()]


def upgrade_in(connection: Connection, target: str = "head") -> None:
    """Migrate within the caller's transaction."""
    made = config()
    made.attributes["connection"] = connection
    command.upgrade(made, target)


def _reason(error: Exception) -> str:
    """The first line of what the driver said: the others repeat statements and their values."""
    origin = getattr(error, "orig", None) or error
    return str(origin).strip().partition("\n")[0]
