"""Whether the database itself refuses to change or delete history and issued reports: migrations
0006 and 0008 put triggers on the tables, and whoever takes them away can write both anew."""

from __future__ import annotations

from sqlalchemy import text

from storage.engine.db import open_engine

GUARDED = ("case_history", "report")
# One of SQLite's that was emptied keeps its name and refuses nothing any more.
_SQLITE = (
    "SELECT COUNT(*) = 3 FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table"
    " AND name LIKE :table || '_no_%' AND sql LIKE '%RAISE(ABORT%'"
)
_POSTGRES = (
    "SELECT COUNT(*) = 1 FROM pg_trigger WHERE tgrelid = to_regclass(:table)"
    " AND tgname = :table || '_append_only' AND tgenabled IN ('O', 'A')"
)


def history_is_guarded(url: str) -> bool:
    """Of a database at the newest revision. Raises SQLAlchemyError."""
    engine = open_engine(url, read_only=True)
    try:
        with engine.connect() as connection:
            sqlite = connection.dialect.name == "sqlite"
            asked = text(_SQLITE if sqlite else _POSTGRES)
            return all(
                connection.execute(asked, {"table": table}).scalar_one() for table in GUARDED
            )
    finally:
        engine.dispose()
