"""Whether the database itself refuses to change or delete history: migration 0006 puts triggers
on the table, and whoever takes them away can write history anew."""

from __future__ import annotations

from sqlalchemy import text

from storage.db import open_engine

# One of SQLite's that was emptied keeps its name and refuses nothing any more.
_SQLITE = (
    "SELECT COUNT(*) = 3 FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'case_history'"
    " AND name LIKE 'case_history_no_%' AND sql LIKE '%RAISE(ABORT%'"
)
_POSTGRES = (
    "SELECT COUNT(*) = 1 FROM pg_trigger WHERE tgrelid = to_regclass('case_history')"
    " AND tgname = 'case_history_append_only' AND tgenabled IN ('O', 'A')"
)


def history_is_guarded(url: str) -> bool:
    """Of a database at the newest revision. Raises SQLAlchemyError."""
    engine = open_engine(url, read_only=True)
    try:
        with engine.connect() as connection:
            sqlite = connection.dialect.name == "sqlite"
            return bool(connection.execute(text(_SQLITE if sqlite else _POSTGRES)).scalar_one())
    finally:
        engine.dispose()
